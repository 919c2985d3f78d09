"""Who comes to a meeting, as coordinators see it: by what people hold and wait for, the waiting list in its order."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.folding import fold
from members.models import Member

from . import places, taking_part
from .models import Meeting, Rsvp
from .words import Choice, Place

MOST_FOUND = 20


@dataclass(frozen=True)
class Group:
    """People under one heading; a waiting list is numbered."""

    title: str
    rows: list[Rsvp]
    numbered: bool = False


# Each heading, the place it is about, whether it is a waiting list, whom it takes. Whoever waits for the room with a
# place online meanwhile stands under both.
HEADINGS: list[tuple[str, Choice | None, bool, Callable[[Rsvp], bool]]] = [
    ("In the room", Choice.ROOM, False, lambda row: row.place == Place.ROOM),
    ("Online", Choice.ONLINE, False, lambda row: row.place == Place.ONLINE),
    ("Waiting for the room", Choice.ROOM, True, lambda row: row.turn is not None and row.choice == Choice.ROOM),
    ("Waiting online", Choice.ONLINE, True, lambda row: row.turn is not None and row.choice == Choice.ONLINE),
    ("Maybe", None, False, lambda row: row.choice == Choice.MAYBE),
    ("Not coming", None, False, lambda row: row.choice == Choice.NO),
]


def groups(meeting: Meeting) -> list[Group]:
    """Everyone who answered, under headings; a waiting list in its order, the rest by name."""
    rows = list(meeting.rsvps.select_related("member").order_by("member__name", "pk"))
    offered = (None, *places.offered(meeting))
    line = sorted(rows, key=lambda row: row.turn or 0)
    found = [
        Group(title, [row for row in (line if waits else rows) if takes(row)], numbered=waits)
        for title, choice, waits, takes in HEADINGS
        if choice in offered
    ]
    return [group for group in found if group.rows or not group.numbered]


def silent(meeting: Meeting, now: datetime) -> QuerySet[Member]:
    """Everyone who may take part and has not answered."""
    return taking_part.may(meeting, timezone.localdate(now)).exclude(pk__in=meeting.rsvps.values("member"))


def find(meeting: Meeting, words: str, now: datetime) -> list[Member]:
    """People whom a coordinator may answer for, by a part of their name."""
    if not words.strip():
        return []
    named = Q(name__icontains=words.strip()) | Q(search_text__contains=fold(words))
    people = taking_part.may(meeting, timezone.localdate(now)).filter(named)
    return list(people.order_by("name", "pk")[:MOST_FOUND])
