"""What a coordinator decides about an application: each decision is recorded with its letter and can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .. import directory, messages, standing
from ..models import Application, Decision, Evidence, Member, Pathway
from ..models.application import DecisionKind
from ..names import name_of
from ..stages import Against, EvidenceKind, Precision
from .applying import lock, write_member
from .refusals import (
    LED_TO,
    LETTING_IN,
    Refusal,
    Refused,
    refusal_to_approve,
    refusal_to_decide,
    refusal_to_undo,
    refusal_to_welcome,
)

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def approve(
    application: Application, by: "User", checked: Mapping[Evidence, Against], letter: str, now: datetime
) -> Decision:
    """Let someone in: they join today, with each piece of evidence verified that the coordinator checked."""
    application = lock(application)
    if reason := refusal_to_approve(application, by, checked.keys(), timezone.localdate(now)):
        raise Refused(reason)
    assert application.member  # noqa: S101  made when the application was sent
    decision = record(application, DecisionKind.APPROVE, by, letter, now)
    let_in(application.member, decision, checked, "Application approved", now)
    messages.approved(decision)
    return decision


@dataclass(frozen=True)
class Course:
    """What a coordinator saw of the course that somebody is on."""

    name: str
    route: Pathway
    begun_on: date
    provider: str
    against: Against


@transaction.atomic
def welcome(application: Application, by: "User", course: Course, letter: str, now: datetime) -> Decision:
    """Let somebody in who is on a course, as a guest with a pathway; they apply in full once they are trained."""
    application = lock(application)
    if reason := refusal_to_welcome(application, by, course.route, course.begun_on, timezone.localdate(now)):
        raise Refused(reason)
    decision = record(application, DecisionKind.WELCOME, by, letter, now)
    application.name = course.name
    application.member = member = write_member(application)
    application.save(update_fields=["name", "member"])
    begun = Evidence.objects.create(
        member=member,
        kind=EvidenceKind.COURSE_BEGUN,
        happened_on=course.begun_on.replace(day=1),
        precision=Precision.MONTH,
        pathway=course.route,
        provider=course.provider,
        recorded_by=by,
        recorded_at=now,
    )
    let_in(member, decision, {begun: course.against}, "Let in while in training", now)
    messages.welcomed(decision)
    return decision


def let_in(member: Member, decision: Decision, checked: Mapping[Evidence, Against], why: str, now: datetime) -> None:
    """They join today, with each piece of evidence verified that the coordinator checked."""
    by, by_name = decision.by, decision.by_name
    for evidence, against in checked.items():
        standing.mark_verified(evidence, by_name=by_name, by=by, against=against, now=now, decision=decision)
    member.joined_on = member.joined_on or timezone.localdate(now)
    member.save(update_fields=["joined_on"])
    standing.derive(member, by=by, by_name=by_name, now=now, why=why)
    directory.refresh(member)


@transaction.atomic
def ask_more(application: Application, by: "User", letter: str, now: datetime) -> Decision:
    """Ask the applicant for what is missing; they change their answers and send them again."""
    decision = decide(application, DecisionKind.ASK_MORE, by, letter, now)
    messages.more_asked(decision)
    return decision


@transaction.atomic
def park(application: Application, by: "User", letter: str, now: datetime) -> Decision:
    """Say "not yet": the application waits until its writer has completed a training."""
    decision = decide(application, DecisionKind.PARK, by, letter, now)
    messages.parked(decision)
    return decision


@transaction.atomic
def decline(application: Application, by: "User", reason: str, letter: str, now: datetime) -> Decision:
    """Decline, with a reason for the network's records and a letter for the applicant."""
    if not reason.strip():
        raise Refused(Refusal.NO_REASON)
    decision = decide(application, DecisionKind.DECLINE, by, letter, now, reason)
    messages.declined(decision)
    return decision


def decide(
    application: Application, kind: DecisionKind, by: "User", letter: str, now: datetime, reason: str = ""
) -> Decision:
    """One decision under the lock: of two coordinators at once, the second is told that it is decided."""
    application = lock(application)
    if refused := refusal_to_decide(application, kind, by):
        raise Refused(refused)
    return record(application, kind, by, letter, now, reason)


def record(
    application: Application, kind: DecisionKind, by: "User", letter: str, now: datetime, reason: str = ""
) -> Decision:
    """Write the decision and the state that follows; the caller holds the lock."""
    if not letter.strip():
        raise Refused(Refusal.NO_LETTER)
    decision = Decision.objects.create(
        application=application,
        kind=kind,
        state_before=application.state,
        by=by,
        by_name=name_of(by),
        at=now,
        reason=reason,
        letter=letter,
    )
    application.state = LED_TO[kind]
    application.save(update_fields=["state"])
    return decision


@transaction.atomic
def undo(decision: Decision, by: "User", now: datetime) -> Decision:
    """Take a decision back within 30 days: everything is as before it, and its letter is withdrawn or corrected."""
    application = lock(decision.application)
    decision = Decision.objects.get(pk=decision.pk)
    decision.application = application
    if reason := refusal_to_undo(decision, by, now):
        raise Refused(reason)
    decision.undone_at, decision.undone_by_name = now, name_of(by)
    decision.save(update_fields=["undone_at", "undone_by_name"])
    application.state = decision.state_before
    application.save(update_fields=["state"])
    if decision.kind in LETTING_IN:
        unjoin(application, decision, by, now)
    messages.undone(decision)
    return decision


def unjoin(application: Application, decision: Decision, by: "User", now: datetime) -> None:
    """Who has not joined has no verified evidence, so all of theirs is only claimed again; a guest stays one."""
    assert application.member  # noqa: S101  made when they were let in, or before
    member = application.member
    if application.decisions.filter(kind=DecisionKind.WELCOME, undone_at=None).exists():
        standing.unmark(member.evidence.verified().filter(verified_in=decision))
    else:
        standing.unmark(member.evidence.verified())
        member.joined_on = None
        member.save(update_fields=["joined_on"])
    standing.derive(member, by=by, by_name=name_of(by), now=now, why="Approval undone")
    directory.refresh(member)
