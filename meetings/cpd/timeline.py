"""The minutes of each month as bars, in person below and online on top; the list beside it says the same."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from look import words

from ..words import Presence
from .periods import Period
from .statement import Entry

WIDE, NARROW = 720, 340
HEIGHT, FLOOR = 156, 118  # of the picture, and where the bars stand
LEAST = 120  # minutes: a month with less does not fill the height
LETTERS = 18  # a month as wide as this has room for its first letter


class Bar(NamedTuple):
    """One month: where it stands, how high its two parts are, what it says."""

    x: float
    width: float
    in_person: float
    online: float
    said: str

    @property
    def online_top(self) -> float:
        return FLOOR - self.in_person - self.online

    @property
    def in_person_top(self) -> float:
        return FLOOR - self.in_person


class Label(NamedTuple):
    x: float
    text: str


class Drawing(NamedTuple):
    width: int
    height: int
    floor: int
    bars: list[Bar]
    months: list[Label]
    years: list[Label]


def draw(entries: Sequence[Entry], period: Period, width: int) -> Drawing:
    """Lay out the months of a period side by side, to one scale."""
    months = months_of(period)
    step = width / len(months)
    minutes = {month: minutes_in(month, entries) for month in months}
    scale = (FLOOR - 8) / max(LEAST, *(sum(both) for both in minutes.values()))
    bars = [
        bar(month, both, step * number, step, scale)
        for number, (month, both) in enumerate(minutes.items())
        if any(both)
    ]
    initials = [Label(round(step * (n + 0.5), 1), f"{month:%b}"[:1]) for n, month in enumerate(months)]
    years = [Label(round(step * n, 1), f"{month.year}") for n, month in enumerate(months) if month.month == 1]
    return Drawing(width, HEIGHT, FLOOR, bars, initials if step >= LETTERS else [], years)


def bar(month: date, both: tuple[int, int], x: float, step: float, scale: float) -> Bar:
    """A bar in the middle seven tenths of its month."""
    in_person, online = (round(minutes * scale, 1) for minutes in both)
    said = f"{words.month(month)}: {words.length(sum(both))}"
    return Bar(round(x + step * 0.15, 1), round(step * 0.7, 1), in_person, online, said)


def months_of(period: Period) -> list[date]:
    """The first day of each month of the period, broken ones included."""
    first, found = period.start.replace(day=1), list[date]()
    while (month := first + relativedelta(months=len(found))) <= period.end:
        found.append(month)
    return found


def minutes_in(month: date, entries: Sequence[Entry]) -> tuple[int, int]:
    """Minutes in person and online."""
    there = [entry.certificate for entry in entries if entry.day.replace(day=1) == month]
    in_person = sum(one.minutes for one in there if one.mode == Presence.ROOM)
    return in_person, sum(one.minutes for one in there) - in_person
