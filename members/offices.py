"""Verbs that give and end an office: coordinator for everything or an area, auditor, service lead."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import models, transaction

from accounts import addresses

from . import messages
from .coordinators import (
    AREA_GROUP,
    AUDITORS,
    BY_SET_UP,
    GROUP,
    SERVICE_LEADS,
    Refusal,
    Refused,
    areas_of,
    for_everything,
    holding,
    is_for_everything,
    is_last,
    lock_group,
    refusal_to_be_given,
    refusal_to_hold,
)
from .models import Appointment, Area, AreaDuty
from .models.history import OfficeKind
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

GROUPS = {
    OfficeKind.COORDINATOR: (GROUP, AREA_GROUP),
    OfficeKind.AUDITOR: (AUDITORS,),
    OfficeKind.SERVICE_LEAD: (SERVICE_LEADS,),
}
# Those who open the admin, with a second step.
AT_THE_DESK = (OfficeKind.COORDINATOR, OfficeKind.AUDITOR)


def office_of(user: "User") -> OfficeKind | None:
    """What somebody is today; nobody holds two offices."""
    held = (office for office, groups in GROUPS.items() if holding(*groups).filter(pk=user.pk).exists())
    return next(held, None)


def holders() -> "models.QuerySet[User]":
    """Everybody who holds an office today."""
    return holding(*(name for names in GROUPS.values() for name in names))


def refusal(user: "User", office: OfficeKind, areas: Collection[Area], by: "User") -> Refusal | None:
    """Say why this person cannot give that one this office, or None if they can.

    Of a coordinator the areas may change; somebody has to stay coordinator for everything.
    """
    if reason := refusal_to_be_given(user, by):
        return reason
    if areas and office != OfficeKind.COORDINATOR:
        return Refusal.ONLY_COORDINATORS
    held = office_of(user)
    if held and held != office:
        return Refusal.OTHER_OFFICE
    if held and set(areas_of(user)) == set(areas):
        return Refusal.ALREADY
    return Refusal.LAST if held and areas and is_for_everything(user) and is_last(user) else None


def refusal_to_end(user: "User", office: OfficeKind, by: "User") -> Refusal | None:
    """Say why this person cannot end that one's office, or None if they can; one may step down oneself."""
    if not is_for_everything(by):
        return Refusal.NOT_COORDINATOR
    if office_of(user) != office:
        return Refusal.NOT_ONE
    return Refusal.LAST if is_for_everything(user) and is_last(user) else None


@transaction.atomic
def appoint(
    user: "User", office: OfficeKind, areas: Collection[Area], by: "User", why: str, now: datetime
) -> Appointment:
    """Give somebody an office, or a coordinator other areas; a written reason is kept and they are told.

    Raises Refused.
    """
    lock_group()
    if reason := refusal(user, office, areas, by):
        raise Refused(reason)
    return given(user, office, areas, by, why, now)


@transaction.atomic
def appoint_at_set_up(email: str, by_name: str, now: datetime) -> Appointment:
    """Make someone a coordinator from the command line, where no coordinator can; it is recorded as such."""
    lock_group()
    user = addresses.enter(email)
    if reason := refusal_to_hold(user):
        raise Refused(reason)
    if is_for_everything(user):
        raise Refused(Refusal.ALREADY)
    row = write(user, OfficeKind.COORDINATOR, by=None, by_name=by_name, why=BY_SET_UP, now=now)
    tell_colleagues(row)
    return row


def give_back(user: "User", by: "User", why: str, now: datetime) -> None:
    """Whoever leaves holds no office any more, and their colleagues are told; the caller holds the lock."""
    if office := office_of(user):
        tell_colleagues(write(user, office, appointed=False, by=by, by_name=name_of(by), why=why, now=now))


@transaction.atomic
def end(user: "User", office: OfficeKind, by: "User", why: str, now: datetime) -> Appointment:
    """End somebody's office; never that of the last coordinator for everything. Raises Refused."""
    lock_group()
    if reason := refusal_to_end(user, office, by):
        raise Refused(reason)
    return given(user, office, (), by, why, now, appointed=False)


def given(
    user: "User",
    office: OfficeKind,
    areas: Collection[Area],
    by: "User",
    why: str,
    now: datetime,
    *,
    appointed: bool = True,
) -> Appointment:
    """Write that somebody was given an office or that it was ended, and tell them and their colleagues why."""
    if not why.strip():
        raise Refused(Refusal.NO_REASON)
    row = write(user, office, areas, appointed=appointed, by=by, by_name=name_of(by), why=why, now=now)
    messages.office(row)
    tell_colleagues(row)
    return row


def write(
    user: "User",
    office: OfficeKind,
    areas: Collection[Area] = (),
    *,
    appointed: bool = True,
    by: "User | None",
    by_name: str,
    why: str,
    now: datetime,
) -> Appointment:
    """Write that somebody holds this office alone, or none, with a row of history; the caller holds the lock."""
    put(user, office if appointed else None, areas)
    return Appointment.objects.create(
        user=user,
        name=name_of(user),
        office=office,
        areas=", ".join(area.name for area in areas)[:300],
        appointed=appointed,
        by=by,
        by_name=by_name,
        at=now,
        why=why,
    )


def tell_colleagues(row: Appointment) -> None:
    """Nobody becomes a coordinator, for other areas or none, without every colleague for everything reading of it."""
    if row.office != OfficeKind.COORDINATOR:
        return
    for colleague in for_everything().exclude(pk__in=[pk for pk in (row.user_id, row.by_id) if pk]):
        messages.coordinator_named(row, colleague)


def put(user: "User", office: OfficeKind | None, areas: Collection[Area]) -> None:
    """Groups, duties and `is_staff` together."""
    AreaDuty.objects.filter(user=user).delete()
    user.groups.remove(*Group.objects.filter(name__in=[name for names in GROUPS.values() for name in names]))
    if office:
        name = AREA_GROUP if areas else GROUPS[office][0]
        user.groups.add(Group.objects.get(name=name))
        AreaDuty.objects.bulk_create(AreaDuty(user=user, area=area) for area in areas)
    user.is_staff = office in AT_THE_DESK
    user.save(update_fields=["is_staff"])
