"""Standing is derived from verified evidence, never typed; these are the only verbs that write it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from .models import Decision, Evidence, Member, StandingChange
from .stages import Against, EvidenceKind, Standing

if TYPE_CHECKING:
    from accounts.models import User

# Upper apps append what must happen when someone may no longer take part: called in the verb's transaction,
# with the member locked, the time, and why.
on_eligibility_lost: list[Callable[[Member, datetime, str], None]] = []

# What each stage rests on. The last stage that is wholly proven counts; accredited is never skipped.
LADDER: list[tuple[Standing, frozenset[EvidenceKind]]] = [
    (Standing.TRAINED, frozenset({EvidenceKind.INITIAL_TRAINING})),
    (Standing.TRAINING_CASES, frozenset({EvidenceKind.INITIAL_TRAINING, EvidenceKind.TRAINING_CASE})),
    (Standing.ACCREDITED, frozenset({EvidenceKind.INITIAL_TRAINING, EvidenceKind.ACCREDITED})),
    (
        Standing.SUPERVISOR,
        frozenset({EvidenceKind.INITIAL_TRAINING, EvidenceKind.ACCREDITED, EvidenceKind.SUPERVISOR}),
    ),
]


class Refusal(models.TextChoices):
    OWN = "own", "You cannot verify evidence about yourself. Ask another coordinator."
    VERIFIED = "verified", "This evidence is verified already."
    NOT_JOINED = "not_joined", "This person has not joined. Their evidence is verified by approving their application."
    FUTURE = "future", "This date is in the future. Correct it before you verify it."
    SUPERSEDED = "superseded", "This evidence was corrected. Verify the correction instead."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


@dataclass(frozen=True)
class Derived:
    """A standing and the evidence that it rests on."""

    standing: Standing
    reasons: tuple[Evidence, ...]


def standing_of(evidence: Iterable[Evidence], on: date) -> Derived:
    """Derive how far someone has come on a date from what is verified; the order of entry makes no difference."""
    proven = {
        EvidenceKind(item.kind): item
        for item in sorted(evidence, key=lambda item: (item.happened_on, item.pk or 0), reverse=True)
        if counts(item, on)
    }
    derived = Derived(Standing.ENQUIRER, ())
    for stage, needed in LADDER:
        if needed <= proven.keys():
            reasons = sorted((proven[kind] for kind in needed), key=lambda item: item.happened_on)
            derived = Derived(stage, tuple(reasons))
    return derived


def counts(item: Evidence, on: date) -> bool:
    """Verified, not corrected, not in the future, and an initial training is on a recognised route."""
    if item.verified_on is None or item.superseded_by_id is not None or item.happened_on > on:
        return False
    return item.kind != EvidenceKind.INITIAL_TRAINING or bool(item.pathway and item.pathway.gives_entry)


def refusal(evidence: Evidence, by: "User | None", on: date) -> Refusal | None:
    """Say why this person may not verify this evidence, or None if they may."""
    if by is not None and evidence.member.user_id == by.pk:
        return Refusal.OWN
    if evidence.verified_on:
        return Refusal.VERIFIED
    if evidence.superseded_by_id:
        return Refusal.SUPERSEDED
    if evidence.member.joined_on is None:
        return Refusal.NOT_JOINED
    return Refusal.FUTURE if evidence.happened_on > on else None


@transaction.atomic
def verify(evidence: Evidence, by: "User", against: Against, now: datetime) -> Member:
    """Verify a joined member's evidence and derive their standing anew."""
    member = lock(evidence.member)
    evidence = Evidence.objects.select_related("member", "pathway").get(pk=evidence.pk)
    if reason := refusal(evidence, by, timezone.localdate(now)):
        raise Refused(reason)
    mark_verified(evidence, by_name=name_of(by), by=by, against=against, now=now)
    return derive(member, by=by, by_name=name_of(by), now=now, why=f"{evidence}: {against.label}")


def mark_verified(
    evidence: Evidence,
    *,
    by_name: str,
    by: "User | None",
    against: Against,
    now: datetime,
    decision: Decision | None = None,
) -> None:
    """Write who verified, when and against what; the caller has locked the member and derives afterwards."""
    evidence.verified_by, evidence.verified_by_name = by, by_name
    evidence.verified_on, evidence.verified_against = timezone.localdate(now), against
    evidence.verified_in = decision
    evidence.save(update_fields=["verified_by", "verified_by_name", "verified_on", "verified_against", "verified_in"])


def unmark(evidence: Iterable[Evidence]) -> None:
    """Take a verification back; the caller has locked the member and derives afterwards."""
    for item in evidence:
        item.verified_by, item.verified_by_name, item.verified_on = None, "", None
        item.verified_against, item.verified_in = "", None
        item.save(update_fields=["verified_by", "verified_by_name", "verified_on", "verified_against", "verified_in"])


def derive(member: Member, *, by: "User | None", by_name: str, now: datetime, why: str) -> Member:
    """Store the derived standing with a row of history; whoever loses eligibility loses what depends on it."""
    on = timezone.localdate(now)
    evidence = member.evidence.select_related("pathway")
    after = standing_of(evidence, on).standing
    if after != member.standing:
        StandingChange.objects.create(
            member=member, before=member.standing, after=after, by=by, by_name=by_name, at=now, why=why[:300]
        )
        member.standing = after
        member.save(update_fields=["standing"])
    settle_eligibility(member, now, why)
    return member


def settle_eligibility(member: Member, now: datetime, why: str) -> None:
    """Call what depends on eligibility when this member has none; each callable is safe to call twice."""
    if not Member.objects.eligible(timezone.localdate(now)).filter(pk=member.pk).exists():
        for lost in on_eligibility_lost:
            lost(member, now, why)


def lock(member: Member) -> Member:
    """Lock the person; always before any meeting."""
    return Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def name_of(user: "User") -> str:
    """The name under which a decision is recorded."""
    member = Member.objects.filter(user=user).first()
    return member.name if member else user.email
