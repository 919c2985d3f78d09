"""Who does what at one meeting: its coordinator, who takes the minutes, who stands at the door."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from members import coordinators, eligibility, standing
from members.models import Member
from members.models.member import MemberQuerySet
from members.names import name_of

from . import messages, places
from .models import Meeting, Role
from .recording import record
from .words import Deed, Duty, Status

if TYPE_CHECKING:
    from accounts.models import User


class Refusal(models.TextChoices):
    """Why somebody does not get a role, or does not lose it."""

    NOT_ELIGIBLE = "not_eligible", "Only somebody who may take part can have a role at a meeting."
    NOT_COORDINATOR = (
        "not_coordinator",
        "Only one of the network’s coordinators, who is a member too, can be the coordinator of a meeting.",
    )
    NEEDS_ONE = "needs_one", "A meeting keeps a coordinator: hand it to another one instead."
    OVER = "over", "This meeting is over."
    CANCELLED = "cancelled", "This meeting is cancelled."


class Refused(Exception):
    """A role was not given or not taken away; `reason` says why, in words for the coordinator."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(meeting: Meeting, duty: str, member: Member | None, now: datetime) -> Refusal | None:
    """Say why this member cannot have this role, or None if they can; no member means that nobody has it."""
    if meeting.status == Status.CANCELLED:
        return Refusal.CANCELLED
    if now >= meeting.ends_at:
        return Refusal.OVER
    if member is None:
        return Refusal.NEEDS_ONE if duty == Duty.COORDINATOR else None
    return unfit(duty, member, now)


def unfit(duty: str, member: Member, now: datetime) -> Refusal | None:
    """Say why this member cannot do this job at any meeting, or None if they can."""
    if eligibility.refusal(member, timezone.localdate(now)):
        return Refusal.NOT_ELIGIBLE
    if duty == Duty.COORDINATOR and not (member.user and coordinators.is_for_everything(member.user)):
        return Refusal.NOT_COORDINATOR
    return None


def does(meeting: Meeting, member: Member, duties: Iterable[Duty], now: datetime) -> bool:
    """Whether somebody has one of these roles, and still may: a row stays where nobody has handed it on."""
    held = meeting.roles.filter(duty__in=duties, member=member).values_list("duty", flat=True)
    return any(unfit(duty, member, now) is None for duty in held)


@transaction.atomic
def give(meeting: Meeting, duty: str, member: Member, now: datetime, *, by: "User | None") -> Role:
    """Give a role to one person, who is told; whoever had it is told too. The same again changes nothing.

    Raises Refused.
    """
    member, meeting = standing.lock(member), places.lock(meeting)
    if reason := refusal(meeting, duty, member, now):
        raise Refused(reason)
    held = holder(meeting, duty)
    if held and held.member_id == member.pk:
        return held
    had = held.member if held else None
    role = held or Role(meeting=meeting, duty=duty)
    role.member, role.given_at, role.given_by_name = member, now, name_of(by) if by else ""
    role.save()
    write_down(meeting, duty, had, member, now, by)
    return role


@transaction.atomic
def take_away(meeting: Meeting, duty: str, now: datetime, *, by: "User | None") -> None:
    """Let nobody have a role any more; never the coordinator's. Raises Refused."""
    meeting = places.lock(meeting)
    if reason := refusal(meeting, duty, None, now):
        raise Refused(reason)
    if held := holder(meeting, duty):
        held.delete()
        write_down(meeting, duty, held.member, None, now, by)


def holder(meeting: Meeting, duty: str) -> Role | None:
    return meeting.roles.filter(duty=duty).select_related("member__user").first()


def write_down(
    meeting: Meeting, duty: str, had: Member | None, has: Member | None, now: datetime, by: "User | None"
) -> None:
    """Record who had a role and who has it, and tell both, unless it was their own doing."""
    label = Duty(duty).label
    record(meeting, Deed.ROLE, now, by, f"{label}: {had or '–'} → {has or '–'}")
    for member, is_given in ((had, False), (has, True)):
        if member and not (by and member.user_id == by.pk):
            messages.role_changed(meeting, member, Duty(duty), now, is_given=is_given)


def take_over(meeting: Meeting, now: datetime) -> list[Role]:
    """Give a new meeting the roles of the meeting before it, as far as these people may still have them.

    They are not written to: the draft is not announced yet, and its announcement reaches them too.
    """
    before = Meeting.objects.exclude(status=Status.CANCELLED).filter(starts_at__lt=meeting.starts_at)
    last = before.exclude(pk=meeting.pk).exclude(roles=None).order_by("-starts_at", "-pk").first()
    held = last.roles.select_related("member__user") if last else []
    roles = [
        Role(meeting=meeting, duty=role.duty, member=role.member, given_at=now, given_by_name=role.given_by_name)
        for role in held
        if refusal(meeting, role.duty, role.member, now) is None
    ]
    return Role.objects.bulk_create(roles)


def release(member: Member, now: datetime, why: str) -> None:
    """Free the roles of somebody who may not take part any more, and tell the coordinators once.

    Who coordinates a meeting keeps its row until it is handed on: the desk says that it needs a coordinator.
    """
    coming = Role.objects.filter(member=member, meeting__ends_at__gt=now).exclude(meeting__status=Status.CANCELLED)
    held = coming.exclude(duty=Duty.COORDINATOR).select_related("meeting").order_by("meeting_id")
    # Asked again as it goes: somebody else may have been given the role at this moment.
    freed = [role for role in held if Role.objects.filter(pk=role.pk, member=member).delete()[0]]
    for role in freed:
        record(role.meeting, Deed.ROLE, now, None, f"{role.get_duty_display()}: {member} → – ({why})")
    for coordinator in coordinators.for_everything().exclude(member=member).order_by("pk") if freed else []:
        messages.roles_free(coordinator, freed, now)


def candidates(duty: str, now: datetime) -> MemberQuerySet:
    """Who may have a role at all."""
    eligible = Member.objects.eligible(timezone.localdate(now)).order_by("name", "pk")
    return eligible.filter(user__in=coordinators.for_everything()) if duty == Duty.COORDINATOR else eligible


def without_coordinator(now: datetime) -> Iterable[Meeting]:
    """Coming meetings whose coordinator cannot be it any more, soonest first."""
    able = candidates(Duty.COORDINATOR, now)
    left = Role.objects.filter(duty=Duty.COORDINATOR).exclude(member__in=able)
    coming = Meeting.objects.exclude(status=Status.CANCELLED).upcoming(now)
    return coming.filter(pk__in=left.values("meeting"))
