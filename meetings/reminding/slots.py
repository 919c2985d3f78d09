"""The moments at which a meeting asks for mail: two reminders to those concerned, two nudges to the silent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone

from .. import undoing
from ..models import Meeting, MeetingChange
from ..words import Deed, Status
from .hours import half_way, moment


class Kind(TextChoices):
    """Which of the four; nudges are counted from the day by which answers are wished for, if there is one."""

    WEEK = "week", "Reminder, a week before"
    DAY = "day", "Reminder, the day before"
    FIRST = "first", "Whether you are coming, asked once"
    SECOND = "second", "Whether you are coming, asked again"


REMINDERS = {Kind.WEEK: 7, Kind.DAY: 1}
NUDGES = {Kind.FIRST: 14, Kind.SECOND: 4}
NUDGES_BEFORE_ANSWER_BY = {Kind.FIRST: 7, Kind.SECOND: 1}
# Whoever was asked by another message has so long to answer before a nudge asks the same.
JUST_ASKED = timedelta(days=2)


@dataclass(frozen=True)
class Slot:
    """From when on a message is due, and until when it is of use."""

    meeting: Meeting
    kind: Kind
    at: datetime
    until: datetime

    @property
    def is_nudge(self) -> bool:
        return self.kind in NUDGES

    @property
    def name(self) -> str:
        return "meetings/nudge" if self.is_nudge else "meetings/reminder"

    @property
    def once(self) -> str:
        """With the member unique, however many schedulers run (con-23).

        A reminder is for the day it was due, so that a meeting which moves gets new ones; nudges are two for good.
        """
        day = "" if self.is_nudge else f":{timezone.localdate(self.at)}"
        return f"{self.meeting.uid.partition('@')[0]}:{self.kind}{day}"

    @property
    def asks_anew_since(self) -> datetime:
        """What was told later than this makes it superfluous."""
        return self.at - JUST_ASKED if self.is_nudge else self.at

    def is_open(self, now: datetime) -> bool:
        """Due, and not late by more than half its time."""
        return self.at <= now < self.until


def every(meeting: Meeting) -> list[Slot]:
    """The four slots of a meeting, whether over or still to come."""
    start = timezone.localdate(meeting.starts_at)
    return [
        *(slot(meeting, kind, moment(start - timedelta(days)), meeting.starts_at) for kind, days in REMINDERS.items()),
        *nudges(meeting),
    ]


def nudges(meeting: Meeting) -> list[Slot]:
    day, end, before = timezone.localdate(meeting.starts_at), meeting.starts_at, NUDGES
    if meeting.answer_by and meeting.answer_by < day:
        day, before = meeting.answer_by, NUDGES_BEFORE_ANSWER_BY
        end = moment(day + timedelta(days=1))
    return [slot(meeting, kind, moment(day - timedelta(days)), end) for kind, days in before.items()]


def slot(meeting: Meeting, kind: Kind, at: datetime, end: datetime) -> Slot:
    return Slot(meeting, kind, at, half_way(at, end))


def of(meeting: Meeting, told_at: datetime) -> list[Slot]:
    """The slots that a meeting has: those before it was last announced or moved are gone, since that told everybody.

    So are nudges soon after: it asked too.
    """
    if meeting.status != Status.PUBLISHED:
        return []
    return [each for each in every(meeting) if told_at < each.asks_anew_since and each.at < meeting.starts_at]


def of_all(now: datetime) -> list[Slot]:
    """The slots of every meeting to come, over or not, in the order of their moments."""
    meetings = Meeting.objects.published().filter(starts_at__gt=now).select_related("venue", "series").order_by("pk")
    found = list(meetings)
    told = told_at(found)
    return sorted((each for meeting in found for each in of(meeting, told[meeting.pk])), key=lambda each: each.at)


def told_at(meetings: Iterable[Meeting]) -> Mapping[int, datetime]:
    """When each was last announced or moved; a move that was undone within its ten minutes told nobody."""
    told = {meeting.pk: meeting.published_at or meeting.created_at for meeting in meetings}
    changes = MeetingChange.objects.filter(meeting__in=told, deed__in=[Deed.MOVED, Deed.UNDONE])
    rows = list(changes.values_list("meeting_id", "deed", "at"))
    undone = [(meeting, at) for meeting, deed, at in rows if deed == Deed.UNDONE]
    for meeting, deed, at in rows:
        taken_back = any(meeting == other and at <= when <= at + undoing.HOLD for other, when in undone)
        if deed == Deed.MOVED and not taken_back:
            told[meeting] = max(told[meeting], at)
    return told
