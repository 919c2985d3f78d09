"""The drawn map of the directory: how many of the people found are in each area, and the way to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..area_map import Map, Tile, draw
from ..models import Area
from ..models.member import MemberQuerySet
from ..stages import CaseMode
from .pages import Count, Page, count
from .question import Question


class AreaFound(NamedTuple):
    area: Area
    found: Count | None
    """None where the question is about places online, which are in no area."""
    address: str
    chosen: bool
    tile: Tile | None


class AreasFound(NamedTuple):
    map: Map
    areas: list[AreaFound]
    online: Count | None
    """How many offer supervision online, from wherever they are; None if no offers are asked for."""


def anywhere(question: Question | None, page: Page, everyone: MemberQuerySet, on: date) -> MemberQuerySet:
    """Among whom to count by area: nobody where the question finds nobody in any, which saves reading all for each."""
    if question is None:
        return everyone.none()
    if page.people:
        return everyone
    says_it_itself = page.is_whole and not question.area
    is_empty = says_it_itself or not question.without("area").among(everyone, on).exists()
    return everyone.none() if is_empty else everyone


def areas_found(
    question: Question, members: MemberQuerySet, on: date, address: Callable[[Question], str]
) -> AreasFound:
    """Each area with the number whom its list has there; whoever offers places online is counted once, apart."""
    areas = list(Area.objects.all())
    drawn = draw(areas)
    tiles = iter(drawn.tiles)
    found = []
    for area in areas:
        there = replace(question, area=area)
        tile = next(tiles) if area.map_column and area.map_row else None
        found.append(AreaFound(area, in_person(there, members, on), address(there), area == question.area, tile))
    return AreasFound(drawn, found, online(question, members, on))


def in_person(there: Question, members: MemberQuerySet, on: date) -> Count | None:
    if not there.asks_for_offers:
        return count(there.among(members, on))
    if there.mode == CaseMode.REMOTE:
        return None
    return count(replace(there, mode=CaseMode.IN_PERSON.value).among(members, on))


def online(question: Question, members: MemberQuerySet, on: date) -> Count | None:
    if not question.asks_for_offers or question.mode == CaseMode.IN_PERSON:
        return None
    return count(replace(question, mode=CaseMode.REMOTE.value, area=None).among(members, on))
