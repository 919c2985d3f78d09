"""The pages about one meeting that coordinators open from its row: apps above this one add theirs in `ready()`."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

from .models import Meeting


class Part(IntEnum):
    """Of the cycle of a meeting, in the order of time; `BESIDE` is of no time."""

    BEFORE = 1
    THAT_DAY = 2
    AFTERWARDS = 3
    BESIDE = 4


class Page(NamedTuple):
    """A button above a meeting on the desk; `is_next` where it is what the meeting asks for now."""

    label: str
    href: str
    part: Part = Part.BESIDE
    is_next: bool = False


# Each is asked for every meeting, and gives None where it makes no sense.
on_desk: list[Callable[[Meeting, datetime], Page | None]] = []


def pages(meeting: Meeting, now: datetime) -> list[Page]:
    """The further pages of this meeting in the order of its cycle, and within a part as they were added."""
    return sorted((found for page in on_desk if (found := page(meeting, now))), key=lambda page: page.part)
