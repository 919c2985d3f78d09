"""Who runs the network, for everything or for an area, and whom they decide about; `offices` gives and ends it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models

from accounts import addresses

from .models import Application, Appointment, Area, AreaDuty, Leaving, Member, NewAddress, RetentionCase
from .models.history import OfficeKind
from .models.member import MemberQuerySet
from .models.rights import CaseState

if TYPE_CHECKING:
    from accounts.models import User

GROUP = "Coordinators"
AREA_GROUP = "Area coordinators"
AUDITORS = "Auditors"
SERVICE_LEADS = "Service leads"
# What a coordinator for an area reads of people elsewhere.
ELSEWHERE = "This person belongs to another area. Ask a coordinator who decides about them."

NEW_FOR = timedelta(days=30)
BY_SET_UP = "By the set-up command"

# All that a coordinator may do in the admin; to look at users, and never to change users, groups or permissions.
PERMISSIONS = {
    "accounts": ["view_user"],
    "outbox": [
        *("view_incoming", "change_incoming", "view_bounce", "view_stoppedaddress", "change_stoppedaddress"),
        *("view_message", "change_message"),
    ],
    "members": [
        *("view_application", "change_application", "view_decision"),
        *("view_member", "add_member", "change_member", "view_memberchange", "view_standingchange"),
        *("view_evidence", "change_evidence"),
        *("view_outsidesupervisor", "change_outsidesupervisor", "view_supervision", "view_offer", "view_placerequest"),
        "view_leaving",
        *("view_appointment", "change_appointment"),
        *("view_contact", "add_contact", "change_contact", "delete_contact"),
        *("view_organisation", "add_organisation", "change_organisation"),
        *("view_area", "add_area", "change_area", "view_profession", "add_profession", "change_profession"),
        *("view_body", "add_body", "change_body"),
        *("view_pathway", "add_pathway", "change_pathway"),
        *("view_requirement", "add_requirement", "change_requirement", "delete_requirement"),
        *("view_accessrequest", "add_accessrequest", "change_accessrequest"),
        *("view_complaint", "add_complaint", "change_complaint", "view_breach", "add_breach", "change_breach"),
        *("view_export", "view_exportstop", "add_exportstop", "change_exportstop"),
        *("view_retentionrule", "change_retentionrule"),
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

# For an area: its people, and what is read beside them. Meetings, mail, lists and appointments are the network's.
PERMISSIONS_FOR_AN_AREA = {
    "members": [
        *("view_application", "change_application", "view_decision"),
        *("view_member", "add_member", "change_member", "view_memberchange", "view_standingchange"),
        *("view_evidence", "change_evidence"),
        *("view_outsidesupervisor", "change_outsidesupervisor", "view_supervision", "view_offer", "view_placerequest"),
        "view_leaving",
        *("view_organisation", "view_area", "view_profession", "view_body", "view_overlay"),
        *("view_pathway", "view_requirement", "view_clock"),
    ],
}


class Refusal(models.TextChoices):
    """Why someone is not appointed or removed."""

    NOT_COORDINATOR = "not_coordinator", "Only a coordinator for the whole network appoints and removes people."
    CLOSED = "closed", "This account is closed."
    LEAVING = "leaving", "They asked to be erased, or a colleague did for them. That has to be stopped first."
    NEW_ADDRESS = "new_address", "A new address is let into this account and not in use yet. Wait for that, or stop it."
    UNVERIFIED = "unverified", "They have not signed in yet. Ask them to sign in by code first."
    ALREADY = "already", "They are appointed to this already."
    NOT_ONE = "not_one", "They are not appointed to this, or not any more."
    LAST = "last", "They are the last coordinator for the whole network. Appoint a successor first."
    NO_REASON = "no_reason", "Say why, for the network’s records."
    OTHER_OFFICE = "other_office", "They are appointed to something else. End that appointment first."
    ONLY_COORDINATORS = "only_coordinators", "Only coordinators are appointed for certain areas."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def load() -> None:
    """Put the groups in place with exactly their permissions; service leads have a page and no part of the admin."""
    for name, wanted in of_groups().items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions(wanted))


def of_groups() -> dict[str, dict[str, list[str]]]:
    """What each group may do in the admin: an auditor looks at all that coordinators look at, and changes nothing."""
    looking = {app: [name for name in names if name.startswith("view_")] for app, names in PERMISSIONS.items()}
    return {GROUP: PERMISSIONS, AREA_GROUP: PERMISSIONS_FOR_AN_AREA, AUDITORS: looking, SERVICE_LEADS: {}}


def permissions(of: dict[str, list[str]] = PERMISSIONS) -> list[Permission]:
    """Find the permissions by name, a coordinator's for everything. Raises LookupError for a name that no model has."""
    wanted = {(app, name) for app, names in of.items() for name in names}
    found = Permission.objects.filter(content_type__app_label__in=of).select_related("content_type")
    by_name = {(permission.content_type.app_label, permission.codename): permission for permission in found}
    if missing := wanted - by_name.keys():
        raise LookupError(f"No such permissions: {sorted(missing)}")
    return [by_name[name] for name in wanted]


