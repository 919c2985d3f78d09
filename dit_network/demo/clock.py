"""The times of the demonstration, all counted from its today, so that the same day gives the same network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count

from django.utils import timezone

THURSDAY = 3
FOUNDED = 2013  # the network met first in December 2012
BEFORE_A_MEETING = 15  # days in which people are asked and reminded


@dataclass(frozen=True)
class Clock:
    today: date

    def ago(self, days: int, hour: int = 9, minute: int = 0) -> datetime:
        """A time in the United Kingdom so many days before today."""
        return at(self.today - timedelta(days=days), hour, minute)

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def next_meeting(today: date) -> date:
    """So far ahead that whatever asks and reminds before it is still to come, so near that all of it is soon."""
    ahead = (today + timedelta(days=days) for days in count(BEFORE_A_MEETING))
    return next(day for day in ahead if day.weekday() == THURSDAY and place_in_month(day) < 3)


def meeting_days(like: date, last_year: int) -> Iterator[date]:
    """The same Thursday of every second month as this one, since the network began."""
    for year in range(FOUNDED, last_year + 1):
        for month in range(2 - like.month % 2, 13, 2):
            first = date(year, month, 1)
            yield first + timedelta(days=(THURSDAY - first.weekday()) % 7, weeks=place_in_month(like))


def place_in_month(day: date) -> int:
    """0 for the first Thursday of a month, and so on."""
    return (day.day - 1) // 7
