"""A programme read line by line: when, and what."""

import re
from dataclasses import dataclass

CLOCK = r"(?:\d{1,2}[:.]\d{2}\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|midday|noon)"
TIMED = re.compile(rf"^({CLOCK}(?:\s?(?:-|–|to)\s?{CLOCK})?)\s*[-–—:]?\s+(\S.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One line of a programme, with its time if it begins with one."""

    time: str
    text: str


def timetable(programme: str) -> list[Item]:
    """Read a programme line by line: "2.15pm Case presentation" becomes a time and what happens then."""
    lines = [line.strip() for line in programme.splitlines() if line.strip()]
    return [Item(*found.groups()) if (found := TIMED.match(line)) else Item("", line) for line in lines]
