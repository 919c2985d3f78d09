"""What an applicant does: begin, send, wait for a training, withdraw."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from .. import answers, directory, messages, standing
from ..models import Application, Evidence, Member, Pathway
from ..models.application import State, TrainingStatus
from ..pathways import in_effect
from ..stages import CaseState, EvidenceKind, Ordinal, Precision, Result
from .refusals import (
    Refusal,
    Refused,
    refusal_to_apply,
    refusal_to_submit,
    refusal_to_wait,
    refusal_to_withdraw,
)

if TYPE_CHECKING:
    from accounts.models import User

# What a person says of themselves in an application and keeps as a member.
ABOUT_THE_PERSON = (
    "name",
    "profession",
    "job_title",
    "body",
    "registration_number",
    "organisation",
    "organisation_other",
    "service",
    "area",
)
ABOUT_THE_TRAINING = (
    "training_status",
    "route",
    "provider",
    "completed_on",
    "completed_precision",
    "seeing_cases",
    "cases_since",
    "accredited",
    "accredited_since",
    "supervisor",
    "supervisor_since",
)
# What an application says about somebody's training; what they add as a guest is no part of it.
CLAIMED = (
    EvidenceKind.INITIAL_TRAINING,
    EvidenceKind.ROLE_PLAY,
    EvidenceKind.TRAINING_CASE,
    EvidenceKind.ACCREDITED,
    EvidenceKind.SUPERVISOR,
)
# The case of somebody who applies is their first, and goes on.
FIRST_CASE = {EvidenceKind.TRAINING_CASE: {"ordinal": Ordinal.A, "case_state": CaseState.OPEN}}
# Who has no date yet is asked once, half a year later.
ASK_AGAIN_AFTER = relativedelta(months=6)


def draft_of(user: "User") -> Application:
    """The open application of this person, or a new one, not saved, that begins with their earlier answers."""
    own = Application.objects.filter(user=user)
    return own.open().first() or Application(user=user, **earlier_answers(user))


def earlier_answers(user: "User") -> dict[str, Any]:
    """What someone who applies again need not type again; to the terms they agree anew."""
    earlier = Application.objects.filter(user=user).order_by("-pk").first()
    if earlier is None:
        return {}
    return {field: getattr(earlier, field) for field in (*ABOUT_THE_PERSON, *ABOUT_THE_TRAINING)}


@transaction.atomic
def begin(user: "User", now: datetime) -> Application:
    """Give this person their open application, made if there is none. Raises Refused for who is in the network."""
    if reason := refusal_to_apply(user):
        raise Refused(reason)
    new = {"created_at": now, **earlier_answers(user)}
    application, _ = Application.objects.open().get_or_create(user=user, defaults=new)
    return application


@transaction.atomic
def submit(application: Application, now: datetime) -> Application:
    """Send an application: from now on there is a member's row with what was claimed, which proves nothing yet.

    Raises Refused; if answers are missing, with the pages on which they are.
    """
    application = lock(application)
    on = timezone.localdate(now)
    if reason := refusal_to_submit(application, on):
        raise Refused(reason, answers.problems(application, on) if reason == Refusal.INCOMPLETE else None)
    application.member = write_member(application)
    claim(application, application.member, now)
    application.state, application.submitted_at = State.SUBMITTED, now
    application.save(update_fields=["member", "state", "submitted_at"])
    messages.received(application, now)
    return application


@transaction.atomic
def wait_for_training(application: Application, now: datetime) -> Application:
    """Put an application aside until its writer is trained; nobody is refused for being at the beginning."""
    application = lock(application)
    if reason := refusal_to_wait(application, timezone.localdate(now)):
        raise Refused(reason)
    application.state = State.PARKED
    application.tell_on = day_to_tell(application, timezone.localdate(now)) if application.tell_me else None
    application.save(update_fields=["state", "tell_on"])
    messages.waiting_for_training(application, now)
    return application


def day_to_tell(application: Application, on: date) -> date:
    """When the course has ended; without a date, half a year from now."""
    if application.training_status == TrainingStatus.BOOKED and application.booked_for:
        return application.booked_for + relativedelta(months=1)
    return on + ASK_AGAIN_AFTER


def tell_those_who_waited(now: datetime) -> int:
    """Write, once each, to those who asked to be told when they may join; a job of `tick`."""
    due = Application.objects.to_be_told(timezone.localdate(now))
    return sum(tell(application, now) for application in due)


@transaction.atomic
def tell(application: Application, now: datetime) -> bool:
    still_due = Application.objects.to_be_told(timezone.localdate(now)).filter(pk=application.pk)
    if not still_due.update(tell_on=None):
        return False
    messages.may_join(application, now)
    return True


@transaction.atomic
def withdraw(application: Application) -> Application:
    """Take one's application back, at any time before it is decided; how long it is kept counts from then."""
    application = lock(application)
    if reason := refusal_to_withdraw(application):
        raise Refused(reason)
    application.state, application.tell_on = State.WITHDRAWN, None
    application.save(update_fields=["state", "tell_on", "updated_at"])
    return application


