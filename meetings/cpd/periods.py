"""For which days a statement is asked: a calendar year, or two or three years up to a day."""

from datetime import date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.db import models

from look import words


class Span(models.TextChoices):
    """How long registers look back."""

    YEAR = "year", "A calendar year"
    TWO_YEARS = "two", "Two years"
    THREE_YEARS = "three", "Three years"


YEARS = {Span.TWO_YEARS: 2, Span.THREE_YEARS: 3}


class Period(NamedTuple):
    """From the first to the last day, both included."""

    start: date
    end: date

    def in_words(self) -> str:
        if (self.start.month, self.start.day, self.end.month, self.end.day) == (1, 1, 12, 31):
            years = {self.start.year: None, self.end.year: None}
            return " to ".join(map(str, years))
        return f"{plain(self.start)} to {plain(self.end)}"


def plain(day: date) -> str:
    """A day without its weekday, as statements say it."""
    return words.day(day).partition(" ")[2]


def calendar_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def up_to(end: date, span: Span) -> Period:
    """So many whole years, of which this is the last day."""
    return Period(end + timedelta(days=1) - relativedelta(years=YEARS[span]), end)
