"""A meeting as iCalendar text, in bytes that Outlook, Google and Apple read alike (RFC 5545)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from look.ical import as_bytes, escape, uri, utc

from .models import Meeting
from .words import Mode, Status

LONDON = ZoneInfo("Europe/London")
# Constant: generated zones have shown every winter meeting an hour early (cal-B2, cal-B3).
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".splitlines()
STATUS = {Status.DRAFT: "TENTATIVE", Status.PUBLISHED: "CONFIRMED", Status.CANCELLED: "CANCELLED"}


def one(meeting: Meeting, join_link: str = "") -> bytes:
    """One meeting as a calendar of its own; `join_link` only for someone who holds a place."""
    name = settings.NETWORK_NAME
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escape(name)}//Meetings//EN", "CALSCALE:GREGORIAN"]
    lines += [*VTIMEZONE, *event(meeting, join_link), "END:VCALENDAR"]
    return as_bytes(lines)


def event(meeting: Meeting, join_link: str) -> list[str]:
    """The VEVENT: one for each meeting, under one UID for life, dated by its last change and never by now."""
    changed = utc(meeting.changed_at)
    address = settings.PUBLIC_ADDRESS.rstrip("/") + meeting.get_absolute_url()
    lines = [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{changed}",
        f"LAST-MODIFIED:{changed}",
        f"DTSTART;TZID=Europe/London:{local(meeting.starts_at)}",
        f"DTEND;TZID=Europe/London:{local(meeting.ends_at)}",
        f"STATUS:{STATUS[Status(meeting.status)]}",
        f"SUMMARY:{escape(summary(meeting))}",
        f"LOCATION:{escape(location(meeting, join_link))}",
        f"DESCRIPTION:{escape(description(meeting, join_link, address))}",
        f"URL:{address}",
    ]
    if join_link:
        lines.append(f"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join online:{uri(join_link)}")
    return [*lines, "END:VEVENT"]


def summary(meeting: Meeting) -> str:
    """The title; a cancelled meeting says so first, because some calendars know no STATUS (cal-B5)."""
    return f"CANCELLED: {meeting.title}" if meeting.status == Status.CANCELLED else meeting.title


def location(meeting: Meeting, join_link: str) -> str:
    """The room, then the link to join (cal-B6)."""
    room = str(meeting.venue) if meeting.venue and meeting.mode != Mode.ONLINE else ""
    online = join_link or ("Online" if meeting.mode != Mode.ROOM else "")
    return " / ".join(part for part in (room, online) if part)


def description(meeting: Meeting, join_link: str, address: str) -> str:
    why = f"Cancelled: {meeting.cancelled_why}" if meeting.status == Status.CANCELLED else ""
    join = f"Join online: {join_link}" if join_link else ""
    return "\n\n".join(part for part in (why, meeting.programme, join, f"Answer or change: {address}") if part)


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment, LONDON):%Y%m%dT%H%M%S}"