def lock(application: Application) -> Application:
    """Lock the person, if they have a row, then the application, and read both anew; every verb here begins so."""
    for member in Member.objects.filter(user=application.user_id):
        standing.lock(member)
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)


def write_member(application: Application) -> Member:
    """Keep on the member's row what the application says; a registration that changed is no longer checked."""
    member = Member.objects.filter(user=application.user).first() or Member(user=application.user)
    if (member.body_id, member.registration_number) != (application.body_id, application.registration_number):
        member.registration_checked_on = None
    for field in ABOUT_THE_PERSON:
        setattr(member, field, getattr(application, field))
    member.save()
    directory.refresh(member)
    return member


def claim(application: Application, member: Member, now: datetime) -> None:
    """Record what is claimed as evidence; a claim that nobody verified gives way to the new answer."""
    claims = claims_of(application, route_then(application))
    for item in member.evidence.claimed().filter(kind__in=CLAIMED, supervision=None):
        same = next((each for each in claims if all(getattr(item, key) == each[key] for key in each)), None)
        if same:
            claims.remove(same)
        else:
            item.delete()
    Evidence.objects.bulk_create(
        Evidence(member=member, recorded_by=application.user, recorded_at=now, **each) for each in claims
    )


def route_then(application: Application) -> Pathway | None:
    """The route with the rules of the day on which it was completed, because people finish by those."""
    if application.route is None or application.completed_on is None:
        return application.route
    return in_effect(application.route, application.completed_on)


def claims_of(application: Application, route: Pathway | None) -> list[dict[str, Any]]:
    """The dated facts that an application claims, by the rules of that route; only the first is known to the day."""
    month = {"precision": Precision.MONTH, "pathway": None, "provider": ""}
    training = {
        "kind": EvidenceKind.INITIAL_TRAINING,
        "happened_on": application.completed_on,
        "precision": application.completed_precision,
        "pathway": route,
        "provider": application.provider,
    }
    role_play = {
        "kind": EvidenceKind.ROLE_PLAY,
        "happened_on": (application.completed_on or date.max).replace(day=1),
        "result": Result.PASS,
        **month,
    }
    later = [
        (application.accredited, EvidenceKind.ACCREDITED, application.accredited_since),
        (application.accredited and application.supervisor, EvidenceKind.SUPERVISOR, application.supervisor_since),
        (not application.accredited and application.seeing_cases, EvidenceKind.TRAINING_CASE, application.cases_since),
    ]
    claims = [
        {"kind": kind, "happened_on": day, **month, **FIRST_CASE.get(kind, {})} for is_so, kind, day in later if is_so
    ]
    # Nobody sees cases before they have passed the role-play at the end of the course, so it is claimed with them.
    has_cases = any(each["kind"] == EvidenceKind.TRAINING_CASE for each in claims)
    return [training, *([role_play] if has_cases else []), *claims]
