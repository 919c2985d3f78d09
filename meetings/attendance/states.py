"""Who is on a list of attendance, now or as somebody saw it: read from its append-only history."""

from typing import NamedTuple

from members.folding import fold
from members.models import Member

from ..models import Attendance, AttendanceChange, Meeting

# A member by primary key, or somebody by their folded name.
Person = tuple[int | None, str]


class State(NamedTuple):
    """How somebody was there and for how many minutes; nobody has a state who is not on the list."""

    mode: str
    minutes: int


def person_of(row: Attendance | AttendanceChange) -> Person:
    return (row.member_id, "") if row.member_id else (None, fold(row.name))


def person(who: Member | str) -> Person:
    return (who.pk, "") if isinstance(who, Member) else (None, fold(who))


def change_number(meeting: Meeting) -> int:
    """The number of the last change of this list: what somebody saw when they opened a page of it."""
    last = AttendanceChange.objects.filter(meeting=meeting).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0


def now_on_the_list(meeting: Meeting) -> dict[Person, State]:
    return {person_of(row): State(row.mode, row.minutes) for row in meeting.attendance.all()}


def on_the_list(changes: list[AttendanceChange]) -> dict[Person, State]:
    """Who was on the list after these changes, which come in their order."""
    found: dict[Person, State] = {}
    for change in changes:
        if change.minutes is None:
            found.pop(person_of(change), None)
        else:
            found[person_of(change)] = State(change.mode, change.minutes)
    return found
