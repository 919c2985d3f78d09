"""A sign-in sheet typed back in one pass; what two people write down at once meets here, and neither loses a line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from members.models import Member

from .. import places
from ..models import AttendanceChange, Meeting
from ..words import Source
from .marking import put, remove
from .refusals import Refused, refusal
from .states import Person, State, now_on_the_list, on_the_list, person, person_of

if TYPE_CHECKING:
    from accounts.models import User


class Line(NamedTuple):
    """What was typed of one person; without a state they were not there."""

    key: str
    who: Member | str
    state: State | None


class Conflict(NamedTuple):
    """Somebody else wrote down another thing meanwhile; nothing of this line is saved."""

    line: Line
    theirs: State | None
    by_name: str


@dataclass
class Written:
    """What came of it: how many lines changed the list, which met something else, what others did meanwhile."""

    changed: int = 0
    conflicts: list[Conflict] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    by_others: list[AttendanceChange] = field(default_factory=list)


@transaction.atomic
def write_down(meeting: Meeting, lines: Sequence[Line], seen: int, by: "User", now: datetime) -> Written:
    """Save what differs from the list as its writer saw it, up to the change with the number `seen`.

    A line that they left alone stays as it is now, whoever changed it. A line that they and somebody else changed
    differently is not saved but given back with both. Raises Refused.
    """
    meeting = places.lock(meeting)
    if reason := refusal(meeting, now):
        raise Refused(reason)
    history = list(AttendanceChange.objects.filter(meeting=meeting).select_related("member").order_by("pk"))
    before, now_there = on_the_list([each for each in history if each.pk <= seen]), now_on_the_list(meeting)
    written = Written(by_others=[each for each in history if each.pk > seen])
    for line in lines:
        who = person(line.who)
        if line.state in (before.get(who), now_there.get(who)):
            continue
        if now_there.get(who) != before.get(who):
            written.conflicts.append(Conflict(line, now_there.get(who), last_hand(written.by_others, who)))
        else:
            save(meeting, line, written, by, now)
    return written


def save(meeting: Meeting, line: Line, written: Written, by: "User", now: datetime) -> None:
    """Save one line, or note in words what is wrong with it."""
    try:
        if line.state:
            put(meeting, line.who, line.state.mode, line.state.minutes, Source.SHEET, by, now)
        else:
            remove(meeting, line.who, Source.SHEET, by, now)
    except Refused as refused:
        written.wrong[line.key] = str(refused)
    else:
        written.changed += 1


def last_hand(changes: list[AttendanceChange], who: Person) -> str:
    return next((each.by_name for each in reversed(changes) if person_of(each) == who), "")
