"""What a calendar program says that it has read: the same facts, written the same way, whichever program it was."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Seen(NamedTuple):
    """One entry as a person sees it; times are those of a clock in London."""

    uid: str
    title: str
    starts: str
    ends: str
    status: str
    sequence: int

    def known_to(self, fields: Iterable[str]) -> tuple[str | int, ...]:
        return tuple(getattr(self, field) for field in fields)


def in_london(moment: datetime | str) -> str:
    """A moment as a clock in London shows it; programs hand it over in ISO 8601 with its offset."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{moment.astimezone(LONDON):%Y-%m-%d %H:%M}"


def side_by_side(entries: Iterable[Seen], fields: Iterable[str] = Seen._fields) -> list[tuple[str | int, ...]]:
    """Entries in an order of their own, as far as a program knows their facts."""
    fields = tuple(fields)
    return sorted(entry.known_to(fields) for entry in entries)
