"""What a deed would change, said before it is done: read as if it were done, or done and taken back."""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from outbox.models import Message

from .models import Evidence, Member
from .rules import Rulebook
from .stages import Standing
from .standing import standing_of

# What somebody becomes, as a line in a list says it.
BECOMES = {
    Standing.ENQUIRER: "becomes an enquirer",
    Standing.IN_TRAINING: "is in training",
    Standing.TRAINED: "becomes trained",
    Standing.TRAINING_CASES: "begins training cases",
    Standing.ACCREDITED: "becomes accredited",
    Standing.SUPERVISOR_IN_TRAINING: "becomes a supervisor in training",
    Standing.SUPERVISOR: "becomes a supervisor",
}
NO_CHANGE = "no change"


def would_change(claim: Evidence, evidence: Iterable[Evidence], rules: Rulebook, on: date) -> str:
    """Say what verifying this claim would make of somebody: "becomes accredited", or "no change"."""
    known = list(evidence)
    before = standing_of(known, rules, on).standing
    after = standing_of(as_if_verified(claim, known, on), rules, on).standing
    return NO_CHANGE if after == before else BECOMES[after]


def as_if_verified(claim: Evidence, evidence: Iterable[Evidence], on: date) -> Iterator[Evidence]:
    """The evidence as it would be once this claim is verified and replaces what it corrects; nothing is written."""
    for item in evidence:
        item = copy(item)
        if item.pk == claim.pk and item.verified_on is None:
            item.verified_on = on
        if item.pk == claim.corrects_id:
            item.superseded_by_id = claim.pk
        yield item


@dataclass(frozen=True)
class Outcome:
    """What a deed about one person comes to: their standing before and after, and how many messages leave."""

    before: Standing
    after: Standing
    letters: int


def rehearse(deed: Callable[[], Member], member: Member, now: datetime) -> Outcome:
    """Say what a deed about somebody comes to, by doing it and taking it back. Raises what it raises."""
    with transaction.atomic():
        after = Standing(deed().standing)
        letters = Message.objects.filter(created_at=now).count()
        transaction.set_rollback(True)
    return Outcome(Standing(member.standing), after, letters)
