"""What a coordinator does about a member besides evidence: registration checked, suspension, leaving, coming back."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from . import coordinators, directory, standing
from .models import Leaving, Member, MemberChange
from .models.history import ChangeKind
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User


class Refusal(models.TextChoices):
    NOT_COORDINATOR = "not_coordinator", "Only coordinators do this."
    ELSEWHERE = "elsewhere", coordinators.ELSEWHERE
    OWN = "own", "This is about yourself. Ask another coordinator."
    NO_REASON = "no_reason", "Say why, for the network's records."
    NO_NUMBER = "no_number", "There is no registration number to look up."
    CHECKED = "checked", "The registration was checked today already."
    NOT_JOINED = "not_joined", "This person has not joined."
    LEFT = "left", "This person has left the network."
    NOT_LEFT = "not_left", "This person has not left the network."
    WILL_BE_ERASED = "will_be_erased", "This person will be erased. Stop the erasure instead: then they are back."
    SUSPENDED = "suspended", "This person is suspended already."
    NOT_SUSPENDED = "not_suspended", "This person is not suspended."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(member: Member, kind: ChangeKind, by: "User", on: date) -> Refusal | None:
    """Say why this person cannot do this about that member, or None if they can; of oneself one only leaves."""
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if member.user_id == by.pk and kind != ChangeKind.LEFT:
        return Refusal.OWN
    if not coordinators.decides_in(by, area_of(member, by)):
        return Refusal.ELSEWHERE
    if kind == ChangeKind.REGISTRATION_CHECKED:
        return refusal_to_check(member, on)
    if member.joined_on is None:
        return Refusal.NOT_JOINED
    if kind == ChangeKind.CAME_BACK:
        return refusal_to_come_back(member)
    if member.left_on:
        return Refusal.LEFT
    if kind == ChangeKind.SUSPENDED and member.suspended_on:
        return Refusal.SUSPENDED
    return Refusal.NOT_SUSPENDED if kind == ChangeKind.RESTORED and not member.suspended_on else None


def area_of(member: Member, by: "User") -> int | None:
    """Who opens the desk belongs to no area: only coordinators for the whole network suspend them or let them go."""
    opens_the_desk = member.user is not None and member.user.is_staff and member.user_id != by.pk
    return None if opens_the_desk else member.area_id


def refusal_to_come_back(member: Member) -> Refusal | None:
    if member.left_on is None:
        return Refusal.NOT_LEFT
    return Refusal.WILL_BE_ERASED if Leaving.objects.running().filter(user=member.user_id or 0).exists() else None


def refusal_to_check(member: Member, on: date) -> Refusal | None:
    if not member.registration_number:
        return Refusal.NO_NUMBER
    return Refusal.CHECKED if member.registration_checked_on == on else None


def check_registration(member: Member, by: "User", now: datetime) -> MemberChange:
    """Record that the number stands on the body's public register today; also for someone who has not joined yet."""
    return change(member, ChangeKind.REGISTRATION_CHECKED, by, "", now, registration_checked_on=timezone.localdate(now))


def suspend(member: Member, by: "User", reason: str, now: datetime) -> MemberChange:
    """Take the network's pages from a member for a while; their places are free at once."""
    return change(member, ChangeKind.SUSPENDED, by, reason, now, suspended_on=timezone.localdate(now))


def restore(member: Member, by: "User", reason: str, now: datetime) -> MemberChange:
    """Lift a suspension."""
    return change(member, ChangeKind.RESTORED, by, reason, now, suspended_on=None)


def leave(member: Member, by: "User", reason: str, now: datetime) -> MemberChange:
    """Record that a member has left the network as of today; their places are free at once."""
    return change(member, ChangeKind.LEFT, by, reason, now, left_on=timezone.localdate(now))


def come_back(member: Member, by: "User", reason: str, now: datetime) -> MemberChange:
    """Record that somebody who left is a member again, with their history; what they gave up stays given up."""
    return change(member, ChangeKind.CAME_BACK, by, reason, now, left_on=None)


@transaction.atomic
def change(
    member: Member, kind: ChangeKind, by: "User", reason: str, now: datetime, **fields: date | None
) -> MemberChange:
    """Write a fact with its row of history; whoever may no longer take part loses what depends on it."""
    member = standing.lock(member)
    if refused := refusal(member, kind, by, timezone.localdate(now)):
        raise Refused(refused)
    if kind != ChangeKind.REGISTRATION_CHECKED and not reason.strip():
        raise Refused(Refusal.NO_REASON)
    for name, value in fields.items():
        setattr(member, name, value)
    member.save(update_fields=list(fields))
    directory.refresh(member)
    standing.settle_eligibility(member, now, kind.label)
    by_name = name_of(by)
    return MemberChange.objects.create(member=member, kind=kind, by=by, by_name=by_name, at=now, reason=reason)
