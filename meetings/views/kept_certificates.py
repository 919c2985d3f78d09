"""Which check pages stay when their owner is erased, and the link that ends one later."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.link_pages import link_page
from members.access import member_of

from .. import kept_certificates


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """One box for each certificate: what is ticked can be checked after its owner is erased."""
    member, now = member_of(request), timezone.now()
    if member is None:
        raise Http404
    if request.method == "POST":
        kept = kept_certificates.choose(member, request.POST.getlist("keep"), now)
        messages.success(request, said(len(kept)))
        return redirect("meetings:keep_checks")
    on, mine = timezone.localdate(now), list(kept_certificates.of_member(member))
    links = [(each, request.build_absolute_uri(kept_certificates.link(each, on))) for each in mine]
    context = {"certificates": mine, "links": [pair for pair in links if pair[0].kept_after_leaving]}
    return render(request, "meetings/certificates/keep.html", context)


def said(number: int) -> str:
    if number == 0:
        return "Saved. If you are erased, none of your certificates can be checked any more."
    pages = "1 check page stays" if number == 1 else f"{number} check pages stay"
    return f"Saved. If you are erased, {pages}. Keep the links below: they end them."


@link_page
def end(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link: looking changes nothing, one button ends the check page."""
    found = kept_certificates.behind(token, timezone.localdate())
    page = "meetings/certificates/end_check.html"
    if found is None:
        return render(request, page, {"title": "This link leads nowhere"}, status=404)
    if request.method == "POST":
        kept_certificates.end(found)
        return render(request, page, {"title": "The check page has ended", "has_ended": True})
    return render(request, page, {"title": "End this check page?", "certificate": found})
