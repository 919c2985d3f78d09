"""The signed link by which a guest, who has no account, says that they do not come: good until the day after."""

from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

from .models import Guest

GOOD_FOR = timedelta(days=1)


def address(guest: Guest) -> str:
    """The path of this guest's own page."""
    return reverse("meetings:guest", args=[signer().sign_object(guest.pk)])


def guest_behind(token: str, now: datetime) -> Guest | None:
    """Whose link this is; None if it was altered, or has run out (cal-L3)."""
    try:
        pk = signer().unsign_object(token)
    except signing.BadSignature:
        return None
    guests = Guest.objects.named().select_related("meeting__venue", "sponsor")
    found = guests.filter(pk=pk).first() if isinstance(pk, int) else None
    return found if found and now < found.meeting.ends_at + GOOD_FOR else None


def signer() -> signing.Signer:
    return signing.Signer(salt="meetings.guests")
