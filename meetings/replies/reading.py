"""Find the METHOD:REPLY in a mail, wherever in it, and read it with limits (cal-I7)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import Message as Email
from typing import Any

from icalendar import Calendar, Event

from outbox.inbox.mail import ADDRESS, ParsedMail, clean, text

CALENDAR_TYPES = ("text/calendar", "application/ics", "text/x-vcalendar", "application/calendar")
UNNAMED_TYPES = ("application/octet-stream", "text/plain", "application/x-unknown")
LARGEST, LINES, COMPONENTS, DEPTH, CALENDARS = 256 * 1024, 5000, 50, 8, 10
FOLD = re.compile(r"\r?\n[ \t]")
EDGE = re.compile(r"^(BEGIN|END):", re.IGNORECASE | re.MULTILINE)
HIGHEST = 2**31 - 1


class Unreadable(Exception):
    """A calendar in the mail cannot be read."""


@dataclass(frozen=True)
class Said:
    """What one person's calendar answered about one entry."""

    uid: str
    attendee: str
    partstat: str
    sequence: int | None
    stamp: datetime | None
    of_a_series: bool = False


def replies(mail: ParsedMail) -> list[Said]:
    """Each different answer in the mail; the same one twice, as text and attached, is one. Raises Unreadable."""
    found: dict[Said, None] = {}
    for part in [part for part in mail.parts() if is_calendar(part)][:CALENDARS]:
        for said in in_calendar(text(part), str(part.get_param("method", "") or "")):
            found.setdefault(said)
    return list(found)


def is_calendar(part: Email) -> bool:
    kind = part.get_content_type()
    if kind in CALENDAR_TYPES:
        return True
    name = clean(str(part.get_param("name", "") or "") + str(part.get("Content-Disposition", "") or ""))[:1000]
    return kind in UNNAMED_TYPES and ".ics" in name.lower()


def in_calendar(written: str, method: str) -> Iterator[Said]:
    """The answers in one iCalendar text; `method` is what its MIME part says, for a text that says none itself."""
    refuse_too_much(written)
    try:
        calendars = Calendar.from_ical(clean(written), multiple=True)
    except Exception as error:  # a library's parser: whatever it raises, the text is not one that we read
        raise Unreadable(type(error).__name__) from error
    for calendar in calendars[:CALENDARS]:
        if isinstance(calendar, Calendar) and one(calendar, "METHOD", method).upper() == "REPLY":
            yield from in_events(calendar)


def in_events(calendar: Calendar) -> Iterator[Said]:
    for event in calendar.subcomponents[:COMPONENTS]:
        if isinstance(event, Event):
            for attendee in many(event, "ATTENDEE")[:COMPONENTS]:
                yield Said(
                    uid=one(event, "UID")[:255],
                    attendee=address(attendee),
                    partstat=str(getattr(attendee, "params", {}).get("PARTSTAT", "NEEDS-ACTION")).upper()[:20],
                    sequence=number(one(event, "SEQUENCE")),
                    stamp=moment(event),
                    of_a_series="RECURRENCE-ID" in event,
                )


def refuse_too_much(written: str) -> None:
    """Raises Unreadable for more than any calendar program sends with an answer."""
    edges = [found.upper() for found in EDGE.findall(FOLD.sub("", written[: LARGEST + 1]))]
    depth = deepest = 0
    for edge in edges:
        depth += 1 if edge == "BEGIN" else -1
        deepest = max(deepest, depth)
    if len(written) > LARGEST or written.count("\n") > LINES or len(edges) > 2 * COMPONENTS or deepest > DEPTH:
        raise Unreadable("it is too large")


def many(event: Event, name: str) -> list[Any]:
    found = event.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def one(component: Any, name: str, otherwise: str = "") -> str:
    """The one value of a property, on one line."""
    found = many(component, name)
    return " ".join(str(found[0]).split()) if found else otherwise.strip()


def address(value: object) -> str:
    """The address of an attendee in small letters; empty if it is none."""
    found = re.sub(r"^mailto:", "", str(value).strip(), flags=re.IGNORECASE).strip().lower()
    return found if ADDRESS.fullmatch(found) and len(found) <= 254 else ""


def number(value: str) -> int | None:
    return min(int(value), HIGHEST) if re.fullmatch(r"[0-9]{1,12}", value) else None


def moment(event: Event) -> datetime | None:
    """DTSTAMP, in UTC as the standard has it."""
    try:
        found = getattr(many(event, "DTSTAMP")[0], "dt", None)
        if isinstance(found, datetime):
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        return datetime(found.year, found.month, found.day, tzinfo=UTC) if isinstance(found, date) else None
    except (IndexError, ValueError, OverflowError, TypeError):
        return None
