"""Guests and newcomers on old lists: how many there were stays, who they were does not."""

from datetime import datetime, timedelta

from django.db import transaction

from .. import places
from ..models import Attendance, AttendanceChange, Meeting
from .states import Person, person_of

ERASED_AFTER = timedelta(days=30)
ERASED = "Guest no. "


def erase_names(now: datetime) -> None:
    """By the clock: 30 days after a meeting nobody is named on its list but members; a second process finds nothing."""
    named = AttendanceChange.objects.filter(member=None, meeting__ends_at__lte=now - ERASED_AFTER)
    meetings = named.exclude(name__startswith=ERASED).values_list("meeting_id", flat=True)
    for meeting in meetings.order_by("meeting_id").distinct():
        with transaction.atomic():
            erase_names_of(places.lock(Meeting(pk=meeting)))


def erase_names_of(meeting: Meeting) -> None:
    """Give each of them a number in place of the name, on the list and in its history alike."""
    numbers: dict[Person, str] = {}
    history = AttendanceChange.objects.filter(meeting=meeting, member=None).order_by("pk")
    rows: list[AttendanceChange | Attendance] = [*history, *meeting.attendance.filter(member=None).order_by("pk")]
    for row in rows:
        row.name = numbers.setdefault(person_of(row), f"{ERASED}{len(numbers) + 1}")
        row.save(update_fields=["name"])
