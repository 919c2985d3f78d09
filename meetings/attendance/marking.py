"""Putting somebody on the list of a meeting, or taking them off: one row each, every change of it kept."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction

from members.folding import fold
from members.guard import refuse_patient_data
from members.models import Member
from members.names import name_of

from .. import places
from ..models import Attendance, AttendanceChange, Meeting
from ..words import Presence, Source
from .minutes import given, length
from .refusals import Refusal, Refused, refusal
from .states import person, person_of

if TYPE_CHECKING:
    from accounts.models import User

# Whoever is taken off by a slip and put back within this time keeps the minutes that they had.
SLIP = timedelta(minutes=5)
LONGEST_NAME = 120


@transaction.atomic
def mark(
    meeting: Meeting,
    who: Member | str,
    mode: str,
    minutes: int | None,
    source: str,
    by: "User",
    now: datetime,
) -> Attendance:
    """Write down that a member, or somebody by name, was there: in the room or online, for so many minutes.

    Without a number they are given the minutes of the meeting, or what is left of it for whoever comes late to the
    door. The same again changes nothing and writes nothing. Raises Refused.
    """
    meeting = places.lock(meeting)
    if reason := refusal(meeting, now):
        raise Refused(reason)
    return put(meeting, who, mode, minutes, source, by, now)


@transaction.atomic
def take_off(meeting: Meeting, who: Member | str, source: str, by: "User", now: datetime) -> bool:
    """Take somebody off the list who was not there; say whether they stood on it. Raises Refused."""
    meeting = places.lock(meeting)
    if reason := refusal(meeting, now):
        raise Refused(reason)
    return remove(meeting, who, source, by, now)


def put(
    meeting: Meeting, who: Member | str, mode: str, minutes: int | None, source: str, by: "User", now: datetime
) -> Attendance:
    """Put somebody on the list of a meeting that the caller has locked."""
    if minutes is not None and not 1 <= minutes <= length(meeting):
        raise Refused(Refusal.TOO_LONG if minutes > 0 else Refusal.NO_MINUTES)
    row = row_of(meeting, who) or new(meeting, who)
    if minutes is None:
        minutes = row.minutes or kept(row, source, now) or given(meeting, source, now)
    if row.pk and (row.mode, row.minutes) == (mode, minutes):
        return row
    row.mode, row.minutes, row.source = Presence(mode), minutes, Source(source)
    row.recorded_at, row.recorded_by_name = now, name_of(by)
    row.save()
    note(row, mode, minutes, source, by, now)
    return row


def remove(meeting: Meeting, who: Member | str, source: str, by: "User", now: datetime) -> bool:
    """Take somebody off the list of a meeting that the caller has locked."""
    row = row_of(meeting, who)
    if row is None:
        return False
    note(row, row.mode, None, source, by, now)
    row.delete()
    return True


def note(row: Attendance, mode: str, minutes: int | None, source: str, by: "User", now: datetime) -> None:
    """Append what changed; of somebody who was taken off without minutes."""
    AttendanceChange.objects.create(
        meeting=row.meeting,
        member=row.member,
        name=row.name,
        mode=mode,
        minutes=minutes,
        source=source,
        by=by,
        by_name=name_of(by),
        at=now,
    )


def row_of(meeting: Meeting, who: Member | str) -> Attendance | None:
    """The row of this person; a name is the same name however it is capitalised."""
    if isinstance(who, Member):
        return meeting.attendance.filter(member=who).first()
    return next((row for row in meeting.attendance.filter(member=None) if person_of(row) == person(who)), None)


def new(meeting: Meeting, who: Member | str) -> Attendance:
    """A row that is not saved yet. Raises Refused for a name that is none."""
    if isinstance(who, Member):
        return Attendance(meeting=meeting, member=who)
    name = " ".join(who.split())
    if not fold(name):
        raise Refused(Refusal.NO_NAME)
    if len(name) > LONGEST_NAME:
        raise Refused(Refusal.LONG_NAME)
    try:
        refuse_patient_data(name)
    except ValidationError as error:
        raise Refused(None, error.messages[0]) from None
    return Attendance(meeting=meeting, name=name)


def kept(row: Attendance, source: str, now: datetime) -> int | None:
    """The minutes of somebody who was taken off at the door a moment ago, by a slip."""
    if source != Source.DOOR or row.pk:
        return None
    changes = AttendanceChange.objects.filter(meeting=row.meeting, member=row.member, name=row.name).order_by("-pk")
    last = list(changes[:2])
    if len(last) == 2 and last[0].minutes is None and now - last[0].at <= SLIP:
        return last[1].minutes
    return None
