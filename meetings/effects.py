"""What will happen: a deed is done, counted, and taken back, so that what a page promises is what the deed does."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from outbox.models import Message

from . import clashes, messages
from .models import Meeting, Rsvp
from .words import Choice, Status

# A change of these is checked against bank holidays and other meetings; so is an announcement.
TELLING = ("starts_at", "ends_at", "venue_id", "status")
# An entry in somebody's calendar follows a change of these (cal-M3, cal-M4).
OF_THE_ENTRY = ("uid", "sequence", "status")
IN_CALENDARS = (Choice.ROOM, Choice.ONLINE, Choice.MAYBE)
# What each message tells its reader, as a page counts them; all the others are counted as one.
TELLS = {
    "meetings/meeting_published": "that the meeting is announced",
    "meetings/meeting_moved": "that the meeting has changed",
    "meetings/join_link_changed": "with the new link to join",
    "meetings/meeting_cancelled": "that the meeting is cancelled",
    "meetings/invitation_taken_back": "that the meeting is off, to people who were invited and have not said yes",
    "meetings/poll_opened": "with the question which dates suit",
    "meetings/poll_decided": "with the date that was chosen, and the answer that was kept",
    "meetings/guest_moved": "to guests",
    "meetings/guest_cancelled": "to guests",
    "meetings/moved_up": "to people who move up from the waiting list",
}
OTHERS = "with other news about the meeting"


@dataclass(frozen=True)
class Effects:
    """How many messages of each name leave, whose calendars change, who is asked again, and what speaks against it."""

    messages: Mapping[str, int]
    calendars: int
    asked_again: int
    clashes: list[str]

    @property
    def total(self) -> int:
        return sum(self.messages.values())

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How many messages tell what, in words."""
        counted: Counter[str] = Counter()
        for name, count in self.messages.items():
            counted[TELLS.get(name, OTHERS)] += count
        return list(counted.items())

    @property
    def seal(self) -> str:
        """What somebody saw when they said yes to it: other effects are shown again first."""
        return "-".join(map(str, (self.total, self.calendars, self.asked_again, len(self.clashes))))

    def __bool__(self) -> bool:
        return bool(self.total or self.calendars or self.asked_again or self.clashes)


@dataclass(frozen=True)
class Done:
    """What stands in the database after a deed that is about to be taken back."""

    meetings: list[Meeting]
    messages: Counter[str]
    confirming: dict[int, Any]


def foresee(deed: Callable[[], Iterable[Meeting]], now: datetime) -> Effects:
    """Do a deed, count what it does to people, and take it back. Raises what the deed raises."""
    with transaction.atomic():
        after = look_at(list(deed()), now)
        transaction.set_rollback(True)
    before = Meeting.objects.in_bulk([meeting.pk for meeting in after.meetings])
    return Effects(
        messages=after.messages,
        calendars=sum(calendars(before.get(meeting.pk), meeting) for meeting in after.meetings),
        asked_again=asked_again(after.confirming),
        clashes=[found for meeting in after.meetings for found in against(before.get(meeting.pk), meeting)],
    )


def written(meetings: Iterable[Meeting], now: datetime) -> Counter[str]:
    """How many messages of each name were written about these meetings at this very moment."""
    found = Message.objects.filter(created_at=now, about__in=[messages.about(meeting) for meeting in meetings])
    return Counter(found.values_list("name", flat=True))


def look_at(meetings: list[Meeting], now: datetime) -> Done:
    asked = Rsvp.objects.filter(meeting__in=meetings).exclude(confirm_by=None)
    return Done(meetings, written(meetings, now), dict(asked.values_list("pk", "confirm_by")))


def calendars(before: Meeting | None, after: Meeting) -> int:
    """In how many people's calendars the entry of this meeting changes or goes."""
    if before is None or not differs(before, after, OF_THE_ENTRY):
        return 0
    answered = before.rsvps.filter(choice__in=IN_CALENDARS).values_list("member", flat=True)
    return len({*answered, *before.invitations.live().values_list("member", flat=True)})


def asked_again(confirming: Mapping[int, Any]) -> int:
    """Count those whose yes stands unconfirmed by the deed; it is taken back by now."""
    before = dict(Rsvp.objects.filter(pk__in=confirming).values_list("pk", "confirm_by"))
    return sum(before.get(pk) != confirm_by for pk, confirm_by in confirming.items())


def against(before: Meeting | None, after: Meeting) -> list[str]:
    """What speaks against the time and place that the deed gives to a meeting, once people hear of it."""
    if after.status != Status.PUBLISHED or (before and not differs(before, after, TELLING)):
        return []
    return clashes.of(after.starts_at, after.ends_at, after.venue, beside=after)


def differs(before: Meeting, after: Meeting, fields: Iterable[str]) -> bool:
    return any(getattr(before, field) != getattr(after, field) for field in fields)
