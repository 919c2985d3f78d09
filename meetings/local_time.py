"""Times as people in London write them. Each spring one hour does not exist, each autumn one comes twice (cal-M5)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NoSuchTime(ValueError):
    """The clocks go forward over this time: nobody will ever read it."""


def in_london(day: date, clock: time, *, second: bool = False) -> datetime:
    """The moment of a day and time in London; of an hour that comes twice the first, or the `second`.

    Raises NoSuchTime.
    """
    moment = datetime.combine(day, clock, LONDON).replace(fold=int(second))
    if moment.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise NoSuchTime(f"{moment:%Y-%m-%d %H:%M}")
    return moment


def comes_twice(day: date, clock: time) -> bool:
    """Say whether the clocks show this time twice on that day: summer time ends that night."""
    try:
        return in_london(day, clock).utcoffset() != in_london(day, clock, second=True).utcoffset()
    except NoSuchTime:
        return False
