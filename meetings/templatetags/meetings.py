"""How meetings look: the answers as buttons, the places as a picture with its words."""

import re
from dataclasses import dataclass
from typing import Any

from django import template

from .. import places
from ..forms.answer import MEANWHILE
from ..models import Meeting, Rsvp
from ..words import Choice, Place

register = template.Library()
TIMED = re.compile(r"^(\d{1,2}(?:[:.]\d{2})?\s?(?:am|pm)?|midday|noon)\s*[-–—:]?\s+(\S.*)$", re.IGNORECASE)
MOST_SEATS = 40


@dataclass(frozen=True)
class Button:
    """One answer as a button: what it sends, what it says, a word below, whether it is the answer now."""

    value: str
    label: str
    hint: str
    pressed: bool


@register.simple_tag
def answer_buttons(meeting: Meeting, rsvp: Rsvp | None) -> list[Button]:
    """The answers that this meeting takes; a full room offers its waiting list, and a place online meanwhile."""
    said = rsvp.choice if rsvp else ""
    buttons = [
        Button(choice, choice.label, full(meeting, choice, rsvp), said == choice)
        for choice in (*places.offered(meeting), Choice.MAYBE, Choice.NO)
    ]
    if offers_meanwhile(meeting, rsvp):
        buttons.insert(1, Button(MEANWHILE, "Wait for the room", "online meanwhile", False))
    return buttons


def full(meeting: Meeting, choice: Choice, rsvp: Rsvp | None) -> str:
    """A word below a button whose places are taken."""
    if choice not in places.offered(meeting) or places.free(meeting, choice) or (rsvp and rsvp.place == choice):
        return ""
    return "full, you wait" if rsvp and rsvp.choice == choice else "full, waiting list"


def offers_meanwhile(meeting: Meeting, rsvp: Rsvp | None) -> bool:
    """Waiting for a full room with a place online is for whoever holds none, while there is one."""
    if Choice.ROOM not in places.offered(meeting) or places.free(meeting, Choice.ROOM):
        return False
    return places.free(meeting, Choice.ONLINE) and (rsvp is None or rsvp.place == Place.NONE)


@register.inclusion_tag("meetings/places.html")
def places_picture(meeting: Meeting) -> dict[str, Any]:
    """Draw the places in the room seat by seat, or as a bar when they are many; the words say the same."""
    taken, capacity = meeting.room_taken, meeting.room_capacity
    seats = [number < taken for number in range(capacity)] if capacity <= MOST_SEATS else []
    return {
        "meeting": meeting,
        "in_room": Choice.ROOM in places.offered(meeting),
        "is_online": Choice.ONLINE in places.offered(meeting),
        "free": capacity - taken,
        "seats": seats,
        "width": len(seats) * 20,
        "percent": 100 * taken // capacity if capacity else 0,
    }


@dataclass(frozen=True)
class Item:
    """One line of a programme, with its time if it begins with one."""

    time: str
    text: str


@register.filter
def timetable(programme: str) -> list[Item]:
    """Read a programme line by line: "2.15pm Case presentation" becomes a time and what happens then."""
    lines = [line.strip() for line in programme.splitlines() if line.strip()]
    return [Item(*found.groups()) if (found := TIMED.match(line)) else Item("", line) for line in lines]
