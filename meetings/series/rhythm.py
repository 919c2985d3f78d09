"""On which days a rhythm falls, and how it is said: "every second month, second Thursday, 2pm"."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from look import words

from ..local_time import in_london
from ..models import Series
from ..models.series import Every, Week, Weekday

A_WEEK = timedelta(days=7)
MONTHS = 12


def days(series: Series) -> Iterator[date]:
    """Every day of the rhythm, without end, from the first that fits on or after the first date.

    August counts like every other month here: whether the network meets then is for whoever plans the year.
    """
    begins = month_of(series.first_date)
    if day_in(begins, series.week, series.weekday) < series.first_date:
        begins += 1
    return (day_in(month, series.week, series.weekday) for month in count(begins, series.every))


def a_year(series: Series) -> int:
    """How many meetings a year has, August among them."""
    return MONTHS // series.every


def month_of(day: date) -> int:
    """A month as one number, so that months can be counted over the turn of a year."""
    return day.year * MONTHS + day.month - 1


def day_in(month: int, week: int, weekday: int) -> date:
    """Such as the second Thursday of a month, or with -1 the last."""
    if week == Week.LAST:
        next_month = day_in(month + 1, Week.FIRST, weekday)
        return next_month - A_WEEK
    first = date(month // MONTHS, month % MONTHS + 1, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (week - 1))


def week_of(*days: date) -> Week:
    """Which one in its month the first of these days is; the last where they all are, or where it is a fifth."""
    always_last = len(days) > 1 and all((day + A_WEEK).month != day.month for day in days)
    return Week.LAST if always_last or days[0].day > 28 else Week((days[0].day - 1) // 7 + 1)


def which(series: Series) -> str:
    """Such as "second Thursday"."""
    return f"{Week(series.week).label} {Weekday(series.weekday).label}"


def in_words(series: Series) -> str:
    """Such as "every second month, second Thursday, 2pm"."""
    clock = words.time(in_london(date(2000, 1, 1), series.begins))
    return f"{Every(series.every).label}, {which(series)}, {clock}"


def length_in_words(minutes: int) -> str:
    """Such as "2 hours", "1 hour 30 minutes", "45 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in ((hours, "hour"), (rest, "minute"))]
    return " ".join(part for part, number in zip(parts, (hours, rest), strict=True) if number)


def starts_on(series: Series, day: date, *, second: bool = False) -> datetime:
    """When the meeting of a day starts: the time of the series as London reads it. Raises NoSuchTime."""
    return in_london(day, series.begins, second=second)


def end_of(series: Series, starts_at: datetime) -> datetime:
    """So many real minutes later, also on the night on which the clocks change."""
    return starts_at.astimezone(UTC) + timedelta(minutes=series.minutes)
