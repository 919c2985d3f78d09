"""The time limits of a route, read from somebody's facts on a date. They warn, and change nobody's standing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import models

from .checklist import MINUTES_OF_AN_HOUR, completed_cases
from .facts import Facts
from .models import Clock, Evidence
from .models.pathway import ClockEnd, ClockStart, Measure
from .rules import Rules
from .stages import EvidenceKind

# A limit this near is shown as near.
SOON = relativedelta(months=2)


class ClockState(models.TextChoices):
    UNKNOWN = "unknown", "No limit is known"
    WAITING = "waiting", "Not begun"
    RUNNING = "running", "Running"
    SOON = "soon", "Soon"
    PASSED = "passed", "Passed"
    KEPT = "kept", "Kept"
    LATE = "late", "Done after the limit"
    SETTLED = "settled", "Settled by a refresher course"


# What asks for somebody's attention.
WARNING = (ClockState.SOON, ClockState.PASSED)


@dataclass(frozen=True)
class Running:
    """One time limit of one person on a date: from when, until when, and how it stands."""

    clock: Clock
    state: ClockState
    on: date
    starts_on: date | None = None
    due_on: date | None = None
    ended_on: date | None = None
    extended: Evidence | None = None

    @property
    def left(self) -> relativedelta:
        """What is left until the last day, or, when it has passed, how long ago that was."""
        assert self.due_on  # noqa: S101  asked only of a limit with an end
        return relativedelta(max(self.due_on, self.on), min(self.due_on, self.on))


def clocks_of(facts: Facts, on: date) -> list[Running]:
    """Every time limit of the route by whose rules this person finishes."""
    rules = facts.route
    return [running(facts, rules, clock, on) for clock in rules.clocks] if rules and facts.training else []


def running(facts: Facts, rules: Rules, clock: Clock, on: date) -> Running:
    """Say how one limit stands. Its last day is still in time; a start known to the month counts from its last day."""
    start = started(facts, clock)
    if clock.months is None:
        return Running(clock, ClockState.UNKNOWN, on, start)
    ended = ended_on(facts, rules, clock)
    if start is None:
        return Running(clock, ClockState.KEPT if ended else ClockState.WAITING, on, ended_on=ended)
    due, extended = start + relativedelta(months=clock.months), extension_of(facts, clock)
    if extended and extended.until:
        due = max(due, extended.until)
    return Running(clock, state_of(facts, clock, due, ended, on), on, start, due, ended, extended)


def state_of(facts: Facts, clock: Clock, due: date, ended: date | None, on: date) -> ClockState:
    if ended:
        return ClockState.KEPT if ended <= due else ClockState.LATE
    if clock.refresher_settles and refresher_of(facts):
        return ClockState.SETTLED
    if on > due:
        return ClockState.PASSED
    return ClockState.SOON if on + SOON >= due else ClockState.RUNNING


def refresher_of(facts: Facts) -> Evidence | None:
    """A refresher course after the training that counts."""
    refresher, training = facts.last(EvidenceKind.REFRESHER), facts.training
    return refresher if refresher and training and refresher.latest() >= training.happened_on else None


def started(facts: Facts, clock: Clock) -> date | None:
    if clock.starts == ClockStart.TRAINING:
        return facts.training.latest() if facts.training else None
    case = facts.first(EvidenceKind.TRAINING_CASE)
    return case.latest() if case else None


def ended_on(facts: Facts, rules: Rules, clock: Clock) -> date | None:
    """The day on which what the limit is about was done; who is on a list of practitioners has done all of it."""
    listed = facts.first(EvidenceKind.ACCREDITED)
    case = facts.first(EvidenceKind.TRAINING_CASE)
    done = (case.happened_on if case else None) if clock.ends == ClockEnd.FIRST_CASE else supervised_on(facts, rules)
    return min((day for day in (done, listed and listed.happened_on) if day), default=None)


def supervised_on(facts: Facts, rules: Rules) -> date | None:
    """The day from which as many cases and hours of supervision are done as the route asks for, if it says how many."""
    hours, number = rules.amount(Measure.SUPERVISION), rules.amount(Measure.CASES)
    if hours is None or number is None:
        return None
    cases = completed_cases(facts, EvidenceKind.TRAINING_CASE, rules.amount(Measure.SESSIONS))
    days = sorted(case.ended_on or case.happened_on for case in cases)[: int(number)]
    enough = reached(facts.of(EvidenceKind.SUPERVISION), hours)
    return max(*days, enough) if enough and len(days) == number else None


def reached(supervision: Iterable[Evidence], hours: Decimal) -> date | None:
    """The month in which the hours were full."""
    minutes = 0
    for item in supervision:
        minutes += item.minutes or 0
        if minutes >= hours * MINUTES_OF_AN_HOUR:
            return item.happened_on
    return None


def extension_of(facts: Facts, clock: Clock) -> Evidence | None:
    """The extension that lasts longest."""
    found = [item for item in facts.of(EvidenceKind.EXTENSION) if item.clock == clock.code and item.until]
    return max(found, key=lambda item: (item.until, item.pk or 0), default=None)
