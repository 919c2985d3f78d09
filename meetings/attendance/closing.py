"""Closing the list of a meeting: who stands on it was there, and gets the certificate. Opened again for mistakes."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from .. import certificates, places, planning
from ..effects import written
from ..models import Meeting
from ..words import Deed
from .refusals import Refusal, Refused, refusal_to_close, refusal_to_reopen
from .states import change_number

if TYPE_CHECKING:
    from accounts.models import User


# What was held longer ago, before attendance was written down here, asks for nothing.
FORGOTTEN = timedelta(days=365)


class Effects(NamedTuple):
    """What closing would do: certificates issued, messages written."""

    certificates: int
    messages: int


def still_open(now: datetime) -> QuerySet[Meeting]:
    """Meetings of the last year that are over and not closed, the one that has waited longest first."""
    over = Meeting.objects.published().filter(ends_at__lte=now, ends_at__gt=now - FORGOTTEN)
    return over.filter(closed_at=None).order_by("starts_at", "pk")


@transaction.atomic
def close(meeting: Meeting, now: datetime, by: "User", *, seen: int | None = None) -> int:
    """Close the list after the end of the meeting; whoever is on it gets their certificate. Gives how many.

    `seen` is the number of the last change that whoever closes it has seen. Closing twice closes once. Raises Refused.
    """
    meeting = places.lock(meeting)
    if meeting.closed_at:
        return 0
    if reason := refusal_to_close(meeting, now):
        raise Refused(reason)
    if seen is not None and seen != change_number(meeting):
        raise Refused(Refusal.CHANGED)
    meeting.closed_at = now
    meeting.save(update_fields=["closed_at"])
    meeting.door_pages.all().delete()
    planning.record(meeting, Deed.CLOSED, now, by, f"{meeting.attendance.count()} on the list")
    return len(certificates.issue_all(meeting, now, by))


@transaction.atomic
def reopen(meeting: Meeting, now: datetime, by: "User") -> None:
    """Open a closed list again, to put a mistake right; what that changes takes effect when it is closed again."""
    meeting = places.lock(meeting)
    if reason := refusal_to_reopen(meeting):
        raise Refused(reason)
    meeting.closed_at = None
    meeting.save(update_fields=["closed_at"])
    planning.record(meeting, Deed.REOPENED, now, by)


def foresee(meeting: Meeting, now: datetime, by: "User") -> Effects:
    """Say what closing would do, by doing it and taking it back. Raises Refused."""
    with transaction.atomic():
        issued = close(meeting, now, by)
        effects = Effects(issued, written([meeting], now).total())
        transaction.set_rollback(True)
    return effects
