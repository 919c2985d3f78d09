"""By which names the two sides of a request for a place read each other: one's own way to the gate."""

from collections.abc import Iterable, Mapping
from datetime import date

from ..gate import names_for
from ..models import Member, PlaceRequest


def names(reader: Member, requests: Iterable[PlaceRequest], on: date) -> Mapping[int, str]:
    """The names of both sides of these requests as one of them may read them on a day."""
    sides = [side for each in requests for side in (each.member, each.offer.supervisor)]
    return names_for(reader, sides, on, lately=True)
