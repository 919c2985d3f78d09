"""The sign-in sheet: who is expected, by family name, with room for those who are not."""

from dataclasses import dataclass

from look.qr import Code, code

from . import expected
from .attendance import refusals
from .expected import ANNOUNCED, Expected, Heading
from .models import Meeting

EMPTY_ROWS = 3


@dataclass(frozen=True)
class Line:
    """One line to sign; `marked` where somebody needs something that the coordinator knows of."""

    name: str
    mode: str
    guest_of: str
    marked: bool


@dataclass(frozen=True)
class Sheet:
    lines: list[Line]
    empty: range
    door: Code
    opens_before: int


def sheet_of(meeting: Meeting, door_address: str) -> Sheet:
    """Everybody who holds a place or waits for one, guests among them."""
    listed = [each for each in expected.everybody(meeting) if each.heading in (*ANNOUNCED, Heading.WAITING)]
    marked = expected.marked(meeting, listed)
    lines = [Line(each.name, mode(each), each.guest_of, each.key in marked) for each in listed]
    hours = int(refusals.OPENS_BEFORE.total_seconds()) // 3600
    return Sheet(lines, range(EMPTY_ROWS), code(door_address), hours)


def mode(each: Expected) -> str:
    return "Waiting" if each.heading == Heading.WAITING else Heading(each.heading).label
