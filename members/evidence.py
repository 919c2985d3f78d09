"""What members say about their own training: added, corrected, taken back. It counts once somebody else verified it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from . import coordinators, messages, standing
from .facts import facts_of
from .models import Evidence, Member
from .models.evidence import MINUTES_OF_A_MONTH, MOST_SESSIONS, SetAside
from .models.pathway import Measure
from .names import name_of
from .rules import rulebook
from .stages import CASES, DIT_BEGAN, SEEN_BY_SUPERVISOR, CaseState, EvidenceKind, Ordinal

if TYPE_CHECKING:
    from accounts.models import User

# What nobody can have done before their course began.
AFTER_TRAINING = (
    EvidenceKind.ROLE_PLAY,
    EvidenceKind.REFRESHER,
    *CASES,
    EvidenceKind.SUPERVISION,
    EvidenceKind.RECORDING,
    EvidenceKind.CASE_STUDY,
    EvidenceKind.ACCREDITED,
)


class Refusal(models.TextChoices):
    """Why something cannot be added; each says what to do."""

    FUTURE = "future", "This is in the future. Enter a date that has been, or add it when it has happened."
    BEFORE_DIT = "before_dit", "DIT did not exist before 2008. Check the year."
    NO_TRAINING = "no_training", "Add your initial training first: everything else counts from it."
    BEFORE_TRAINING = "before_training", "This is before your training began. Check the month and the year."
    ENDS_BEFORE = "ends_before", "The last month cannot be before the first. Check both."
    ENDS_LATER = "ends_later", "The last month is in the future. Leave it empty while the case goes on."
    NO_END = "no_end", "Enter the last month of a case that has ended."
    STILL_OPEN = "still_open", "This case has a last month. Say that it is completed or ended early, or leave it empty."
    SESSIONS = "sessions", "DIT has 16 sessions. Enter a whole number from 0 to 16."
    TOO_MANY_CASES = "too_many_cases", "Your route asks for fewer cases. Choose an earlier letter."
    CASE_TWICE = "case_twice", "You have recorded this case already. Change it there instead of adding it again."
    NO_SUPERVISOR = "no_supervisor", "Say who supervises this. If they are not in the list, name your supervisor first."
    NOT_YOUR_SUPERVISOR = "not_your_supervisor", "Choose a supervisor whom you have named."
    MINUTES = "minutes", "Enter the minutes of supervision in that month, 1 or more."
    MORE_THAN_A_MONTH = "more_than_a_month", "That is more than a month has. Enter minutes, one month at a time."
    NO_CLOCK = "no_clock", "Your route has no such time limit."
    UNTIL = "until", "The new last day has to be after the day on which it was agreed."
    # to whoever may not add anything
    NOT_JOINED = (
        "not_joined",
        "You can add to your pathway once you have joined. "
        "Until then, a coordinator reads what you told us in your application.",
    )
    LEFT = "left", "You have left the network, so nothing can be added. Ask a coordinator if you want to come back."
    # of one's own evidence
    NOT_YOURS = "not_yours", "Only the person whom it is about changes this."
    GONE = "gone", "This was corrected or set aside. Change what stands now."
    VERIFIED = "verified", "This is verified. It can be corrected, not taken back."
    # to a coordinator
    NOT_COORDINATOR = "not_coordinator", "Only coordinators set evidence aside."
    ELSEWHERE = "elsewhere", coordinators.ELSEWHERE
    OWN = "own", "This is about yourself. Ask another coordinator."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal_to_add(member: Member) -> Refusal | None:
    """Say why this person cannot add to their evidence, or None if they can."""
    if member.joined_on is None:
        return Refusal.NOT_JOINED
    return Refusal.LEFT if member.left_on else None


def refusal(item: Evidence, on: date) -> Refusal | None:
    """Say why this cannot be added to somebody's evidence, or None if it can; `item` is not saved yet."""
    if item.happened_on > on:
        return Refusal.FUTURE
    if item.happened_on < DIT_BEGAN:
        return Refusal.BEFORE_DIT
    checks = (refusal_of_order, refusal_of_case, refusal_of_supervision, refusal_of_extension)
    return next(filter(None, (check(item, on) for check in checks)), None)


def refusal_of_order(item: Evidence, on: date) -> Refusal | None:
    """What follows the training cannot be dated before it; a month counts from its last day."""
    if item.kind not in AFTER_TRAINING:
        return None
    began = item.member.evidence.current().filter(
        kind__in=(EvidenceKind.COURSE_BEGUN, EvidenceKind.INITIAL_TRAINING), set_aside_on=None
    )
    first = min((each.happened_on for each in began), default=None)
    if first is None:
        return Refusal.NO_TRAINING
    return Refusal.BEFORE_TRAINING if item.latest() < first else None


def refusal_of_case(item: Evidence, on: date) -> Refusal | None:
    if item.kind not in CASES:
        return None
    if item.sessions is None or not 0 <= item.sessions <= MOST_SESSIONS:
        return Refusal.SESSIONS
    if item.ended_on and item.ended_on < item.happened_on:
        return Refusal.ENDS_BEFORE
    if item.ended_on and item.ended_on > on:
        return Refusal.ENDS_LATER
    if bool(item.ended_on) == (item.case_state == CaseState.OPEN):
        return Refusal.STILL_OPEN if item.ended_on else Refusal.NO_END
    if list(Ordinal.values).index(item.ordinal) >= most_cases(item, on):
        return Refusal.TOO_MANY_CASES
    same = item.member.evidence.current().filter(kind=item.kind, ordinal=item.ordinal, set_aside_on=None)
    return Refusal.CASE_TWICE if same.exclude(pk__in=line_of(item)).exists() else None


