"""A drawn map of the areas: a tile for each, placed by its row and column; the same areas stand beside it as text."""

from collections.abc import Iterable
from typing import NamedTuple

from members.models import Area

WIDTH, HEIGHT, GAP, LINE = 148, 92, 8, 22


class Word(NamedTuple):
    x: int
    y: int
    text: str


class Tile(NamedTuple):
    x: int
    y: int
    words: list[Word]


class Map(NamedTuple):
    width: int
    height: int
    tiles: list[Tile]
    names: list[str]


def draw(areas: Iterable[Area]) -> Map:
    """Lay out the tiles; an area without a place on the map is named in the text alone."""
    areas = list(areas)
    places = [(area.map_column, area.map_row, area.name) for area in areas]
    placed = [(column, row, name) for column, row, name in places if column and row]
    columns = max((column for column, _, _ in placed), default=0)
    rows = max((row for _, row, _ in placed), default=0)
    tiles = [tile(column, row, name) for column, row, name in placed]
    return Map(columns * (WIDTH + GAP), rows * (HEIGHT + GAP), tiles, [area.name for area in areas])


def tile(column: int, row: int, name: str) -> Tile:
    """One tile with its name, a line for each word, in the middle."""
    x, y = (column - 1) * (WIDTH + GAP), (row - 1) * (HEIGHT + GAP)
    names = name.split()
    first = y + HEIGHT // 2 - (len(names) - 1) * LINE // 2
    return Tile(x, y, [Word(x + WIDTH // 2, first + at * LINE, word) for at, word in enumerate(names)])
