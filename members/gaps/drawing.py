"""The gaps drawn: for each area its trainees to the left of a line and its free places to the right, to one scale."""

from collections.abc import Sequence
from typing import NamedTuple

from .counting import Row

HALF, ROW, BAR, GUTTER, EDGE = 210, 46, 26, 10, 60
WIDTH = 2 * (HALF + EDGE)
MIDDLE = WIDTH // 2


class Part(NamedTuple):
    x: int
    y: int
    width: int
    height: int
    kind: str


class Bar(NamedTuple):
    """One area: its name above the line, its parts, and the numbers at both ends."""

    name: str
    top: int
    left: int
    right: int
    trainees: int
    places: int
    is_gap: bool
    parts: list[Part]


class Drawing(NamedTuple):
    width: int
    height: int
    middle: int
    bars: list[Bar]


def draw(rows: Sequence[Row], lacking: Sequence[Row]) -> Drawing:
    """Lay out the rows; an area that lacks something is marked."""
    most = max((max(row.trainees, row.places) for row in rows), default=0) or 1
    bars = [bar(row, 22 + place * (ROW + 22), most, is_gap=row in lacking) for place, row in enumerate(rows)]
    return Drawing(WIDTH, len(bars) * (ROW + 22), MIDDLE, bars)


def bar(row: Row, top: int, most: int, *, is_gap: bool) -> Bar:
    """Trainees without a supervisor stand next to the line, those with one beyond them."""
    alone, others = length(row.unsupervised, most), length(row.trainees - row.unsupervised, most)
    places, y = length(row.places, most), top + 10
    found = [
        Part(MIDDLE - alone, y, alone, BAR, "alone"),
        Part(MIDDLE - alone - others, y, others, BAR, "trainee"),
        Part(MIDDLE, y, places, BAR, "place"),
    ]
    left, right = MIDDLE - alone - others - GUTTER, MIDDLE + places + GUTTER
    return Bar(row.name, top, left, right, row.trainees, row.places, is_gap, [part for part in found if part.width])


def length(count: int, most: int) -> int:
    return max(2, count * HALF // most) if count else 0
