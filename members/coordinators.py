"""Who runs the network: what a coordinator may do in the admin, and the verbs that appoint and remove one."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction

from accounts import addresses

from .models import Appointment
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

GROUP = "Coordinators"

# All that a coordinator may do in the admin; to look at users, and never to change users, groups or permissions.
PERMISSIONS = {
    "accounts": ["view_user"],
    "outbox": ["view_incoming", "view_bounce", "view_stoppedaddress", "view_message"],
    "members": [
        *("view_application", "change_application", "view_decision"),
        *("view_member", "add_member", "change_member", "view_memberchange", "view_standingchange"),
        *("view_evidence", "change_evidence"),
        *("view_outsidesupervisor", "change_outsidesupervisor", "view_supervision"),
        *("view_appointment", "change_appointment"),
        *("view_contact", "add_contact", "change_contact", "delete_contact"),
        *("view_organisation", "add_organisation", "change_organisation"),
        *("view_area", "add_area", "change_area", "view_profession", "add_profession", "change_profession"),
        *("view_body", "add_body", "change_body"),
        *("view_pathway", "add_pathway", "change_pathway"),
        *("view_requirement", "add_requirement", "change_requirement", "delete_requirement"),
        *("view_clock", "add_clock", "change_clock", "delete_clock", "view_overlay"),
    ],
    "meetings": [
        *("view_meeting", "add_meeting", "change_meeting", "view_venue", "add_venue", "change_venue"),
        *("view_rsvp", "add_rsvp", "change_rsvp", "view_rsvpchange"),
        *("view_notice", "add_notice", "change_notice", "delete_notice"),
        *("view_series", "add_series", "change_series", "view_poll", "add_poll", "change_poll"),
        *("view_calendarreply", "change_calendarreply"),
        *("view_attendancechange", "view_certificate", "change_certificate", "view_meetingchange"),
    ],
    "minutes": [
        *("view_minutes", "change_minutes", "view_document", "add_document", "change_document"),
        *("view_agendaitem", "change_agendaitem", "view_action", "change_action", "view_resolution"),
    ],
    "dit_network": ["view_page", "change_page"],
}


class Refusal(models.TextChoices):
    """Why someone is not appointed or removed."""

    NOT_COORDINATOR = "not_coordinator", "Only a coordinator appoints and removes coordinators."
    CLOSED = "closed", "This account is closed."
    UNVERIFIED = "unverified", "They have not signed in yet. Ask them to sign in by code first."
    ALREADY = "already", "They are a coordinator already."
    NOT_ONE = "not_one", "They are not a coordinator."
    LAST = "last", "They are the last coordinator. Appoint a successor first."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def load() -> None:
    """Put the group in place with exactly its permissions."""
    group, _ = Group.objects.get_or_create(name=GROUP)
    group.permissions.set(permissions())


def permissions() -> list[Permission]:
    """Find the permissions by name. Raises LookupError for a name that no model has."""
    wanted = {(app, name) for app, names in PERMISSIONS.items() for name in names}
    found = Permission.objects.filter(content_type__app_label__in=PERMISSIONS).select_related("content_type")
    by_name = {(permission.content_type.app_label, permission.codename): permission for permission in found}
    if missing := wanted - by_name.keys():
        raise LookupError(f"No such permissions: {sorted(missing)}")
    return [by_name[name] for name in wanted]


def everybody() -> "models.QuerySet[User]":
    """The coordinators of today."""
    return get_user_model().objects.filter(groups__name=GROUP, is_staff=True, is_active=True)


def is_coordinator(user: "User") -> bool:
    return everybody().filter(pk=user.pk).exists()


def refusal_to_appoint(user: "User", by: "User") -> Refusal | None:
    """Say why this person cannot appoint that one, or None if they can."""
    if not is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if not user.is_active:
        return Refusal.CLOSED
    if not addresses.is_verified(user):
        return Refusal.UNVERIFIED
    return Refusal.ALREADY if is_coordinator(user) else None


def refusal_to_remove(user: "User", by: "User") -> Refusal | None:
    """Say why this person cannot remove that one, or None if they can; one may step down oneself."""
    if not is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if not is_coordinator(user):
        return Refusal.NOT_ONE
    return None if everybody().exclude(pk=user.pk).exists() else Refusal.LAST


@transaction.atomic
def appoint(user: "User", by: "User", why: str, now: datetime) -> Appointment:
    """Make someone a coordinator: a coordinator's deed, about somebody who has proved their address."""
    group = lock_group()
    if reason := refusal_to_appoint(user, by):
        raise Refused(reason)
    return change(user, group, appointed=True, by=by, by_name=name_of(by), why=why, now=now)


@transaction.atomic
def remove(user: "User", by: "User", why: str, now: datetime) -> Appointment:
    """Let someone stop being a coordinator; never the last one."""
    group = lock_group()
    if reason := refusal_to_remove(user, by):
        raise Refused(reason)
    return change(user, group, appointed=False, by=by, by_name=name_of(by), why=why, now=now)


@transaction.atomic
def appoint_at_set_up(email: str, by_name: str, now: datetime) -> Appointment:
    """Make someone a coordinator from the command line, where no coordinator can; it is recorded as such."""
    group = lock_group()
    user = addresses.enter(email)
    if not user.is_active:
        raise Refused(Refusal.CLOSED)
    if is_coordinator(user):
        raise Refused(Refusal.ALREADY)
    return change(user, group, appointed=True, by=None, by_name=by_name, why="By the set-up command", now=now)


def lock_group() -> Group:
    """One appointment at a time, so that two who step down at once leave somebody behind."""
    return Group.objects.select_for_update(no_key=True).get(name=GROUP)


def change(
    user: "User", group: Group, *, appointed: bool, by: "User | None", by_name: str, why: str, now: datetime
) -> Appointment:
    """Write group and `is_staff` together, with a row of history; the caller holds the lock."""
    if appointed:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    user.is_staff = appointed
    user.save(update_fields=["is_staff"])
    return Appointment.objects.create(
        user=user, name=name_of(user), appointed=appointed, by=by, by_name=by_name, at=now, why=why
    )
