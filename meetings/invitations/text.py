"""What a mail tells one person's calendar about one meeting: one event, one attendee, and what is asked (RFC 5546)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from look.ical import as_bytes, escape, parameter, uri, utc

from .. import calendars
from ..models import Meeting, Rsvp
from ..words import Choice, Method, Mode, Place, Status

OF_A_PERSON = ("UID", "SEQUENCE", "DTSTAMP", "DESCRIPTION")


@dataclass(frozen=True)
class Attendee:
    """The one person who is told: under which address, answering to which, how they stand, and where they say so."""

    name: str
    address: str
    organizer: str
    partstat: str
    answer_at: str
    holds_place: bool = False


def partstat(rsvp: Rsvp | None) -> str:
    """How somebody's calendar shows them: coming only with a place; who waits for one may come yet."""
    if rsvp is None or rsvp.confirm_by:
        return "NEEDS-ACTION"
    if rsvp.choice == Choice.NO:
        return "DECLINED"
    return "TENTATIVE" if rsvp.place == Place.NONE else "ACCEPTED"


class Entry:
    """One meeting as calendars are told of it; what all read alike is written once."""

    def __init__(self, meeting: Meeting, method: str) -> None:
        self.meeting, self.method = meeting, method
        self.shared = {holds: self.common(holds) for holds in (False, True)}

    def common(self, holds_place: bool) -> str:
        """All but what differs from person to person, without its end."""
        properties = calendars.properties(self.meeting, self.join_link(holds_place))
        if self.is_off:
            properties |= {"STATUS": "CANCELLED", "SUMMARY": escape(f"CANCELLED: {self.meeting.title}")}
        lines = (f"{name}:{value}" for name, value in properties.items() if name not in OF_A_PERSON)
        whole = calendars.calendar(["BEGIN:VEVENT", *lines], method=self.method).decode()
        return whole.removesuffix("END:VCALENDAR\r\n")

    @property
    def is_off(self) -> bool:
        """Taken back from one person or cancelled for all: to a calendar it is the same (cal-B5)."""
        return self.method == Method.CANCEL

    @property
    def answer_is_asked(self) -> str:
        """Gnus has buttons under whatever asks for an answer, a cancellation too."""
        return "FALSE" if self.is_off else "TRUE"

    def join_link(self, holds_place: bool) -> str:
        """The link to join is for those alone who hold a place."""
        online = self.meeting.mode != Mode.ROOM and self.meeting.status == Status.PUBLISHED and not self.is_off
        return self.meeting.join_link if online and holds_place else ""

    def to(self, attendee: Attendee, uid: str, sequence: int, stamp: datetime) -> str:
        """The whole calendar for one person (cal-I1)."""
        own = [
            f"UID:{uid}",
            f"SEQUENCE:{sequence}",
            f"DTSTAMP:{utc(stamp)}",
            f"DESCRIPTION:{escape(self.description(attendee))}",
            f"ORGANIZER;CN={parameter(settings.NETWORK_NAME)}:mailto:{uri(attendee.organizer)}",
            f"ATTENDEE;CN={parameter(attendee.name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
            f"PARTSTAT={attendee.partstat};RSVP={self.answer_is_asked}:mailto:{uri(attendee.address)}",
            *("END:VEVENT", "END:VCALENDAR"),
        ]
        return self.shared[attendee.holds_place] + as_bytes(own).decode()

    def description(self, attendee: Attendee) -> str:
        if self.is_off:
            why = self.meeting.cancelled_why if self.meeting.status == Status.CANCELLED else ""
            return f"Cancelled: {why}" if why else "This meeting was taken out of your calendar."
        return calendars.description(self.meeting, self.join_link(attendee.holds_place), attendee.answer_at)
