"""The times of the demonstration, all counted from its today, so that the same day gives the same network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

THURSDAY = 3


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


def meeting_days(first_year: int, last_year: int) -> Iterator[date]:
    """The second Thursday of every second month, as the network meets."""
    for year in range(first_year, last_year + 1):
        for month in range(1, 13, 2):
            yield second_thursday(year, month)


def second_thursday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(THURSDAY - first.weekday()) % 7 + 7)
