"""Which dates a series has still to plan, and which of them are proposed."""

from datetime import date
from itertools import dropwhile, islice

from ..clashes import AUGUST
from ..models import Series
from . import rhythm


def year_ahead(series: Series, today: date) -> list[date]:
    """The dates of the year after the last meeting that a series has, in order; a new one's begin at its first date.

    One that was left out before stands among them, to be ticked by hand; none whose month has a meeting does.
    """
    covered = months_covered(series)
    last = max(covered, default=0)
    days = dropwhile(lambda day: day < today or rhythm.month_of(day) <= last, rhythm.days(series))
    return list(islice(days, rhythm.a_year(series)))


def months_covered(series: Series) -> set[int]:
    """The months for which a series has a meeting, wherever that was moved to, cancelled ones too."""
    if series.pk is None:
        return set()
    return {rhythm.month_of(day) for day in series.meetings.values_list("series_date", flat=True) if day}


def left_out(series: Series, days: list[date]) -> set[date]:
    """The dates that are not proposed: August unless the network meets then, and what was left out before."""
    august = {day for day in days if day.month == AUGUST and not series.with_august}
    skipped = set(series.skipped.values_list("date", flat=True)) if series.pk else set()
    return august | (skipped & set(days))
