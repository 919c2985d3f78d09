"""The first member, whom no coordinator can verify yet: recorded by the set-up command with what was seen."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from .. import coordinators, directory, standing
from ..models import Evidence, Member, Pathway
from ..stages import Against, EvidenceKind
from .refusals import Refusal, Refused

if TYPE_CHECKING:
    from accounts.models import User


def refusal_to_found(user: "User", route: Pathway, trained_on: date, on: date) -> Refusal | None:
    """Say why the command cannot make this person a member, or None: only while no other coordinator could verify."""
    if coordinators.everybody().exclude(pk=user.pk).exists():
        return Refusal.NOT_FIRST
    if Member.objects.filter(user=user).exists():
        return Refusal.KNOWN
    return None if route.gives_entry and trained_on <= on else Refusal.NOT_RECOGNISED


@transaction.atomic
def found(
    user: "User", name: str, route: Pathway, trained_on: date, against: Against, by_name: str, now: datetime
) -> Member:
    """Make the first coordinator a member, on the word of whoever sets the network up and saw the evidence."""
    coordinators.lock_group()
    on = timezone.localdate(now)
    if reason := refusal_to_found(user, route, trained_on, on):
        raise Refused(reason)
    member = Member.objects.create(user=user, name=name, joined_on=on)
    evidence = Evidence.objects.create(
        member=member,
        kind=EvidenceKind.INITIAL_TRAINING,
        happened_on=trained_on,
        pathway=route,
        recorded_at=now,
    )
    standing.mark_verified(evidence, by_name=by_name, by=None, against=against, now=now)
    standing.derive(member, by=None, by_name=by_name, now=now, why="By the set-up command")
    directory.refresh(member)
    return member
