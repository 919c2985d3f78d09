"""Training routes as they are read: the version of a day, the time limits that they share."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .models import Clock, Pathway


class Limit(NamedTuple):
    """A time limit and the routes that have it."""

    clock: Clock
    routes: list[Pathway]


def limits_of(routes: Iterable[Pathway]) -> list[Limit]:
    """List the known time limits, each once however many routes have it, in the order in which they pass."""
    found: dict[tuple[str, str, str], Limit] = {}
    for route in routes:
        for each in route.clocks.all():
            if each.months is not None:
                found.setdefault((each.label, each.figure(), each.note()), Limit(each, [])).routes.append(route)
    return list(found.values())


def in_effect(route: Pathway, on: date) -> Pathway:
    """The route with the rules of that day, because people finish by those; as it is where no version had begun."""
    versions = Pathway.objects.filter(code=route.code).current(on)
    return versions.order_by("-version").first() or route
