"""When each item of an agenda begins, and whether all of them fit into the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from look import words
from meetings.models import Meeting

from .models import AgendaItem


@dataclass(frozen=True)
class Line:
    """One item with its place; the time at which it begins, as long as every item before it says how long it takes."""

    number: int
    item: AgendaItem
    begins: str


def lines(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Line]:
    """Put running times beside the items, from the meeting's start."""
    clock: datetime | None = meeting.starts_at
    found: list[Line] = []
    for number, item in enumerate(items, start=1):
        timed = clock is not None and bool(item.minutes or found)
        found.append(Line(number, item, words.time(clock) if clock and timed else ""))
        clock = clock + timedelta(minutes=item.minutes) if clock and item.minutes else None
    return found


def planned(items: Sequence[AgendaItem]) -> int:
    """How many minutes the items take that say so."""
    return sum(item.minutes or 0 for item in items)


def total(meeting: Meeting, items: Sequence[AgendaItem]) -> str:
    """Say how long the agenda takes beside the meeting; nothing while no item has a time."""
    takes, has = planned(items), round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    if not takes:
        return ""
    said = f"The agenda takes {words.length(takes)}"
    if takes > has:
        return f"{said}: {words.length(takes - has)} longer than the meeting."
    return f"{said} of {words.length(has)}."


def too_long(meeting: Meeting, items: Sequence[AgendaItem]) -> bool:
    return meeting.starts_at + timedelta(minutes=planned(items)) > meeting.ends_at
