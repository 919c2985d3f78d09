"""Calendar parts on messages: which reader's calendar is told, as what, and that it was."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from members.models.member import MemberQuerySet
from outbox.models import Message

from .. import links
from ..models import Invitation, Meeting, Rsvp
from ..words import CalendarBy, Choice, Method, Place
from .holding import told
from .text import Attendee, Entry, partstat

SOME_NAME = "0-0-name"
BY_MAIL = (CalendarBy.INVITATIONS, CalendarBy.BOTH)


class Reader(NamedTuple):
    """Whom a message is for, as one question finds them."""

    member: int
    user: int | None
    address: str
    generation: int | None
    calendar_by: str | None
    name: str

    @property
    def by_mail(self) -> bool:
        """Whether meetings come into their calendar by mail; so it is until they choose something else."""
        return self.calendar_by is None or self.calendar_by in BY_MAIL


OF_A_READER = (
    *("pk", "user_id", "user__email"),
    *("preferences__links_generation", "preferences__calendar_by", "name"),
)


class Part(NamedTuple):
    """A calendar for one message, and what is written down of it."""

    sender: str
    calendar: str
    row: dict[str, Any]

    def on(self, message: Message) -> Invitation:
        return Invitation(message=message, **self.row)


class Calendars:
    """The calendar parts of messages about one meeting; the questions are the same for one reader and for thousands."""

    def __init__(
        self,
        meeting: Meeting,
        members: MemberQuerySet | Iterable[int],
        now: datetime,
        method: str = Method.REQUEST,
        uid: str = "",
    ) -> None:
        self.meeting, self.now, self.method, self.uid = meeting, now, method, uid or meeting.uid
        self.entry = Entry(meeting, method)
        self.told = told(self.uid, members)
        self.answers = {rsvp.member_id: rsvp for rsvp in Rsvp.objects.filter(meeting=meeting, member__in=members)}

    def part(self, reader: Reader) -> Part | None:
        """What the calendar of this reader is told, or None: it is told nothing, or knows nothing to be taken back."""
        known, rsvp = self.told.get(reader.member), self.answers.get(reader.member)
        is_live = known is not None and reader.address in known.live
        says_no = rsvp is not None and rsvp.choice == Choice.NO
        if not (is_live or (self.method == Method.REQUEST and reader.by_mail and not says_no)):
            return None
        organizer = known.organizer if known else organizer_for(self.meeting, reader)
        stamp = max(self.now, known.last + timedelta(seconds=1)) if known else self.now
        attendee = Attendee(
            name=reader.name,
            address=reader.address,
            organizer=organizer,
            partstat=partstat(rsvp),
            answer_at=answer_address(self.meeting, reader),
            holds_place=rsvp is not None and rsvp.place != Place.NONE,
        )
        sequence = self.meeting.sequence if self.uid == self.meeting.uid else known.sequence + 1 if known else 0
        row = {"meeting": self.meeting, "member_id": reader.member, "uid": self.uid, "organizer": organizer}
        row |= {"recipient": reader.address, "sequence": sequence, "method": self.method, "at": stamp}
        return Part(organizer, self.entry.to(attendee, self.uid, sequence, stamp), row)


def organizer_for(meeting: Meeting, reader: Reader) -> str:
    """The address of ours to which this person's calendar answers for this meeting, and nobody else's (cal-I3)."""
    name = links.name(links.REPLY, meeting.pk, reader.member, reader.generation or 0)
    return "{0}+{name}@{2}".format(*parts_of(settings.REPLY_ADDRESS), name=name)


def answer_address(meeting: Meeting, reader: Reader) -> str:
    """Where this person answers without signing in."""
    name = links.name(links.ANSWER, meeting.pk, reader.member, reader.generation or 0)
    return settings.PUBLIC_ADDRESS.rstrip("/") + answer_path().replace(SOME_NAME, name)


@cache
def parts_of(address: str) -> tuple[str, str, str]:
    return parseaddr(address)[1].rpartition("@")


@cache
def answer_path() -> str:
    """Where answers are given, for whatever name; asked of the table of addresses once, not for thousands."""
    return reverse("meetings:tap", args=[SOME_NAME])
