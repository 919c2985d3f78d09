"""The link to one's pathway in a calendar, and what a calendar program is given there."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods, require_safe

from .. import feeds
from ..access import own_entry
from ..models import PathwayFeed

MADE = "This is your new link. A link that you had before leads nowhere now."
PRIVATE = {
    "Cache-Control": "private, must-revalidate",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
TAKEN = "The link is taken away. Calendars that used it show the dates until they next look, and then no more."


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """One's own link: make one, replace it, take it away."""
    member = own_entry(request)
    if request.method == "POST":
        if "take-away" in request.POST:
            feeds.take_away(member)
            messages.success(request, TAKEN)
        else:
            feeds.make_link(member, timezone.now())
            messages.success(request, MADE)
        return redirect("members:pathway_calendar")
    feed = PathwayFeed.objects.filter(member=member).first()
    address = feeds.address_of(feed) if feed else ""
    # Apple's and Outlook's programs take this beginning to mean: go on reading here.
    webcal = "webcal://" + address.partition("://")[2]
    return render(request, "members/pathway/calendar.html", {"address": address, "webcal": webcal})


@login_not_required
@require_safe
def pathway(request: HttpRequest, token: str) -> HttpResponse:
    """The dates, for whoever holds the link; nothing is noted, and an unknown link is 404 (cal-F1 to cal-F3)."""
    member = feeds.member_behind(token, timezone.localdate())
    if member is None:
        raise Http404
    text, changed = feeds.calendar(member, timezone.localdate())
    etag, modified = f'"{sha256(text).hexdigest()[:32]}"', int(changed.timestamp())
    headers = {"ETag": etag, "Last-Modified": http_date(modified), **PRIVATE}
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag, modified, answer) or answer
