"""A sign-in sheet as it is typed back: one line for each person, and lines for people who are on no list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .. import attendance, expected
from ..attendance import Line, Refusal, State
from ..expected import Expected, Heading
from ..models import Meeting
from ..words import Presence

NOT_THERE = "no"
HOW = {Presence.ROOM: "In the room", Presence.ONLINE: "Online", NOT_THERE: "Not there"}
NEWCOMERS = ("new-1", "new-2", "new-3")


@dataclass
class Row:
    """One line as it stands on the page: what is typed, and what there is to say about it."""

    key: str
    name: str
    heading: str
    how: str
    minutes: str
    guest_of: str = ""
    error: str = ""
    note: str = ""

    def state(self) -> State | None:
        """What is typed. Raises ValueError for minutes that are no whole number."""
        return None if self.how == NOT_THERE else State(self.how, int(self.minutes))


def as_it_stands(meeting: Meeting, each: Expected) -> Row:
    """A line that says what the list says."""
    how = each.state.mode if each.state else NOT_THERE
    minutes = each.state.minutes if each.state else attendance.credit(meeting)
    return Row(each.key, each.name, each.heading, how, str(minutes), each.guest_of)


def blank(meeting: Meeting, key: str) -> Row:
    """A line for somebody who is on no list yet."""
    return Row(key, "", Heading.OTHER, Presence.ROOM, str(attendance.credit(meeting)))


def typed(row: Row, posted: Mapping[str, str]) -> Row:
    """The line as somebody typed it; what no page of ours sends counts as left alone."""
    how = posted.get(f"how-{row.key}", row.how)
    minutes = posted.get(f"minutes-{row.key}", row.minutes).strip()
    row.how = how if how in HOW else row.how
    row.minutes = minutes[:6]
    row.name = posted.get(f"name-{row.key}", row.name)
    return row


def lines(rows: Iterable[Row], people: Mapping[str, Expected]) -> list[Line]:
    """What the lines say, for the verb; a line that says nothing readable carries its error instead."""
    found = []
    for row in rows:
        who = people[row.key].who if row.key in people else row.name
        try:
            state = row.state()
        except ValueError:
            row.error = Refusal.NO_MINUTES.label
        else:
            if row.key in people or row.name.strip():
                found.append(Line(row.key, who, state))
    return found


def differing(typed: Iterable[Row], now: Iterable[Row]) -> list[str]:
    """In words, what was typed of each person of whom the list says something else."""
    listed = {row.key: row for row in now}
    return [
        f"{row.name}: {HOW[Presence(row.how)].lower()}, {row.minutes or '–'} minutes"
        if row.how != NOT_THERE
        else f"{row.name}: not there"
        for row in typed
        if row.name.strip() and not (row.key in listed and says_the_same(row, listed[row.key]))
    ]


def says_the_same(one: Row, other: Row) -> bool:
    return one.how == other.how and (one.how == NOT_THERE or one.minutes == other.minutes)


def groups(rows: Iterable[Row]) -> list[tuple[Heading, list[Row]]]:
    """The lines under their headings, in the order of the headings."""
    listed = [row for row in rows if row.key not in NEWCOMERS]
    found = [(heading, [row for row in listed if row.heading == heading]) for heading in Heading]
    return [(heading, part) for heading, part in found if part]


def note_of(conflict: attendance.Conflict) -> str:
    """Say what somebody else wrote down meanwhile."""
    said = expected.in_words(conflict.theirs)
    return f"{conflict.by_name or 'Somebody'} wrote down meanwhile: {said}. Save again to replace it."
