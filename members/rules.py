"""The versions of the routes as the derivation of standings reads them: figures in, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .models import Clock, Pathway, Requirement
from .models.pathway import Measure, RequirementKind


@dataclass(frozen=True)
class Rules:
    """One version of a route."""

    pathway: Pathway
    requirements: tuple[Requirement, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @property
    def tasks(self) -> tuple[Requirement, ...]:
        return tuple(each for each in self.requirements if each.kind == RequirementKind.TASK)

    def amount(self, measure: Measure) -> Decimal | None:
        """How much of this the route asks for; None where it asks for none, or no source says how much."""
        return next((each.amount for each in self.requirements if each.measure == measure), None)

    @property
    def can_prove(self) -> bool:
        """Whether doing all that it asks proves its end: not while one amount is unknown (domain.md, decisions)."""
        return bool(self.tasks) and all(each.measure and each.amount is not None for each in self.tasks)


Rulebook = Mapping[int, Rules]


def rulebook() -> dict[int, Rules]:
    """Every version of every route, by its key; three queries however many people are derived with it."""
    routes = Pathway.objects.prefetch_related("requirements", "clocks")
    return {route.pk: rules_of(route) for route in routes}


def rules_of(route: Pathway) -> Rules:
    return Rules(route, tuple(route.requirements.all()), tuple(route.clocks.all()))