def everybody() -> "models.QuerySet[User]":
    """The coordinators of today, for the whole network or for an area."""
    return holding(GROUP, AREA_GROUP).filter(is_staff=True)


def for_everything() -> "models.QuerySet[User]":
    """The coordinators of today who are not confined to an area."""
    return holding(GROUP).filter(is_staff=True, area_duties=None)


def holding(*groups: str) -> "models.QuerySet[User]":
    within = Group.objects.filter(name__in=groups, user=models.OuterRef("pk"))
    return get_user_model().objects.filter(models.Exists(within), is_active=True)


def is_coordinator(user: "User") -> bool:
    """Whether this person decides about somebody: about everybody, or about people of an area."""
    return everybody().filter(pk=user.pk).exists()


def is_for_everything(user: "User") -> bool:
    return for_everything().filter(pk=user.pk).exists()


def is_new(user: "User", now: datetime) -> bool:
    """Whether a colleague made this person a coordinator, or changed for whom, a short while ago.

    Somebody could so appoint a second account of their own; what takes two coordinators takes two who are known.
    """
    lately = Appointment.objects.filter(user=user, appointed=True, office=OfficeKind.COORDINATOR, at__gt=now - NEW_FOR)
    return lately.exclude(by=None, why=BY_SET_UP).exists()


def is_auditor(user: "User") -> bool:
    """Whether this person looks at everything on the desk and changes nothing."""
    return holding(AUDITORS).filter(pk=user.pk, is_staff=True).exists()


def is_service_lead(user: "User") -> bool:
    """Whether this person sees counts, and nobody's page."""
    return holding(SERVICE_LEADS).filter(pk=user.pk).exists()


def areas_of(user: "User") -> "models.QuerySet[Area]":
    """Of an area's coordinator: which."""
    return Area.objects.filter(pk__in=AreaDuty.objects.filter(user=user).values("area"))


def decides_in(user: "User", area: int | None) -> bool:
    """Whether this person decides about people of this area; people without one belong to those for everything."""
    if is_for_everything(user):
        return True
    return area is not None and is_coordinator(user) and areas_of(user).filter(pk=area).exists()


def may_decide_about(user: "User", member: Member) -> bool:
    """Whether this person decides about that member: of their area or anybody's, and never about themselves."""
    return member.user_id != user.pk and decides_in(user, member.area_id)


def may_decide_about_account(by: "User", user: "User") -> bool:
    """Whether this person decides what becomes of that account: one that opens the desk belongs to no area."""
    if user.pk == by.pk:
        return False
    member = None if user.is_staff else Member.objects.filter(user=user).first()
    return decides_in(by, member.area_id if member else None)


def sees_everybody(user: "User") -> bool:
    """Whether no list of people on the desk is cut down for this person."""
    return is_for_everything(user) or is_auditor(user)


def members_for(user: "User") -> MemberQuerySet:
    """Whom this person sees on the desk: an area's coordinator the people of their areas; nobody who is set aside."""
    found = Member.objects.exclude(user__in=set_aside())
    if sees_everybody(user):
        return found
    return found.filter(area__in=areas_of(user)) if is_coordinator(user) else found.none()


def applications_for(user: "User") -> "models.QuerySet[Application]":
    """Whose application this person sees on the desk; of nobody who is set aside."""
    found = Application.objects.exclude(user__in=set_aside())
    if sees_everybody(user):
        return found
    return found.filter(area__in=areas_of(user)) if is_coordinator(user) else found.none()


def set_aside() -> "models.QuerySet[Any]":
    """Whose data is about to go under a retention rule: only the page of that rule shows them."""
    return RetentionCase.objects.filter(state=CaseState.SET_ASIDE).values("user")


def refusal_to_be_given(user: "User", by: "User") -> Refusal | None:
    """Say why this person cannot give that one any office, or None if they can."""
    if not is_for_everything(by):
        return Refusal.NOT_COORDINATOR
    if reason := refusal_to_hold(user):
        return reason
    return None if addresses.is_verified(user) else Refusal.UNVERIFIED


def refusal_to_hold(user: "User") -> Refusal | None:
    """Say why nobody can give this person an office, or None if somebody can.

    On the day of an erasure the network might lose its last coordinator; and an address that a week or two coordinators
    of an area let in must not open the desk (`new_addresses`).
    """
    if not user.is_active:
        return Refusal.CLOSED
    if Leaving.objects.running().filter(user=user).exists():
        return Refusal.LEAVING
    let_in = NewAddress.objects.running().filter(user=user).exclude(opened_at=None)
    return Refusal.NEW_ADDRESS if let_in.exists() else None


def is_last(user: "User") -> bool:
    """Whether nobody would be coordinator for everything without this person."""
    return not for_everything().exclude(pk=user.pk).exists()


def lock_group() -> Group:
    """One appointment at a time, so that two who step down at once leave somebody behind."""
    return Group.objects.select_for_update(no_key=True).get(name=GROUP)
