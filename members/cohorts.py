"""How far each year of training has come, and how long it took, as coordinators see it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.db import models

from .facts import Facts, facts_of
from .models import Evidence, Member
from .models.member import MemberQuerySet
from .recomputing import batches, counting
from .rules import Rulebook
from .stages import EvidenceKind, Standing
from .standing import derived

DAYS_OF_A_MONTH = 365.25 / 12
IN_ORDER = list(Standing)


class Step(models.TextChoices):
    """What somebody reaches after another; whoever has reached one has reached those before it."""

    TRAINED = "trained", "Trained"
    FIRST_CASE = "first_case", "First case"
    ACCREDITED = "accredited", "Accredited"
    SUPERVISOR_IN_TRAINING = "supervisor_in_training", "Supervisor in training"
    SUPERVISOR = "supervisor", "Supervisor"


BY_STANDING = {
    Step.ACCREDITED: Standing.ACCREDITED,
    Step.SUPERVISOR_IN_TRAINING: Standing.SUPERVISOR_IN_TRAINING,
    Step.SUPERVISOR: Standing.SUPERVISOR,
}


@dataclass(frozen=True)
class Journey:
    """The steps that one person has reached, and when; None where the day is not known."""

    route: str
    reached: Mapping[Step, date | None]

    @property
    def year(self) -> int:
        trained = self.reached[Step.TRAINED]
        assert trained  # noqa: S101  a journey begins with a training
        return trained.year

    def months_to(self, step: Step) -> float | None:
        """How many months after the training a step was reached."""
        trained, day = self.reached[Step.TRAINED], self.reached.get(step)
        return max((day - trained).days, 0) / DAYS_OF_A_MONTH if trained and day else None


@dataclass(frozen=True)
class Cell:
    """How many reached a step, and the median of the months that it took, as far as they are known."""

    count: int
    months: int | None = None


@dataclass(frozen=True)
class Cohort:
    """Those who were trained in one year; without a year, all together."""

    year: int | None
    cells: tuple[Cell, ...]


def journey_of(evidence: Iterable[Evidence], rules: Rulebook, on: date) -> Journey | None:
    """Read when somebody reached each step, from their first training on; nothing without a training."""
    facts = facts_of(evidence, rules, on)
    if not facts.trainings:
        return None
    first, case = facts.trainings[0], facts.first(EvidenceKind.TRAINING_CASE)
    reached: dict[Step, date | None] = {Step.TRAINED: first.happened_on}
    standing = derived(facts).standing
    if case or is_at_least(standing, Standing.ACCREDITED):
        reached[Step.FIRST_CASE] = case.happened_on if case else None
    for step, stage in BY_STANDING.items():
        if is_at_least(standing, stage):
            reached[step] = reached_on(facts, stage)
    trained_by = facts.rules_of(first)
    return Journey(trained_by.pathway.code if trained_by else "", reached)


def journeys(rules: Rulebook, on: date, among: MemberQuerySet | None = None) -> Iterator[Journey]:
    """Of everybody who has joined, or those `among` them.

    Who is not accredited has reached nothing that more of their evidence could say.
    """
    joined = (Member.objects.all() if among is None else among).filter(joined_on__isnull=False)
    far = IN_ORDER[IN_ORDER.index(Standing.ACCREDITED) :]
    few = counting().filter(kind__in=(EvidenceKind.INITIAL_TRAINING, EvidenceKind.TRAINING_CASE))
    both = (batches(joined.filter(standing__in=far), counting()), batches(joined.exclude(standing__in=far), few))
    for member in (member for part in both for batch in part for member in batch):
        if journey := journey_of(member.evidence.all(), rules, on):
            yield journey


def is_at_least(standing: Standing, stage: Standing) -> bool:
    return IN_ORDER.index(standing) >= IN_ORDER.index(stage)


def reached_on(facts: Facts, stage: Standing) -> date:
    """The first day on which the facts up to it prove a stage that they prove in the end."""
    ends = (item.ended_on for item in facts.items if item.ended_on and item.ended_on <= facts.on)
    days = sorted({*(item.happened_on for item in facts.items), *ends})

    def proves(day: date) -> bool:
        known = Facts(tuple(item for item in facts.items if item.happened_on <= day), facts.rules, day)
        return is_at_least(derived(known).standing, stage)

    return days[min(bisect_left(days, True, key=proves), len(days) - 1)]


def cohorts_of(journeys: Iterable[Journey]) -> list[Cohort]:
    """One row for each year of training, the latest first."""
    by_year: dict[int, list[Journey]] = defaultdict(list)
    for journey in journeys:
        by_year[journey.year].append(journey)
    return [cohort(year, by_year[year]) for year in sorted(by_year, reverse=True)]


def cohort(year: int | None, journeys: Sequence[Journey]) -> Cohort:
    return Cohort(year, tuple(cell(journeys, step) for step in Step))


def cell(journeys: Sequence[Journey], step: Step) -> Cell:
    reached = [journey for journey in journeys if step in journey.reached]
    months = [each for journey in reached if (each := journey.months_to(step)) is not None]
    if step == Step.TRAINED or not months:
        return Cell(len(reached))
    return Cell(len(reached), round(median(months)))
