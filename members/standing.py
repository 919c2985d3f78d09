"""Standing is derived from verified evidence, never typed; these are the only verbs that write it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from . import coordinators, messages
from .checklist import Line, complete
from .facts import Facts, facts_of, in_order
from .models import Decision, Evidence, Member, OutsideSupervisor, StandingChange
from .models.pathway import Measure
from .names import name_of
from .rules import Rulebook, rulebook
from .stages import SEEN_BY_SUPERVISOR, SUPERVISING, Against, CaseState, EvidenceKind, Standing

if TYPE_CHECKING:
    from accounts.models import User

UNDO_WITHIN = timedelta(days=30)

# Upper apps append what must happen when someone may no longer take part: called in the verb's transaction,
# with the member locked, the time, and why.
on_eligibility_lost: list[Callable[[Member, datetime, str], None]] = []
# The same for who takes part, and supervises no more.
on_supervising_ended: list[Callable[[Member, datetime], None]] = []


class Refusal(models.TextChoices):
    # to whoever verifies
    NOT_YOURS = "not_yours", "Only a coordinator verifies this, or the supervisor who is named with it."
    ELSEWHERE = "elsewhere", coordinators.ELSEWHERE
    OWN = "own", "You cannot verify evidence about yourself. Ask another coordinator."
    VERIFIED = "verified", "This evidence is verified already."
    NOT_JOINED = "not_joined", "This person has not joined. Their evidence is verified by approving their application."
    FUTURE = "future", "This date is in the future. Correct it before you verify it."
    SUPERSEDED = "superseded", "This evidence was corrected. Verify the correction instead."
    SET_ASIDE = "set_aside", "This evidence was set aside. It has to be added again."
    # to whoever takes a verification back
    NOT_VERIFIED = "not_verified", "This evidence is not verified."
    IN_DECISION = "in_decision", "This was verified by approving an application. Undo that decision instead."
    TOO_LATE = "too_late", "A verification can be undone for 30 days. After that, the member corrects the evidence."


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


def standing_of(evidence: Iterable[Evidence], rules: Rulebook, on: date) -> Derived:
    """Derive how far someone has come on a date, also in the past, from what is verified and the rules they began with.

    The order in which evidence was entered makes no difference.
    """
    return derived(facts_of(evidence, rules, on))


def derived(facts: Facts) -> Derived:
    """The last stage that is wholly proven counts; accredited is never skipped on the way to supervisor."""
    for stage, proof in LADDER:
        if reasons := proof(facts):
            return Derived(stage, tuple(reasons))
    return Derived(Standing.ENQUIRER, ())


def supervisor(facts: Facts) -> list[Evidence]:
    """Accredited, and on a list of supervisors or with all of the supervisor's route done."""
    before, listed = accredited(facts), facts.of(EvidenceKind.SUPERVISOR)[-1:]
    done = supervisor_in_training(facts) and items_of(complete(facts, facts.supervisor_route))
    return [*before, *(listed or done)] if before and (listed or done) else []


def supervisor_in_training(facts: Facts) -> list[Evidence]:
    """Accredited, and accepted for the supervisor stage."""
    before, accepted = accredited(facts), facts.of(EvidenceKind.SUPERVISOR_STAGE)[-1:]
    return [*before, *accepted] if before and accepted else []


def accredited(facts: Facts) -> list[Evidence]:
    """Trained, and on a list of practitioners (the list wins) or with all of a route done."""
    listed = facts.of(EvidenceKind.ACCREDITED)[-1:]
    if facts.training and listed:
        return [facts.training, *listed]
    ways = ([training, *items_of(complete(facts, facts.rules_of(training)))] for training in reversed(facts.trainings))
    return next((way for way in ways if len(way) > 1), [])


def training_cases(facts: Facts) -> list[Evidence]:
    """Trained, with the role-play passed where the route says so, and a case that did not end early."""
    cases = [
        item
        for item in facts.of(EvidenceKind.TRAINING_CASE)
        if item.case_state != CaseState.ENDED_EARLY or not facts.has_ended(item)
    ]
    role_play = facts.passed(EvidenceKind.ROLE_PLAY)[:1]
    asked = facts.route.amount(Measure.ROLE_PLAY) if facts.route else None
    if facts.training is None or not cases or (asked and not role_play):
        return []
    return [facts.training, *role_play, *cases]


LADDER: list[tuple[Standing, Callable[[Facts], list[Evidence]]]] = [
    (Standing.SUPERVISOR, supervisor),
    (Standing.SUPERVISOR_IN_TRAINING, supervisor_in_training),
    (Standing.ACCREDITED, accredited),
    (Standing.TRAINING_CASES, training_cases),
    (Standing.TRAINED, lambda facts: [facts.training] if facts.training else []),
    (Standing.IN_TRAINING, lambda facts: facts.of(EvidenceKind.COURSE_BEGUN)[-1:]),
]


def items_of(lines: Iterable[Line]) -> list[Evidence]:
    """The facts behind lines, each once, in the order in which they happened."""
    return sorted({id(item): item for line in lines for item in line.items}.values(), key=in_order)


