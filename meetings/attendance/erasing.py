"""Guests and newcomers on old lists: how many there were stays, who they were does not."""

from datetime import datetime

from django.db import models, transaction

from .. import places
from ..models import Attendance, AttendanceChange, Meeting
from .states import Person, person_of

ERASED = "Guest no. "
# What stands for a member who was erased, and for one whose attendance was kept long enough.
FORMER_MEMBER, MEMBER = "Former member no. ", "Member no. "
WAS_A_MEMBER = models.Q(name__startswith=FORMER_MEMBER) | models.Q(name__startswith=MEMBER)


def named_strangers() -> models.QuerySet[AttendanceChange]:
    """What was written down of people who were no members, and still says who they were."""
    return AttendanceChange.objects.filter(member=None).exclude(WAS_A_MEMBER).exclude(name__startswith=ERASED)


def erase_names(meetings: models.QuerySet[Meeting], now: datetime) -> None:
    """Nobody is named on the lists of these meetings any more but members."""
    for pk in meetings.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            erase_names_of(places.lock(Meeting(pk=pk)))


def erase_names_of(meeting: Meeting) -> None:
    """Give each of them a number in place of the name, on the list and in its history alike."""
    numbers: dict[Person, str] = {}
    history = AttendanceChange.objects.filter(meeting=meeting, member=None).exclude(WAS_A_MEMBER).order_by("pk")
    now_there = meeting.attendance.filter(member=None).exclude(WAS_A_MEMBER).order_by("pk")
    rows: list[AttendanceChange | Attendance] = [*history, *now_there]
    for row in rows:
        row.name = numbers.setdefault(person_of(row), f"{ERASED}{len(numbers) + 1}")
        row.save(update_fields=["name"])
