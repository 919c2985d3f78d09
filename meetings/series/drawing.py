"""A year drawn: twelve months of dots, with meetings, dates left out, bank holidays and changes of the clocks."""

from calendar import Calendar
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice

from .. import clashes
from . import rhythm

STEP, TOP = 16, 24  # from dot to dot, and the room for the month's name


@dataclass(frozen=True)
class Dot:
    """A day: where it stands, and what is on it."""

    x: int
    y: int
    number: int
    kind: str


@dataclass(frozen=True)
class Month:
    """A month with its name, week under week."""

    name: str
    dots: list[Dot] = field(default_factory=list)

    width = 7 * STEP
    height = TOP + 6 * STEP


def year(meetings: Collection[date], left_out: Collection[date], first: date) -> list[Month]:
    """Twelve months from that of the first day on."""
    months = [divmod(number, rhythm.MONTHS) for number in islice(count(rhythm.month_of(first)), rhythm.MONTHS)]
    return [month(year, number + 1, meetings, left_out) for year, number in months]


def month(year: int, number: int, meetings: Collection[date], left_out: Collection[date]) -> Month:
    weeks = Calendar().monthdatescalendar(year, number)
    dots = [
        Dot(STEP * column + STEP // 2, TOP + STEP * row + STEP // 2, day.day, kind(day, meetings, left_out))
        for row, week in enumerate(weeks)
        for column, day in enumerate(week)
        if day.month == number
    ]
    return Month(f"{date(year, number, 1):%B %Y}", dots)


def kind(day: date, meetings: Collection[date], left_out: Collection[date]) -> str:
    """What a day is drawn as; a meeting is seen above all, on a bank holiday as one that clashes."""
    holiday = bool(clashes.bank_holiday(day))
    if day in meetings:
        return "clash" if holiday else "meeting"
    if day in left_out:
        return "left-out"
    if holiday:
        return "holiday"
    return "clocks" if clashes.clocks_change(day) else "day"
