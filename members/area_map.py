"""A drawn map of the areas: a hexagon for each, so that neighbours touch; the same areas stand beside it as text."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Area

WIDTH, HEIGHT = 150, 172  # of one hexagon, a corner at the top
ROW = HEIGHT * 3 // 4  # rows overlap where the corners of one lie between those of the next
GAP, LINE = 20, 22
CORNERS = ((0, -2), (2, -1), (2, 1), (0, 2), (-2, 1), (-2, -1))  # in quarters, from the middle


class Word(NamedTuple):
    x: int
    y: int
    text: str


class Tile(NamedTuple):
    points: str
    words: list[Word]


class Map(NamedTuple):
    width: int
    height: int
    tiles: list[Tile]
    names: list[str]


def draw(areas: Iterable[Area]) -> Map:
    """Lay out the tiles; an area without a place on the map is named in the text alone."""
    areas = list(areas)
    names = [area.name for area in areas]
    placed = [
        (name, *middle(area.map_column, area.map_row))
        for name, area in zip(names, areas, strict=True)
        if area.map_column and area.map_row
    ]
    width = max((x for _, x, _ in placed), default=0) + WIDTH // 2
    height = max((y for _, _, y in placed), default=0) + HEIGHT // 2
    return Map(width, height, [tile(*each) for each in placed], names)


def middle(column: int, row: int) -> tuple[int, int]:
    """Where a hexagon's middle is; every second row lies half a hexagon to the right."""
    return (2 * column - row % 2) * WIDTH // 2, HEIGHT // 2 + (row - 1) * ROW


def tile(name: str, x: int, y: int) -> Tile:
    """One hexagon with its name, a line for each word, in the middle."""
    corners = ((x + across * (WIDTH - GAP) // 4, y + down * (HEIGHT - GAP) // 4) for across, down in CORNERS)
    words = name.split()
    first = y - (len(words) - 1) * LINE // 2
    lines = [Word(x, first + at * LINE, word) for at, word in enumerate(words)]
    return Tile(" ".join(f"{left},{top}" for left, top in corners), lines)
