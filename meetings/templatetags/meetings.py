"""How meetings look: the answers as buttons, the places as a picture with its words."""

from dataclasses import dataclass, replace
from typing import Any

from django import template

from look.qr import code

from .. import places
from ..forms.answer import MEANWHILE
from ..models import Meeting, Rsvp, Venue
from ..timetable import timetable
from ..words import Choice, Place

register = template.Library()
register.filter(timetable)
register.simple_tag(code, name="qr_code")
MOST_SEATS = 40
FOR_VISITORS = (
    "organisation",
    "address",
    "postcode",
    "floor",
    "by_road",
    "by_tram_or_bus",
    "parking",
    "sign_in",
    "step_free",
    "hearing_loop",
    "accessible_toilet",
    "quiet_room",
    "prayer_room",
    "wifi",
)


@dataclass(frozen=True)
class Button:
    """One answer as a button: what it sends, what it says, a word below, whether it is the answer now."""

    value: str
    label: str
    hint: str
    pressed: bool
    wide: bool = False
    usual: bool = False


@register.simple_tag
def answer_buttons(meeting: Meeting, rsvp: Rsvp | None, usual: Choice | None = None) -> list[Button]:
    """The answers that this meeting takes; a full room offers its waiting list, and a place online meanwhile.

    How somebody usually comes stands first, as long as they have not answered.
    """
    said = rsvp.choice if rsvp else ""
    settled = rsvp is None or (rsvp.confirm_by is None and rsvp.offer_until is None)
    buttons = [
        Button(choice, choice.label, hint(meeting, choice, rsvp), settled and said == choice)
        for choice in (*places.offered(meeting), Choice.MAYBE, Choice.NO)
    ]
    if offers_meanwhile(meeting, rsvp):
        buttons.insert(2, Button(MEANWHILE, "Wait for the room", "and take a place online meanwhile", False, wide=True))
    as_usual = [
        replace(button, label=f"As usual: {button.label.lower()}", wide=True, usual=True)
        for button in buttons
        if button.value == usual
    ]
    return [*as_usual, *(button for button in buttons if button.value != usual)]


def hint(meeting: Meeting, choice: Choice, rsvp: Rsvp | None) -> str:
    """A word below a button: what one said before the meeting moved, or that the places are taken."""
    if rsvp and rsvp.confirm_by and rsvp.choice == choice:
        return "your answer before it moved"
    return full(meeting, choice, rsvp)


def full(meeting: Meeting, choice: Choice, rsvp: Rsvp | None) -> str:
    """A word below a button whose places are taken."""
    if choice not in places.offered(meeting) or places.free(meeting, choice) or (rsvp and rsvp.place == choice):
        return ""
    if rsvp and rsvp.choice == choice and rsvp.offer_until:
        return "free for you"
    return "full, you wait" if rsvp and rsvp.choice == choice else "full, waiting list"


def offers_meanwhile(meeting: Meeting, rsvp: Rsvp | None) -> bool:
    """Waiting for a full room with a place online is for whoever holds none, while there is one."""
    if Choice.ROOM not in places.offered(meeting) or places.free(meeting, Choice.ROOM):
        return False
    return places.free(meeting, Choice.ONLINE) and (rsvp is None or rsvp.place == Place.NONE)


@dataclass(frozen=True)
class Seat:
    """One place in the room as a circle."""

    x: int
    taken: bool


@register.inclusion_tag("meetings/places.html")
def places_picture(meeting: Meeting) -> dict[str, Any]:
    """Draw the places in the room seat by seat, or as a bar when they are many; the words say the same."""
    taken, capacity = meeting.room_taken + meeting.room_offered, meeting.room_capacity
    seats = [Seat(x=20 * number + 10, taken=number < taken) for number in range(capacity)]
    return {
        "meeting": meeting,
        "in_room": Choice.ROOM in places.offered(meeting),
        "is_online": Choice.ONLINE in places.offered(meeting),
        "free": capacity - taken,
        "seats": seats if capacity <= MOST_SEATS else [],
        "width": 20 * capacity,
        "percent": 100 * taken // capacity if capacity else 0,
    }


@register.filter
def room_in_words(meeting: Meeting) -> str:
    """Say in a list how much room there is, in few words."""
    if Choice.ROOM not in places.offered(meeting):
        return ""
    free = meeting.room_capacity - meeting.room_taken - meeting.room_offered
    return f"{free} of {meeting.room_capacity} places in the room free" if free else "Room full, with a waiting list"


@dataclass(frozen=True)
class Tag:
    """One's own answer in a list, as a word and its colour."""

    text: str
    colour: str


@register.simple_tag
def answer_tag(rsvp: Rsvp) -> Tag:
    """Say in one word how one stands with a meeting."""
    if rsvp.confirm_by:
        return Tag("Please confirm", "yellow")
    if rsvp.offer_until:
        return Tag("A place is offered to you", "yellow")
    if rsvp.turn is not None:
        return Tag("Waiting, online meanwhile" if rsvp.place == Place.ONLINE else "Waiting list", "orange")
    colour = {Choice.NO: "grey", Choice.MAYBE: "blue"}.get(Choice(rsvp.choice), "green")
    return Tag("Not coming" if rsvp.choice == Choice.NO else rsvp.get_choice_display(), colour)


@register.simple_tag
def venue_facts(venue: Venue | None) -> list[tuple[str, str]]:
    """What is known of a venue, label by label, for those who go there; what is empty is left out."""
    if venue is None:
        return []
    labels = [(str(Venue._meta.get_field(name).verbose_name), getattr(venue, name)) for name in FOR_VISITORS]  # type: ignore[union-attr]
    return [(label, value) for label, value in labels if value]
