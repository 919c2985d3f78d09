"""A meeting as iCalendar text, in bytes that Outlook, Google and Apple read alike (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from look import ical
from look.ical import escape, uri, utc

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
    return calendar(ical.event(properties(meeting, join_link)))


def calendar(entries: Iterable[str], *, method: str = "", head: Iterable[str] = ()) -> bytes:
    """Entries as a whole calendar, with what else its `head` says, and our one time zone (cal-B4)."""
    return ical.calendar(settings.NETWORK_NAME, "Meetings", [*head, *VTIMEZONE, *entries], method=method)


def properties(meeting: Meeting, join_link: str) -> dict[str, str]:
    """What every calendar is told of a meeting: one UID for life, dated by its last change and never by now."""
    changed, address = utc(meeting.changed_at), address_of(meeting)
    return {
        "UID": meeting.uid,
        "SEQUENCE": str(meeting.sequence),
        "DTSTAMP": changed,
        "LAST-MODIFIED": changed,
        **times(meeting),
        "STATUS": STATUS[Status(meeting.status)],
        "SUMMARY": escape(summary(meeting)),
        "LOCATION": escape(location(meeting, join_link)),
        "DESCRIPTION": escape(description(meeting, join_link, address)),
        "URL": address,
        **({"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join online": uri(join_link)} if join_link else {}),
    }


def times(meeting: Meeting) -> dict[str, str]:
    """From when to when, in London (cal-B2)."""
    return dict([timed("DTSTART", meeting.starts_at), timed("DTEND", meeting.ends_at)])


def timed(name: str, moment: datetime) -> tuple[str, str]:
    """A time in its zone; of an hour that comes twice a zone means the first (RFC 5545 §3.3.5), so UTC the second."""
    local = timezone.localtime(moment, LONDON)
    return (name, utc(moment)) if local.fold else (f"{name};TZID=Europe/London", f"{local:%Y%m%dT%H%M%S}")


def address_of(meeting: Meeting) -> str:
    return settings.PUBLIC_ADDRESS.rstrip("/") + meeting.get_absolute_url()


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
