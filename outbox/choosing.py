"""What somebody gets by mail: a switch for each sort of it, and how it comes."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from . import topics

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Switch:
    """One line of the form."""

    code: str
    label: str
    help: str
    is_on: bool


def switches(user: "User") -> list[Switch]:
    """How mail comes to this person, then every sort that can be switched off."""
    unwanted = topics.unwanted_by(user)
    how = [(way, way.is_on(user)) for way in topics.ways]
    return [
        *(Switch(way.code, way.label, way.help, is_on) for way, is_on in how if is_on is not None),
        *(Switch(each.code, each.label, each.help, each.code not in unwanted) for each in topics.known),
    ]


@transaction.atomic
def choose(user: "User", wanted: set[str], now: datetime) -> None:
    """Put every switch as the form has it; what stays as it was changes nothing."""
    ways = {way.code: way for way in topics.ways}
    for each in switches(user):
        if each.is_on == (each.code in wanted):
            continue
        if each.code in ways:
            ways[each.code].switch(user, each.code in wanted)
        else:
            topics.switch(user, each.code, now, wanted=each.code in wanted)