def refusal(evidence: Evidence, by: "User", on: date) -> Refusal | None:
    """Say why this person may not verify this evidence, or None if they may."""
    if evidence.member.user_id == by.pk:
        return Refusal.OWN
    if not (coordinators.may_decide_about(by, evidence.member) or is_named_supervisor(evidence, by, on)):
        return Refusal.ELSEWHERE if coordinators.is_coordinator(by) else Refusal.NOT_YOURS
    return refusal_of(evidence, on)


def refusal_of(evidence: Evidence, on: date) -> Refusal | None:
    """Say why nobody may verify this evidence, or None if somebody may."""
    if evidence.verified_on:
        return Refusal.VERIFIED
    if evidence.superseded_by_id:
        return Refusal.SUPERSEDED
    if evidence.set_aside_on:
        return Refusal.SET_ASIDE
    if evidence.member.joined_on is None:
        return Refusal.NOT_JOINED
    return Refusal.FUTURE if evidence.happened_on > on else None


def is_named_supervisor(evidence: Evidence, by: "User", on: date) -> bool:
    """Whether this person is the supervisor named with it, takes part as one, and sees such a thing for themselves."""
    named = evidence.supervision.supervisor if evidence.supervision else None
    if named is None or named.user_id != by.pk or evidence.kind not in SEEN_BY_SUPERVISOR:
        return False
    return Member.objects.eligible(on).filter(pk=named.pk, standing__in=SUPERVISING).exists()


@transaction.atomic
def verify(items: Sequence[Evidence], by: "User", against: Against, now: datetime) -> Member:
    """Verify evidence of one joined member, derive their standing anew, and tell them once. Raises Refused."""
    member, found = locked(items)
    for evidence in found:
        if reason := refusal(evidence, by, timezone.localdate(now)):
            raise Refused(reason)
    return settle(member, found, by=by, by_name=name_of(by), against=against, now=now)


@transaction.atomic
def verify_by_word(items: Sequence[Evidence], outside: OutsideSupervisor, now: datetime) -> Member:
    """Let the word of a supervisor outside the network count, whom a coordinator has confirmed. Raises Refused."""
    member, found = locked(items)
    for evidence in found:
        if reason := refusal_of(evidence, timezone.localdate(now)):
            raise Refused(reason)
    return settle(member, found, by=None, by_name=outside.name, against=Against.SUPERVISOR_WORD, now=now)


def locked(items: Sequence[Evidence]) -> tuple[Member, list[Evidence]]:
    """Lock the person whose evidence this is, then read it anew."""
    member = lock(items[0].member)
    found = member.evidence.select_related("member", "supervision__supervisor").filter(pk__in=[i.pk for i in items])
    return member, list(found)


def settle(
    member: Member, items: list[Evidence], *, by: "User | None", by_name: str, against: Against, now: datetime
) -> Member:
    """Mark as verified, let each correction replace what it corrects, derive, and tell the member."""
    before = member.standing
    for evidence in items:
        mark_verified(evidence, by_name=by_name, by=by, against=against, now=now)
        Evidence.objects.filter(correction=evidence).update(superseded_by=evidence)
    why = f"{'; '.join(map(str, items))}: {against.label}"
    member = derive(member, by=by, by_name=by_name, now=now, why=why)
    messages.verified(member, items, before, now)
    return member


def refusal_to_undo(evidence: Evidence, by: "User", now: datetime) -> Refusal | None:
    """Say why this person may not take this verification back, or None if they may: for 30 days."""
    if evidence.member.user_id == by.pk:
        return Refusal.OWN
    if not coordinators.may_decide_about(by, evidence.member):
        return Refusal.ELSEWHERE if coordinators.is_coordinator(by) else Refusal.NOT_YOURS
    if evidence.verified_on is None:
        return Refusal.NOT_VERIFIED
    if evidence.superseded_by_id:
        return Refusal.SUPERSEDED
    if evidence.verified_in_id:
        return Refusal.IN_DECISION
    return Refusal.TOO_LATE if timezone.localdate(now) > evidence.verified_on + UNDO_WITHIN else None


@transaction.atomic
def undo(evidence: Evidence, by: "User", now: datetime) -> Member:
    """Take a verification back: everything is as before it, and what it corrected counts again. Raises Refused."""
    member, (evidence,) = locked([evidence])
    if reason := refusal_to_undo(evidence, by, now):
        raise Refused(reason)
    before = member.standing
    unmark([evidence])
    if evidence.corrects and evidence.corrects.verified_on:
        Evidence.objects.filter(correction=evidence).update(superseded_by=None)
    member = derive(member, by=by, by_name=name_of(by), now=now, why=f"{evidence}: verification undone")
    messages.verification_undone(member, evidence, before, now)
    return member


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
    after = standing_of(member.evidence.all(), rulebook(), on).standing
    if after != member.standing:
        StandingChange.objects.create(
            member=member, before=member.standing, after=after, by=by, by_name=by_name, at=now, why=why[:300]
        )
        ended = member.standing in SUPERVISING and after not in SUPERVISING
        member.standing = after
        member.save(update_fields=["standing"])
        for end in on_supervising_ended if ended else ():
            end(member, now)
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
