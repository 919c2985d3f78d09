"""Everybody's standing derived anew, to see whether what is stored still says the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch

from . import standing
from .models import Evidence, Member
from .models.evidence import EvidenceQuerySet
from .models.member import MemberQuerySet
from .rules import rulebook
from .stages import Standing

BATCH = 500
# What of a fact the derivation of standings and time limits reads.
READ = (
    *("member", "kind", "happened_on", "precision", "pathway", "result", "ordinal", "ended_on", "sessions"),
    *("case_mode", "case_state", "minutes", "writer", "is_trainee", "clock", "until"),
    *("verified_on", "set_aside_on", "corrects", "superseded_by"),
)
BY = "recompute_standing"


@dataclass(frozen=True)
class Difference:
    """Somebody whose stored standing is not the derived one."""

    member: Member
    stored: Standing
    derived: Standing

    def __str__(self) -> str:
        return f"{self.member}: stored “{self.stored.label}”, derived “{self.derived.label}”"


def counting() -> EvidenceQuerySet:
    """The evidence that can count or be claimed, with no more of it than the derivation reads."""
    return Evidence.objects.current().filter(set_aside_on=None).only(*READ)


def batches(members: MemberQuerySet, evidence: EvidenceQuerySet | None = None) -> Iterator[list[Member]]:
    """Walk through people by their keys, each batch with its evidence: two queries each, however many there are.

    `evidence` says which of it to read; all of it, unless it does.
    """
    last, theirs = 0, Prefetch("evidence", evidence if evidence is not None else Evidence.objects.all())
    while found := list(members.filter(pk__gt=last).order_by("pk").prefetch_related(theirs)[:BATCH]):
        yield found
        last = found[-1].pk


def differences(on: date, say: Callable[[int], None]) -> Iterator[Difference]:
    """Derive everybody's standing on that day; `say` hears after each batch how many are done. Changes nothing."""
    rules, done = rulebook(), 0
    for batch in batches(Member.objects.all(), counting()):
        for member in batch:
            derived = standing.standing_of(member.evidence.all(), rules, on).standing
            if derived != member.standing:
                yield Difference(member, Standing(member.standing), derived)
        done += len(batch)
        say(done)


@transaction.atomic
def mend(difference: Difference, now: datetime) -> Member:
    """Store what follows from the evidence as it is now, with a row of history."""
    member = standing.lock(difference.member)
    return standing.derive(member, by=None, by_name=BY, now=now, why="Recomputed from the evidence")
