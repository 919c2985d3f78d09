"""Guests: a member brings somebody, or takes it back; the guest says through their link that they do not come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.link_pages import link_page
from members.access import current_member

from .. import guest_links, guests, home, places
from ..forms.guest import GuestForm
from ..models import Guest, Meeting
from ..words import Place


@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whom a member brings; a refusal stands above what they typed."""
    member, now = current_member(request), timezone.now()
    meeting = get_object_or_404(Meeting.objects.visible_to(member), slug=slug)
    refusal = guests.refusal(meeting, member, now)
    form = GuestForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if not refusal and form.is_valid():
        try:
            guest = guests.bring(meeting, member, **form.cleaned_data, now=now)
        except guests.Refused as refused:
            form.add_error(guests.FIELD_OF.get(refused.reason), refused.reason.label)
        else:
            messages.success(request, f"{guest} has {guest.get_place_display()} as your guest, and has been told.")
            return redirect(meeting)
    context = {"meeting": meeting, "form": None if refusal else form, "refusal": refusal}
    return render(request, "meetings/guests/bring.html", context, status=422 if not refusal and form.errors else 200)


@require_POST
def cancel(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that one's own guest does not come."""
    member, now = current_member(request), timezone.now()
    meeting = get_object_or_404(Meeting.objects.visible_to(member), slug=slug)
    try:
        gone = guests.cancel(get_object_or_404(Guest, meeting=meeting, sponsor=member, pk=pk), now)
    except guests.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, f"{gone} is not expected any more, and has been told.")
    return redirect(meeting)


@link_page
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest what is kept for them; the one button says that they do not come. Looking changes nothing."""
    now = timezone.now()
    found = guest_links.guest_behind(token, now)
    if found is None:
        return render(request, "meetings/guests/no_guest.html", status=404)
    if request.method == "POST":
        try:
            guests.decline(found, now)
        except guests.Refused as refused:
            messages.error(request, refused.reason.label)
        return redirect("meetings:guest", token=token)
    meeting, is_expected = found.meeting, found.cancelled_at is None
    joins = found if is_expected and found.place == Place.ONLINE else None
    context = {
        "guest": found,
        "meeting": meeting,
        "can_decline": is_expected and not places.frozen(meeting, now),
        "join_link": home.join_link(meeting, joins),
    }
    return render(request, "meetings/guests/guest.html", context)
