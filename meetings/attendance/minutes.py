"""How many minutes somebody who was there is given, unless a person wrote down another number."""

from datetime import datetime, timedelta
from math import ceil

from ..models import Meeting
from ..words import Source

LATE = timedelta(minutes=15)


def length(meeting: Meeting) -> int:
    """The whole meeting, in minutes: nobody was there for longer."""
    return max(1, int((meeting.ends_at - meeting.starts_at).total_seconds()) // 60)


def credit(meeting: Meeting) -> int:
    """What whoever was there from start to end is given: the CPD minutes of the meeting, or its length."""
    whole = length(meeting)
    return max(1, whole if meeting.cpd_minutes is None else min(meeting.cpd_minutes, whole))


def given(meeting: Meeting, source: str, now: datetime) -> int:
    """Whoever comes in at the door later than 15 minutes after the start is given the minutes that are left.

    Part attendance counts as the actual minutes (domain.md §4.6).
    """
    if source == Source.DOOR and now > meeting.starts_at + LATE:
        left = ceil((meeting.ends_at - now) / timedelta(minutes=1))
        return max(1, min(left, credit(meeting)))
    return credit(meeting)
