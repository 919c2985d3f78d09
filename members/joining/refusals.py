"""Why something about an application is not possible; the page asks to show it, the verb asks again under the lock."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts import addresses

from .. import answers, coordinators
from ..models import Application, Decision, Evidence, Leaving, Member, Pathway
from ..models.application import EDITABLE, OPEN, DecisionKind, State, TrainingStatus
from ..stages import EvidenceKind, Standing

if TYPE_CHECKING:
    from accounts.models import User

UNDO_WITHIN = timedelta(days=30)

LED_TO = {
    DecisionKind.APPROVE: State.APPROVED,
    DecisionKind.ASK_MORE: State.MORE_ASKED,
    DecisionKind.PARK: State.PARKED,
    DecisionKind.DECLINE: State.DECLINED,
    DecisionKind.WELCOME: State.PARKED,
}
# After these somebody is in the network.
LETTING_IN = (DecisionKind.APPROVE, DecisionKind.WELCOME)
DECIDED_FROM = {
    DecisionKind.APPROVE: (State.SUBMITTED,),
    DecisionKind.ASK_MORE: (State.SUBMITTED,),
    DecisionKind.PARK: (State.SUBMITTED, State.MORE_ASKED),
    DecisionKind.DECLINE: (State.SUBMITTED, State.MORE_ASKED),
    DecisionKind.WELCOME: (State.PARKED,),
}


class Refusal(models.TextChoices):
    """Each says what to do instead, where there is something to do."""

    # to an applicant
    MEMBER = "member", "You are in the network already."
    LEFT = "left", "You have left the network. Write to a coordinator if you want to come back."
    LEAVING = "leaving", "Everything about you will be erased. Stop that first, on the page “Leave the network”."
    SENT = "sent", "Your application has been sent already."
    UNVERIFIED = "unverified", "We do not know yet that your address is yours. Sign in again with a code first."
    INCOMPLETE = "incomplete", "Some answers are missing."
    TRAINED = "trained", "You have completed a training, so you can send your application now."
    ENDED = "ended", "This application has ended."
    # to a coordinator
    NOT_COORDINATOR = "not_coordinator", "Only coordinators decide about applications."
    ELSEWHERE = "elsewhere", coordinators.ELSEWHERE
    OWN = "own", "This application is your own. Another coordinator decides."
    ENTERED = "entered", "You entered this colleague. Another coordinator verifies what you entered."
    NOT_WAITING = "not_waiting", "This application is not waiting for a decision any more. See below what was decided."
    CHANGED = "changed", "The answers have changed since you opened this page. Read them again."
    TRAINING_NOT_CHECKED = (
        "training_not_checked",
        "Say against what you checked the initial training. If you could not check it, ask for more.",
    )
    NOT_RECOGNISED = (
        "not_recognised",
        "The training is not on a recognised route, or its date is in the future.",
    )
    NO_REASON = "no_reason", "Say why, for the network's records."
    NO_LETTER = "no_letter", "Write the letter that the applicant will get."
    ELSEWHERE_INVITED = "elsewhere_invited", "Choose an area that you are a coordinator for."
    KNOWN = "known", "This person has applied, or is a member already."
    # to a coordinator who takes a decision back
    UNDONE = "undone", "This decision has been undone already."
    TOO_LATE = "too_late", "A decision can be undone for 30 days."
    OVERTAKEN = "overtaken", "The application has gone on since this decision."
    BEGUN_ANEW = "begun_anew", "They have begun a new application since."
    GONE = "gone", "They have left the network since."
    # at set-up
    NOT_FIRST = "not_first", "There is a coordinator who can verify this. Enter them in the admin."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person, and `problems` which answers are wrong."""

    def __init__(self, reason: Refusal, problems: "dict[answers.Step, answers.Problems] | None" = None) -> None:
        super().__init__(reason.label)
        self.reason, self.problems = reason, problems or {}


def refusal_to_apply(user: "User") -> Refusal | None:
    """Say why this person cannot apply, or None if they can; what somebody who will be erased sends would go too."""
    if Leaving.objects.running().filter(user=user).exists():
        return Refusal.LEAVING
    member = Member.objects.filter(user=user, joined_on__isnull=False).first()
    if member is None or is_guest(member):
        return None
    return Refusal.LEFT if member.left_on else Refusal.MEMBER


