"""Taps at the door: they may arrive late, twice and from several phones; of each person the last tap wins."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from . import expected, places
from .attendance import Refusal, Refused, change_number, refusal
from .attendance.marking import put, remove
from .attendance.states import Person, person, person_of
from .expected import Expected, Heading
from .models import AttendanceChange, DoorPage, Meeting
from .words import Presence, Source

if TYPE_CHECKING:
    from accounts.models import User

OFF = "off"
MODES = (*Presence.values, OFF)
LONGEST_AGO = timedelta(days=1)
UNKNOWN = "Nobody on this list has this name. Load the page again."


class Tap(NamedTuple):
    """Somebody's name was pressed, some time ago by the clock of the phone: they are here, online, or not."""

    key: str
    mode: str
    ago: timedelta = timedelta()


class Page(NamedTuple):
    """An open page sends its taps in numbered batches, each with everything that it does not know to have arrived."""

    name: str
    number: int


@transaction.atomic
def receive(
    meeting: Meeting, taps: Sequence[Tap], by: "User", now: datetime, page: Page | None = None
) -> dict[str, str]:
    """Write down what was tapped, each as of when it was tapped; say of whom it could not be written down, and why.

    A batch that comes after a later one of the same page says nothing new. A tap that is older than what somebody
    else has written down of that person meanwhile changes nothing.
    """
    meeting = places.lock(meeting)
    if reason := refusal(meeting, now):
        return {tap.key: reason.label for tap in taps}
    row = DoorPage.objects.filter(meeting=meeting, page=page.name).first() if page else None
    row = row or DoorPage(meeting=meeting, page=page.name if page else "", number=0)
    if page and page.number <= row.number:
        return {}
    others = written_since(meeting, row.seen) if page else {}
    people = expected.by_key(meeting, [tap.key for tap in taps], now)
    said = [(tap.key, write(meeting, people.get(tap.key), tap, others, by, now)) for tap in taps]
    if page:
        row.number, row.seen = page.number, change_number(meeting)
        row.save()
    return {key: why for key, why in said if why}


def written_since(meeting: Meeting, seen: int) -> dict[Person, datetime]:
    """When each person was last written down by others: all that a page wrote itself it had seen."""
    changes = AttendanceChange.objects.filter(meeting=meeting, pk__gt=seen).order_by("at")
    return {person_of(change): change.at for change in changes}


def write(
    meeting: Meeting, one: Expected | None, tap: Tap, others: dict[Person, datetime], by: "User", now: datetime
) -> str:
    """Write one tap down; say why not, in words, if it cannot be. Nobody comes in once the meeting has ended."""
    when = now - min(max(tap.ago, timedelta()), LONGEST_AGO)
    if one is None:
        return UNKNOWN
    if when < others.get(person(one.who), when):
        return ""
    try:
        if tap.mode == OFF:
            remove(meeting, one.who, Source.DOOR, by, when)
        elif when > meeting.ends_at:
            raise Refused(Refusal.ENDED)
        elif reason := refusal(meeting, when):
            raise Refused(reason)
        else:
            put(meeting, one.who, tap.mode, None, Source.DOOR, by, when)
    except Refused as refused:
        return str(refused)
    return ""


class Group(NamedTuple):
    """Names under one heading, open or folded."""

    title: str
    people: list[Expected]
    folded: bool


class List(NamedTuple):
    """One way of being there: whom it is expected of first, then everybody else; `here` of `of` are there."""

    mode: str
    label: str
    here: int
    of: int
    groups: list[Group]


TITLES = {Presence.ROOM: "In the room", Presence.ONLINE: "Joined online"}


def lists(people: Sequence[Expected], modes: Iterable[str]) -> list[List]:
    """The names as the door shows them, once for each way of being there."""
    return [list_of(people, Presence(mode)) for mode in modes]


def list_of(people: Sequence[Expected], mode: Presence) -> List:
    here = {each.key for each in people if each.state and each.state.mode == mode}
    announced = {each.key for each in people if each.heading == mode}
    others = Heading.ONLINE if mode == Presence.ROOM else Heading.ROOM
    parts = [
        Group(Heading(mode).label, [each for each in people if each.heading == mode], folded=False),
        Group("Waiting or maybe", under(people, Heading.WAITING, Heading.MAYBE), folded=True),
        Group(
            f"Expected {'online' if others == Heading.ONLINE else 'in the room'}", under(people, others), folded=True
        ),
        Group("Said no, or not announced", under(people, Heading.NO, Heading.OTHER), folded=True),
    ]
    return List(mode, TITLES[mode], len(here), len(here | announced), [part for part in parts if part.people])


def under(people: Iterable[Expected], *headings: str) -> list[Expected]:
    return [each for each in people if each.heading in headings]
