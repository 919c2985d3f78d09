"""Training routes as they are read: the time limits that they share."""

from collections.abc import Iterable
from typing import NamedTuple

from .models import Pathway, Requirement
from .models.pathway import RequirementKind


class Clock(NamedTuple):
    """A time limit and the routes that have it."""

    limit: Requirement
    routes: list[Pathway]


def clocks_of(routes: Iterable[Pathway]) -> list[Clock]:
    """List the known time limits, each once however many routes have it, in the order in which they pass."""
    found: dict[tuple[str, str, str], Clock] = {}
    for route in routes:
        for each in route.requirements.all():
            if each.kind == RequirementKind.CLOCK and each.amount is not None:
                found.setdefault((each.label, each.figure(), each.note), Clock(each, [])).routes.append(route)
    return list(found.values())
