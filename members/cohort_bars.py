"""Cohorts as bars: one for each year, in which each step stands within the one before it; a table says the same."""

from collections.abc import Sequence
from typing import NamedTuple

from .cohorts import Cohort, Step

WIDTH, LEFT, RIGHT, HEIGHT, BAR, THINNER = 640, 64, 56, 40, 28, 4


class Part(NamedTuple):
    """One step of one year: its place in the drawing, and its words."""

    x: int
    y: int
    width: int
    height: int
    step: str
    title: str


class Bar(NamedTuple):
    year: str
    middle: int
    end: int
    number: int
    parts: list[Part]


class Drawing(NamedTuple):
    width: int
    height: int
    left: int
    bars: list[Bar]
    key: list[tuple[str, str]]


def draw(cohorts: Sequence[Cohort]) -> Drawing:
    """Lay out the bars to one scale, the longest over the whole width."""
    most = max((each.cells[0].count for each in cohorts), default=0) or 1
    bars = [bar(each, place * HEIGHT, most) for place, each in enumerate(cohorts)]
    return Drawing(WIDTH, HEIGHT * len(bars), LEFT, bars, [(step.value, step.label) for step in Step])


def bar(cohort: Cohort, top: int, most: int) -> Bar:
    """One year: a bar for those who were trained, and thinner ones within it for those who came further."""
    parts = []
    for place, (step, cell) in enumerate(zip(Step, cohort.cells, strict=True)):
        inset = (HEIGHT - BAR) // 2 + place * THINNER // 2
        width = length(cell.count, most)
        title = f"{cohort.year}, {step.label.lower()}: {cell.count}"
        if width:
            parts.append(Part(LEFT, top + inset, width, BAR - place * THINNER, step.value, title))
    count = cohort.cells[0].count
    return Bar(f"{cohort.year}", top + HEIGHT // 2, LEFT + length(count, most) + 8, count, parts)


def length(count: int, most: int) -> int:
    """At least a line for one person among many."""
    return max(2, count * (WIDTH - LEFT - RIGHT) // most) if count else 0
