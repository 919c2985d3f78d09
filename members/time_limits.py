"""Who misses which time limit, and when: a list for coordinators. It warns; nobody's standing changes by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef

from .clocks import WARNING, ClockState, Running, clocks_of
from .facts import facts_of
from .models import Evidence, Member, Pathway
from .models.member import MemberQuerySet
from .pathway_words import left, length
from .recomputing import batches, counting
from .rules import Rulebook
from .stages import EvidenceKind

DONE = (ClockState.KEPT, ClockState.LATE, ClockState.SETTLED)
# What has no last day stands at the end.
NEVER = date.max


class Asked(models.TextChoices):
    """Which limits the list shows."""

    ATTENTION = "attention", "Passed, or within 2 months"
    PASSED = ClockState.PASSED.value, "Passed"
    SOON = ClockState.SOON.value, "Within 2 months"
    RUNNING = ClockState.RUNNING.value, "Later"
    DONE = "done", "Done or settled"


STATES = {
    Asked.ATTENTION: WARNING,
    Asked.PASSED: (ClockState.PASSED,),
    Asked.SOON: (ClockState.SOON,),
    Asked.RUNNING: (ClockState.RUNNING,),
    Asked.DONE: DONE,
}


@dataclass(frozen=True)
class Row:
    """One time limit of one person."""

    member: Member
    route: Pathway
    running: Running

    @property
    def left(self) -> str:
        """How long is left, how long ago it was, or when it was done."""
        if self.running.state in DONE or self.running.due_on is None:
            return self.running.state.label
        if self.running.state == ClockState.PASSED:
            return f"{length(self.running.left)} ago"
        return left(self.running)

    def order(self) -> tuple[date, str, int, int]:
        """Soonest first."""
        return self.running.due_on or NEVER, self.member.name, self.member.pk, self.running.clock.order


@dataclass(frozen=True)
class Listed:
    """A row as the page shows it: `claimed` when what waits to be verified would settle it."""

    row: Row
    claimed: bool


def concerned(on: date) -> MemberQuerySet:
    """Who may have a limit left: in the network, trained, and not on a list of practitioners."""
    theirs = Evidence.objects.filter(member=OuterRef("pk"))
    listed = theirs.verified().filter(kind=EvidenceKind.ACCREDITED, happened_on__lte=on)
    return Member.objects.joined(on).filter(Exists(theirs.opening_the_gate(on)), ~Exists(listed))


def rows(members: MemberQuerySet, rules: Rulebook, on: date) -> Iterator[Row]:
    """Every time limit of these people; two queries for each batch of them."""
    for batch in batches(members.select_related("area"), counting()):
        for member in batch:
            yield from rows_of(member, rules, on)


def rows_of(member: Member, rules: Rulebook, on: date) -> Iterator[Row]:
    """Every time limit of one person, as far as it is known."""
    facts = facts_of(member.evidence.all(), rules, on)
    for running in clocks_of(facts, on):
        assert facts.route  # noqa: S101  clocks are those of a route
        yield Row(member, facts.route.pathway, running)


def asked_for(found: Iterable[Row], asked: Asked, route: str = "") -> list[Row]:
    """Those in the state that is asked for, of one route or of all, soonest first."""
    wanted = STATES[asked]
    chosen = (row for row in found if row.running.state in wanted and route in ("", row.route.code))
    return sorted(chosen, key=Row.order)


def with_claims(found: Iterable[Row], rules: Rulebook, on: date) -> list[Listed]:
    """Say of each limit whether what is claimed would settle it or move its last day; no query."""
    return [Listed(row, would_settle(row, rules, on)) for row in found]


def would_settle(row: Row, rules: Rulebook, on: date) -> bool:
    """Whether this limit would warn no more if all that is claimed were verified."""
    if row.running.state in DONE:
        return False
    claimed = clocks_of(facts_of(row.member.evidence.all(), rules, on, claimed=True), on)
    after = next((each for each in claimed if each.clock.code == row.running.clock.code), None)
    if after is None or after.state in DONE:
        return True
    return row.running.state in WARNING and after.state not in WARNING
