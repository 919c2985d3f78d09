"""A calendar program for the demonstration: it shows what a message tells a calendar, and answers as Outlook would."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings
from icalendar import Calendar

from look import ical
from outbox import inbox
from outbox.models import Incoming

SAYS = {
    "REQUEST": "Your calendar takes this meeting in, or changes it, and shows these buttons",
    "CANCEL": "Your calendar strikes this meeting out",
}
ANSWERS = {"ACCEPTED": "Accept", "TENTATIVE": "Tentative", "DECLINED": "Decline"}
KNOWN = {"ACCEPTED": "accepted", "TENTATIVE": "maybe", "DECLINED": "declined", "NEEDS-ACTION": "not answered yet"}


@dataclass(frozen=True)
class Entry:
    """One meeting as a calendar program reads it from a message."""

    method: str
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    where: str
    sequence: int
    partstat: str
    organizer: str
    attendee: str
    text: str

    @property
    def says(self) -> str:
        return SAYS.get(self.method, "Your calendar takes note of this meeting")

    @property
    def known(self) -> str:
        return KNOWN.get(self.partstat, self.partstat.lower())

    @property
    def answers(self) -> dict[str, str]:
        """Only an invitation can be answered."""
        return ANSWERS if self.method == "REQUEST" else {}


def read(text: str) -> Entry:
    """The first meeting of iCalendar text with a METHOD."""
    whole: Any = Calendar.from_ical(text)
    event: Any = whole.walk("VEVENT")[0]
    attendee = event.get("ATTENDEE")
    return Entry(
        method=str(whole.get("METHOD")),
        uid=str(event["UID"]),
        title=str(event["SUMMARY"]),
        starts_at=event["DTSTART"].dt,
        ends_at=event["DTEND"].dt,
        where=str(event.get("LOCATION", "")),
        sequence=int(event.get("SEQUENCE", 0)),
        partstat=str(attendee.params.get("PARTSTAT", "")) if attendee is not None else "",
        organizer=plain(event.get("ORGANIZER", "")),
        attendee=plain(attendee or ""),
        text=text.replace("\r\n", "\n"),
    )


def plain(address: str) -> str:
    return str(address).removeprefix("mailto:").removeprefix("MAILTO:")


def answer(entry: Entry, partstat: str, now: datetime, *, sender: str = "") -> Incoming:
    """Send what a calendar program sends when somebody presses one of its buttons; it arrives at once.

    From another `sender` it goes to the address that everybody knows, and shows in no way who sent it.
    """
    to = settings.REPLY_ADDRESS if sender else entry.organizer
    properties = {
        "UID": entry.uid,
        "DTSTAMP": ical.utc(now),
        "DTSTART": ical.utc(entry.starts_at),
        "DTEND": ical.utc(entry.ends_at),
        "SEQUENCE": str(entry.sequence),
        "SUMMARY": ical.escape(entry.title),
        "ORGANIZER": f"mailto:{entry.organizer}",
        f"ATTENDEE;PARTSTAT={partstat}": f"mailto:{entry.attendee}",
    }
    email = EmailMessage()
    email["From"], email["To"] = sender or entry.attendee, to
    email["Subject"] = f"{ANSWERS[partstat]}: {entry.title}"
    email["Date"] = now.astimezone(UTC)
    email.set_content("")
    email.add_alternative(
        ical.calendar("Demonstration", "calendar", ical.event(properties), method="REPLY").decode(),
        subtype="calendar",
        params={"method": "REPLY"},
    )
    email.set_boundary("calendar")
    return inbox.take(email.as_bytes(), to, now)
