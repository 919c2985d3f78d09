"""What a coordinator decides about an application: each decision is recorded with its letter and can be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .. import directory, messages, standing
from ..models import Application, Decision, Evidence
from ..models.application import DecisionKind
from ..names import name_of
from ..stages import Against
from .applying import lock
from .refusals import LED_TO, Refusal, Refused, refusal_to_approve, refusal_to_decide, refusal_to_undo

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
    member = application.member
    for evidence, against in checked.items():
        standing.mark_verified(evidence, by_name=decision.by_name, by=by, against=against, now=now, decision=decision)
    member.joined_on = timezone.localdate(now)
    member.save(update_fields=["joined_on"])
    standing.derive(member, by=by, by_name=decision.by_name, now=now, why="Application approved")
    directory.refresh(member)
    messages.approved(decision)
    return decision


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
    if decision.kind == DecisionKind.APPROVE:
        unjoin(application, by, now)
    messages.undone(decision)
    return decision


def unjoin(application: Application, by: "User", now: datetime) -> None:
    """Someone who has not joined has no verified evidence, so all of theirs is only claimed again."""
    assert application.member  # noqa: S101  made when the application was sent
    member = application.member
    standing.unmark(member.evidence.verified())
    member.joined_on = None
    member.save(update_fields=["joined_on"])
    standing.derive(member, by=by, by_name=name_of(by), now=now, why="Approval undone")
    directory.refresh(member)
