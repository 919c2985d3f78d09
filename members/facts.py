"""What counts of somebody's evidence on a date: standing, checklist and clocks all follow from this one reading."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .models import Evidence
from .rules import Rulebook, Rules
from .stages import EvidenceKind, Result


@dataclass(frozen=True)
class Facts:
    """The facts that count, in the order in which they happened, with the route by whose rules this person finishes."""

    items: tuple[Evidence, ...]
    rules: Rulebook
    on: date

    def of(self, *kinds: EvidenceKind) -> list[Evidence]:
        return [item for item in self.items if item.kind in kinds]

    def first(self, kind: EvidenceKind) -> Evidence | None:
        return next(iter(self.of(kind)), None)

    def last(self, kind: EvidenceKind) -> Evidence | None:
        return next(reversed(self.of(kind)), None)

    def has_ended(self, case: Evidence) -> bool:
        """A case is what it became only from the month on in which it ended; before that it went on."""
        return case.ended_on is None or case.ended_on <= self.on

    def passed(self, kind: EvidenceKind) -> list[Evidence]:
        return [item for item in self.of(kind) if item.result == Result.PASS]

    def rules_of(self, item: Evidence | None) -> Rules | None:
        return self.rules.get(item.pathway_id) if item and item.pathway_id else None

    @cached_property
    def trainings(self) -> list[Evidence]:
        """Completed trainings on recognised routes."""
        found = self.of(EvidenceKind.INITIAL_TRAINING)
        return [item for item in found if (rules := self.rules_of(item)) and rules.pathway.gives_entry]

    @cached_property
    def training(self) -> Evidence | None:
        """The training that counts: who repeated it finishes by the rules of the last."""
        return self.trainings[-1] if self.trainings else None

    @cached_property
    def route(self) -> Rules | None:
        """The route by whose rules this person finishes, in the version with which they began."""
        return self.rules_of(self.training or self.last(EvidenceKind.COURSE_BEGUN))

    @cached_property
    def supervisor_route(self) -> Rules | None:
        return self.rules_of(self.last(EvidenceKind.SUPERVISOR_STAGE))


def facts_of(evidence: Iterable[Evidence], rules: Rulebook, on: date, *, claimed: bool = False) -> Facts:
    """Read the evidence of one person on a date, also in the past; `claimed` as if all that is said were verified.

    Verified, not corrected, not set aside, not in the future. The order in which it is entered makes no difference.
    """
    known = list(evidence)
    replaced = {item.corrects_id for item in known if item.corrects_id and is_claimed(item)} if claimed else set()
    counting = (
        item
        for item in known
        if item.happened_on <= on
        and item.superseded_by_id is None
        and (item.verified_on is not None or (claimed and is_claimed(item)))
        and (item.pk is None or item.pk not in replaced)
    )
    return Facts(tuple(sorted(counting, key=in_order)), rules, on)


def is_claimed(item: Evidence) -> bool:
    """Said, and neither verified nor set aside nor corrected."""
    return item.verified_on is None and item.set_aside_on is None and item.superseded_by_id is None


def in_order(item: Evidence) -> tuple[date, str, str, int]:
    return item.happened_on, item.kind, item.ordinal, item.pk or 0
