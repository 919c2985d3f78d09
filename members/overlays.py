"""What lies over a standing for a while, and never erases it: on leave, not practising, left the region, retired."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from . import coordinators, standing
from .models import Member, Overlay
from .models.history import OverlayKind
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User


class Refusal(models.TextChoices):
    NOT_YOURS = "not_yours", "Only the member, or a coordinator, records this."
    NOT_JOINED = "not_joined", "This person has not joined."
    FUTURE = "future", "This is in the future. Record it on the day on which it begins."
    TWICE = "twice", "This is recorded already. End it first if it begins anew."
    ENDED = "ended", "This has ended already."
    ENDS_BEFORE = "ends_before", "The last day cannot be before the first."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def may_record(member: Member, by: "User") -> bool:
    return member.user_id == by.pk or coordinators.may_decide_about(by, member)


def refusal_to_begin(member: Member, kind: str, since: date, by: "User", on: date) -> Refusal | None:
    """Say why this cannot be recorded of this member, or None if it can."""
    if not may_record(member, by):
        return Refusal.NOT_YOURS
    if member.joined_on is None:
        return Refusal.NOT_JOINED
    if since > on:
        return Refusal.FUTURE
    return Refusal.TWICE if member.overlays.filter(kind=kind, until=None).exists() else None


@transaction.atomic
def begin(member: Member, kind: OverlayKind, since: date, by: "User", now: datetime) -> Overlay:
    """Record that something lies over a member's standing from a day on; the stage stays what it is. Raises Refused."""
    member = standing.lock(member)
    if reason := refusal_to_begin(member, kind, since, by, timezone.localdate(now)):
        raise Refused(reason)
    recorded = {"recorded_by_name": name_of(by), "recorded_at": now}
    return Overlay.objects.create(member=member, kind=kind, since=since, **recorded)


@transaction.atomic
def end(overlay: Overlay, until: date, by: "User", now: datetime) -> Overlay:
    """Record from which day on it lies there no more; the row stays. Raises Refused."""
    standing.lock(overlay.member)
    overlay = Overlay.objects.select_related("member").get(pk=overlay.pk)
    if reason := refusal_to_end(overlay, until, by, timezone.localdate(now)):
        raise Refused(reason)
    overlay.until = until
    overlay.save(update_fields=["until"])
    return overlay


def refusal_to_end(overlay: Overlay, until: date, by: "User", on: date) -> Refusal | None:
    """Say why this cannot be ended on that day, or None if it can."""
    if not may_record(overlay.member, by):
        return Refusal.NOT_YOURS
    if overlay.until:
        return Refusal.ENDED
    if until > on:
        return Refusal.FUTURE
    return Refusal.ENDS_BEFORE if until < overlay.since else None
