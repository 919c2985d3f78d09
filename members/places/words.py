"""Offers in words: the same sentences on every page and in every message."""

from datetime import date

from django.utils.text import capfirst

from look import words

from ..models import Offer
from ..models.places import FOR, Purpose
from ..stages import Standing
from ..switches import Audience

WHOM = {
    Purpose.TRAINING_CASE: "a training case",
    Purpose.AFTER_ACCREDITATION: "practitioners after accreditation",
    Purpose.TOWARDS_SUPERVISOR: "those on the way to becoming a supervisor",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHOWN = {
    Audience.COORDINATORS: "Only coordinators: nobody can ask for a place",
    Audience.MEMBERS: "Members",
    Audience.PUBLIC: "Everybody, on a public page",
}


def where(offer: Offer) -> str:
    there = f"in person in {offer.area}" if offer.area else "in person"
    ways = [there] if offer.in_person else []
    return words.listed([*ways, *(["remotely"] if offer.remote else [])], "or")


def days(offer: Offer) -> str:
    named = [f"{name}s" for number, name in enumerate(DAYS) if offer.days & (1 << number)]
    return f"on {words.listed(named, 'or')}" if named else "on days to be arranged"


def title(offer: Offer) -> str:
    """How, where and when, in one line."""
    return f"{offer.get_format_display()}, {where(offer)}, {days(offer)}"


def purposes(offer: Offer) -> list[Purpose]:
    return [purpose for purpose, column in FOR.items() if getattr(offer, column)]


def whom(offer: Offer) -> str:
    return words.listed([WHOM[each] for each in purposes(offer)])


def free(offer: Offer) -> int:
    return offer.places - offer.taken


def places(offer: Offer, on: date) -> str:
    """How many places are free and from when; full shows as full."""
    if not free(offer):
        return "Full" if offer.places else "No place at the moment"
    number = "1 place free" if free(offer) == 1 else f"{free(offer)} places free"
    return f"{number} from {words.day(offer.from_on)}" if offer.from_on and offer.from_on > on else number


def lines(offer: Offer, on: date) -> list[tuple[str, str]]:
    """All that an offer says, one labelled line each."""
    found = [("For", capfirst(whom(offer))), ("Places", places(offer, on)), ("Cost", offer.fee_note)]
    return [(label, value) for label, value in found if value]


def in_training(offer: Offer) -> bool:
    """They are themselves supervised, and the trainee's course decides whether it counts (domain.md §1.3)."""
    return offer.supervisor.standing == Standing.SUPERVISOR_IN_TRAINING
