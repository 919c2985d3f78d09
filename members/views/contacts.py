"""Writing to one of the network's contacts."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from .. import contacts
from ..access import member_of
from ..forms.contacts import NoteForm
from ..models import Contact

RATES = {"note": "5/h/ip,20/d/ip,5/h/key"}
TOO_MANY = "You have sent several messages already. Wait an hour, then send this one. It is still here."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a contact, whose address no page shows."""
    now = timezone.now()
    person = get_object_or_404(Contact.objects.current(timezone.localdate(now)), slug=slug)
    form = NoteForm(request.POST if request.method == "POST" else None, now=now, initial=known(request))
    if status := refused(request, form):
        return render(request, "members/contacts/contact.html", {"contact": person, "form": form}, status=status)
    by = request.user if request.user.is_authenticated else None
    contacts.pass_on(person, form.note(), now, by=by)
    return redirect("contact_sent", slug=slug)


@login_not_required
@require_safe
def contact_sent(request: HttpRequest, slug: str) -> HttpResponse:
    person = get_object_or_404(Contact.objects.current(timezone.localdate()), slug=slug)
    return render(request, "members/contacts/sent.html", {"contact": person})


def known(request: HttpRequest) -> dict[str, str]:
    """What someone who is signed in need not type again."""
    if not request.user.is_authenticated:
        return {}
    member = member_of(request)
    return {"name": member.name if member else "", "email": request.user.email}


def refused(request: HttpRequest, form: NoteForm) -> int:
    """The status with which to show the form again, or 0 when what was written may be passed on."""
    if not form.is_valid():
        return 422 if form.is_bound else 200
    writer = form.cleaned_data["email"].casefold()
    if ratelimit.consume(request, app="members", action="note", config=RATES, key=writer) is None:
        form.add_error(None, TOO_MANY)
        return 429
    return 0