def line_of(item: Evidence) -> list[int]:
    """What a correction stands in a line with: what it corrects, and what that corrects in turn."""
    found, before = [], item.corrects
    while before:
        found.append(before.pk)
        before = before.corrects
    return found


def most_cases(item: Evidence, on: date) -> int:
    """How many cases the route asks for, and one more for each that ended early; if it is silent, every letter."""
    facts = facts_of(item.member.evidence.all(), rulebook(), on, claimed=True)
    is_further = item.kind == EvidenceKind.FURTHER_CASE
    rules = facts.supervisor_route if is_further else facts.route
    amount = rules.amount(Measure.FURTHER_CASES if is_further else Measure.CASES) if rules else None
    ended_early = sum(case.case_state == CaseState.ENDED_EARLY for case in facts.of(EvidenceKind(item.kind)))
    return int(amount) + ended_early if amount is not None else len(Ordinal)


def refusal_of_supervision(item: Evidence, on: date) -> Refusal | None:
    if item.kind not in SEEN_BY_SUPERVISOR:
        return None
    if item.kind == EvidenceKind.SUPERVISION and (item.minutes or 0) < 1:
        return Refusal.MINUTES
    if item.minutes and item.minutes > MINUTES_OF_A_MONTH:
        return Refusal.MORE_THAN_A_MONTH
    if item.supervision is None:
        return Refusal.NO_SUPERVISOR
    return None if item.supervision.member_id == item.member_id else Refusal.NOT_YOUR_SUPERVISOR


def refusal_of_extension(item: Evidence, on: date) -> Refusal | None:
    if item.kind != EvidenceKind.EXTENSION:
        return None
    route = facts_of(item.member.evidence.all(), rulebook(), on, claimed=True).route
    if item.clock not in {clock.code for clock in (route.clocks if route else ())}:
        return Refusal.NO_CLOCK
    return Refusal.UNTIL if item.until is None or item.until <= item.happened_on else None


@transaction.atomic
def claim(item: Evidence, by: "User", now: datetime) -> Evidence:
    """Add a fact to one's own evidence; it counts as claimed until somebody else verifies it. Raises Refused.

    `item` is not saved yet. A named supervisor is asked for their word where they see such a thing for themselves.
    """
    item.member = standing.lock(item.member)
    if item.member.user_id != by.pk:
        raise Refused(Refusal.NOT_YOURS)
    if reason := refusal_to_add(item.member) or refusal(item, timezone.localdate(now)):
        raise Refused(reason)
    item.recorded_by, item.recorded_at = by, now
    item.save()
    if item.supervision and item.kind in SEEN_BY_SUPERVISOR:
        messages.word_asked(item, now)
    return item


@transaction.atomic
def correct(old: Evidence, item: Evidence, by: "User", now: datetime) -> Evidence:
    """Put a corrected fact beside the old one, which counts on until the new one is verified. Raises Refused."""
    standing.lock(old.member)
    old = Evidence.objects.select_related("member", "correction").get(pk=old.pk)
    if reason := refusal_to_change(old, by):
        raise Refused(reason)
    item.member, item.kind, item.corrects = old.member, old.kind, old
    item = claim(item, by, now)
    if old.verified_on is None:
        Evidence.objects.filter(pk=old.pk).update(superseded_by=item)
    return item


def refusal_to_change(item: Evidence, by: "User") -> Refusal | None:
    """Say why this person cannot correct this fact, or None if they can."""
    if item.member.user_id != by.pk:
        return Refusal.NOT_YOURS
    is_gone = item.superseded_by_id or item.set_aside_on or Evidence.objects.filter(corrects=item).exists()
    return Refusal.GONE if is_gone else refusal_to_add(item.member)


@transaction.atomic
def take_back(item: Evidence, by: "User", now: datetime) -> Evidence:
    """Take back what nobody has verified; the row stays, and says so. Raises Refused."""
    standing.lock(item.member)
    item = Evidence.objects.select_related("member").get(pk=item.pk)
    if reason := refusal_to_change(item, by):
        raise Refused(reason)
    if item.verified_on:
        raise Refused(Refusal.VERIFIED)
    return put_aside(item, SetAside.TAKEN_BACK, by, now)


def refusal_to_set_aside(item: Evidence, by: "User") -> Refusal | None:
    """Say why this person cannot set this claim aside, or None if they can."""
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if item.member.user_id == by.pk:
        return Refusal.OWN
    if not coordinators.may_decide_about(by, item.member):
        return Refusal.ELSEWHERE
    if item.verified_on:
        return Refusal.VERIFIED
    return Refusal.GONE if item.superseded_by_id or item.set_aside_on else None


@transaction.atomic
def set_aside(item: Evidence, why: SetAside, by: "User", now: datetime) -> Evidence:
    """Set aside what could not be verified, and tell its writer what to do. Raises Refused."""
    standing.lock(item.member)
    item = Evidence.objects.select_related("member__user").get(pk=item.pk)
    if reason := refusal_to_set_aside(item, by):
        raise Refused(reason)
    put_aside(item, why, by, now)
    messages.set_aside(item, now)
    return item


def put_aside(item: Evidence, why: SetAside, by: "User", now: datetime) -> Evidence:
    """Write that a claim counts no more; what it would have corrected can be corrected again."""
    item.set_aside_on, item.set_aside_by_name, item.set_aside_why = timezone.localdate(now), name_of(by), why
    item.corrects = None
    item.save(update_fields=["set_aside_on", "set_aside_by_name", "set_aside_why", "corrects"])
    return item
