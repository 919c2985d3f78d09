"""The pages about one meeting that coordinators open from its row: apps above this one add theirs in `ready()`."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from .models import Meeting


class Page(NamedTuple):
    """A button above a meeting on the desk."""

    label: str
    href: str


# Each is asked for every meeting, and gives None where it makes no sense.
on_desk: list[Callable[[Meeting, datetime], Page | None]] = []


def pages(meeting: Meeting, now: datetime) -> list[Page]:
    """The further pages of this meeting, in the order in which they were added."""
    return [found for page in on_desk if (found := page(meeting, now))]
