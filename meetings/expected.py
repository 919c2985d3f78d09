"""Everybody whom the door may meet: who answered, guests, and whoever was written down without either."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from members.family_names import by_family_name
from members.models import Member

from . import needs, taking_part, who_comes
from .attendance.states import Person, State, on_the_list, person, person_of
from .models import AttendanceChange, Guest, Meeting, Rsvp
from .words import Choice, Mode, Place, Presence


class Heading(models.TextChoices):
    """Under which heading somebody stands."""

    ROOM = "room", "In the room"
    ONLINE = "online", "Online"
    WAITING = "waiting", "Waiting for a place"
    MAYBE = "maybe", "Maybe"
    OTHER = "other", "Not announced"
    NO = "no", "Said no"


ANNOUNCED = (Heading.ROOM, Heading.ONLINE)


@dataclass(frozen=True)
class Expected:
    """One person, with a key that a page may send back, and whether they stand on the list of attendance."""

    key: str
    who: Member | str
    name: str
    heading: str
    mode: str
    state: State | None = None
    guest_of: str = ""


def everybody(meeting: Meeting) -> list[Expected]:
    """Everybody whom a page about attendance names, by family name; three queries however many they are."""
    changes = list(AttendanceChange.objects.filter(meeting=meeting).select_related("member").order_by("pk"))
    there, found = on_the_list(changes), dict[Person, Expected]()
    for rsvp in meeting.rsvps.select_related("member"):
        add(found, of_member(meeting, rsvp.member, heading(rsvp), rsvp.choice), there)
    for guest, name in named(meeting.guests.expected().select_related("sponsor")):
        mode = Presence.ONLINE if guest.place == Place.ONLINE else Presence.ROOM
        add(found, Expected(f"g-{guest.pk}", name, name, guest.place, mode, guest_of=guest.sponsor.name), there)
    for change in changes:
        if person_of(change) not in found:
            add(found, of_change(meeting, change), there)
    return sorted(found.values(), key=lambda each: (by_family_name(each.name), each.name, each.key))


def add(found: dict[Person, Expected], one: Expected, there: dict[Person, State]) -> None:
    who = person(one.who)
    found[who] = Expected(**{**vars(one), "state": there.get(who)})


def of_member(meeting: Meeting, member: Member, heading: str = Heading.OTHER, choice: str = "") -> Expected:
    online = meeting.mode == Mode.ONLINE or (choice == Choice.ONLINE and meeting.mode != Mode.ROOM)
    mode = Presence.ONLINE if online or heading == Heading.ONLINE else Presence.ROOM
    return Expected(f"m-{member.public_id}", member, member.name, heading, mode)


def of_change(meeting: Meeting, change: AttendanceChange) -> Expected:
    """Somebody who was written down without having answered: a member, or a newcomer by name."""
    if change.member:
        return of_member(meeting, change.member)
    return Expected(f"n-{change.pk}", change.name, change.name, Heading.OTHER, change.mode or Presence.ROOM)


def heading(rsvp: Rsvp) -> str:
    if rsvp.place != Place.NONE:
        return Heading.ROOM if rsvp.place == Place.ROOM else Heading.ONLINE
    if rsvp.turn is not None:
        return Heading.WAITING
    return Heading.MAYBE if rsvp.choice == Choice.MAYBE else Heading.NO


def named(guests: Iterable[Guest]) -> list[tuple[Guest, str]]:
    """Guests with names that tell two of the same name apart: each is one line on the list."""
    listed, taken, found = list(guests), set(), []
    for guest in listed:
        name = guest.name if person(guest.name) not in taken else f"{guest.name} (guest of {guest.sponsor})"[:120]
        taken.add(person(name))
        found.append((guest, name))
    return found


def by_key(meeting: Meeting, keys: Iterable[str], now: datetime) -> dict[str, Expected]:
    """The people behind these keys: those whom the pages name, and members who may take part."""
    wanted = set(keys)
    found = {each.key: each for each in everybody(meeting) if each.key in wanted}
    ids = [key.removeprefix("m-") for key in wanted - found.keys() if key.startswith("m-")]
    if ids:
        for member in taking_part.may(meeting, timezone.localdate(now)).filter(public_id__in=ids):
            found[f"m-{member.public_id}"] = of_member(meeting, member)
    return found


def find(meeting: Meeting, words: str, now: datetime, known: Iterable[str]) -> list[Expected]:
    """Members who may take part, by a part of their name, besides those whom the page names already."""
    keys = set(known)
    found = [of_member(meeting, member) for member in who_comes.find(meeting, words, now)]
    return [each for each in found if each.key not in keys]


def in_words(state: State | None) -> str:
    """Say how somebody stands on the list: "in the room, 120 minutes"."""
    if state is None:
        return "not there"
    unit = "minute" if state.minutes == 1 else "minutes"
    return f"{Presence(state.mode).label.lower()}, {state.minutes} {unit}"


def state_of(change: AttendanceChange) -> State | None:
    return None if change.minutes is None else State(change.mode, change.minutes)


def marked(meeting: Meeting, people: Iterable[Expected]) -> set[str]:
    """The keys of those who need something: that, and never what."""
    needing = needs.marked(meeting)
    return {each.key for each in people if isinstance(each.who, Member) and each.who.pk in needing}