def is_guest(member: Member) -> bool:
    """In the network while in training: they apply like everybody else once they are trained."""
    return member.joined_on is not None and member.left_on is None and member.standing == Standing.IN_TRAINING


def refusal_to_submit(application: Application, on: date) -> Refusal | None:
    """Say why this application cannot be sent, or None if it can."""
    if application.state not in EDITABLE:
        return Refusal.SENT if application.state == State.SUBMITTED else Refusal.ENDED
    if reason := refusal_to_apply(application.user):
        return reason
    if not addresses.is_verified(application.user):
        return Refusal.UNVERIFIED
    is_complete = application.training_status == TrainingStatus.COMPLETED and not answers.problems(application, on)
    return None if is_complete else Refusal.INCOMPLETE


def refusal_to_wait(application: Application, on: date) -> Refusal | None:
    """Say why this application cannot wait for a training, or None if it can."""
    if application.state not in EDITABLE:
        return Refusal.SENT if application.state == State.SUBMITTED else Refusal.ENDED
    if application.training_status == TrainingStatus.COMPLETED:
        return Refusal.TRAINED
    return Refusal.INCOMPLETE if answers.problems(application, on) else refusal_to_apply(application.user)


def refusal_to_withdraw(application: Application) -> Refusal | None:
    """Say why this application cannot be withdrawn, or None if it can."""
    return None if application.state in OPEN else Refusal.ENDED


def refusal_to_decide(application: Application, kind: DecisionKind, by: "User") -> Refusal | None:
    """Say why this person cannot decide this, or None if they can: nobody decides about themselves."""
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if application.user_id == by.pk:
        return Refusal.OWN
    if not coordinators.decides_in(by, application.area_id):
        return Refusal.ELSEWHERE
    if kind in LETTING_IN and application.entered_by_id == by.pk:
        return Refusal.ENTERED
    return None if application.state in DECIDED_FROM[kind] else Refusal.NOT_WAITING


def refusal_to_approve(application: Application, by: "User", checked: Collection[Evidence], on: date) -> Refusal | None:
    """Say why this person cannot approve on what they checked, or None: the initial training opens the gate."""
    if reason := refusal_to_decide(application, DecisionKind.APPROVE, by):
        return reason
    assert application.member  # noqa: S101  made when the application was sent
    if not set(checked) <= set(application.member.evidence.current()):
        return Refusal.CHANGED
    training = [item for item in checked if item.kind == EvidenceKind.INITIAL_TRAINING]
    if not training:
        return Refusal.TRAINING_NOT_CHECKED
    is_recognised = any(item.pathway and item.pathway.gives_entry and item.happened_on <= on for item in training)
    return None if is_recognised else Refusal.NOT_RECOGNISED


def refusal_to_welcome(
    application: Application, by: "User", route: Pathway, begun_on: date, on: date
) -> Refusal | None:
    """Say why this person cannot let that one in while in training, or None: the course is recognised and has begun."""
    if reason := refusal_to_decide(application, DecisionKind.WELCOME, by):
        return reason
    if application.member and application.member.joined_on:
        return Refusal.KNOWN
    return None if route.gives_entry and begun_on <= on else Refusal.NOT_RECOGNISED


def refusal_to_undo(decision: Decision, by: "User", now: datetime) -> Refusal | None:
    """Say why this person cannot take this decision back, or None if they can: for 30 days, while it still stands."""
    application = decision.application
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if application.user_id == by.pk:
        return Refusal.OWN
    if not coordinators.decides_in(by, application.area_id):
        return Refusal.ELSEWHERE
    if decision.undone_at:
        return Refusal.UNDONE
    if now > decision.at + UNDO_WITHIN:
        return Refusal.TOO_LATE
    return refusal_because_overtaken(decision, application, timezone.localdate(now))


def refusal_because_overtaken(decision: Decision, application: Application, on: date) -> Refusal | None:
    later = application.decisions.filter(at__gte=decision.at, pk__gt=decision.pk, undone_at=None)
    if application.state != LED_TO[DecisionKind(decision.kind)] or later.exists():
        return Refusal.OVERTAKEN
    if Application.objects.open().filter(user=application.user_id).exclude(pk=application.pk).exists():
        return Refusal.BEGUN_ANEW
    has_left = application.member and application.member.left_on and application.member.left_on <= on
    is_leaving = Leaving.objects.running().filter(user=application.user_id).exists()
    return Refusal.GONE if has_left or is_leaving else None
