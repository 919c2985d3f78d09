"""What still waits for a supervisor's word, and asking for it once more."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from . import messages, supervision
from .models import Evidence, Member
from .stages import SEEN_BY_SUPERVISOR
from .supervision import Refusal, Refused

if TYPE_CHECKING:
    from accounts.models import User


def asked_of(member: Member, on: date) -> list[tuple[Evidence, bool]]:
    """What still waits for the word of somebody's supervisors, each with whether it was asked for today."""
    said = member.evidence.claimed().filter(kind__in=SEEN_BY_SUPERVISOR, supervision__isnull=False, said_on=None)
    found = list(said.filter(happened_on__lte=on).select_related(*supervision.BEHIND).order_by("recorded_at", "pk"))
    today = messages.asked_on(found, on)
    return [(item, item.pk in today) for item in found]


@transaction.atomic
def ask_again(evidence: Evidence, by: "User", now: datetime) -> Evidence:
    """Write to the supervisor once more about a fact, at most once a day. Raises Refused."""
    evidence = supervision.fresh(evidence)
    if reason := refusal_to_ask_again(evidence, by, now):
        raise Refused(reason)
    messages.word_asked(evidence, now, again=True)
    return evidence


def refusal_to_ask_again(evidence: Evidence, by: "User", now: datetime) -> Refusal | None:
    """Say why this person cannot ask for a word about this fact once more, or None if they can."""
    if evidence.member.user_id != by.pk:
        return Refusal.NOT_YOURS
    named, on = evidence.supervision, timezone.localdate(now)
    if named is None or evidence.kind not in SEEN_BY_SUPERVISOR or not supervision.waits(evidence, on):
        return Refusal.NOTHING_TO_ASK
    if not messages.address_of(named):
        return Refusal.NO_ADDRESS
    return Refusal.ASKED_TODAY if messages.asked_on([evidence], on) else None
