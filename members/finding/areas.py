"""The drawn map of the directory: how many of the people found are in each area, and the way to them."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from ..area_map import Map, Tile, draw
from ..models import Area
from ..models.member import MemberQuerySet
from .pages import Count, count
from .question import Question


class AreaFound(NamedTuple):
    area: Area
    found: Count
    address: str
    chosen: bool
    tile: Tile | None


class AreasFound(NamedTuple):
    map: Map
    areas: list[AreaFound]


def areas_found(question: Question, members: MemberQuerySet, address: Callable[[Question], str]) -> AreasFound:
    """Each area with the number that its list has: the same question, asked there."""
    areas = list(Area.objects.all())
    drawn = draw(areas)
    tiles = iter(drawn.tiles)
    found = []
    for area in areas:
        there = replace(question, area=area)
        tile = next(tiles) if area.map_column and area.map_row else None
        number = count(there.among(members))
        found.append(AreaFound(area, number, address(there), area == question.area, tile))
    return AreasFound(drawn, found)
