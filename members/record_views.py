"""Who has looked at whose record: every page of the desk about one person notes it, and that person can read it.

The queue is left out: a page on which something of theirs waits for this coordinator to decide. An auditor decides
nothing and has no queue. Lists and search results name people and are not noted; opening one of them is.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest

from . import coordinators
from .models import Evidence, Member, RecordView
from .models.application import State
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

# Reloading a page, or coming back to it, is the same look.
ONCE_IN = timedelta(hours=1)
# In words for the person; what is not named here is called as the desk calls it.
PAGES = {
    "members.member": "Your record as a member",
    "members.evidence": "A fact of your training",
    "members.application": "Your application",
    "members.appointment": "Your appointments in the network",
    "members.leaving": "Your erasure that was asked for",
    "members.offer": "Your offer of supervision",
    "members.placerequest": "Your request for a place",
    "outbox.message": "A message to you",
    "accounts.user": "Your account",
    "meetings.certificate": "A certificate of yours",
    "meetings.rsvpchange": "An answer of yours to a meeting",
    "meetings.attendancechange": "Your attendance at a meeting",
    "meetings.calendarreply": "An answer from your calendar",
    "meetings.meeting": "Your answer to a meeting",
    "minutes.action": "Something you promised at a meeting",
    "hand-over": "What you have in hand",
}
# Whose row it is, by the names that such a column has.
OWNERS = ("member", "owner", "supervisor", "user")
# Upper apps add theirs: whether something of this row waits for a decision.
waits: dict[str, Callable[[Any], bool]] = {
    "members.application": lambda row: row.state == State.SUBMITTED,
    "members.evidence": lambda row: Evidence.objects.to_verify().filter(pk=row.pk).exists(),
}


def note(member: Member, user: "User", page: str, now: datetime) -> RecordView | None:
    """Note that somebody looked at a record: once an hour for each page, and never one's own."""
    if member.user_id == user.pk:
        return None
    lately = RecordView.objects.filter(member=member, by=user, page=page, at__gt=now - ONCE_IN)
    if lately.exists():
        return None
    try:
        with transaction.atomic():
            return RecordView.objects.create(member=member, by=user, by_name=name_of(user), page=page, at=now)
    except IntegrityError:  # erased while their page was made: nobody is left to read it
        return None


def of(member: Member) -> "models.QuerySet[RecordView]":
    """What somebody reads about who has looked at their record, the latest first."""
    return RecordView.objects.filter(member=member)


def note_what_was_shown(request: HttpRequest, now: datetime) -> None:
    """Note a page of the admin about one person, for whoever signed in."""
    match = request.resolver_match
    if match is None or "admin" not in match.app_names or not request.user.is_authenticated:
        return
    found = row_of(match.route, match.kwargs)
    if found is None:
        return
    label, row = found
    member = member_of(row)
    if member is None or (is_waiting(label, row) and not coordinators.is_auditor(request.user)):
        return
    note(member, request.user, words_of(label), now)


def is_waiting(label: str, row: models.Model) -> bool:
    return label in waits and waits[label](row)


def words_of(label: str) -> str:
    """What the person reads of the page."""
    return PAGES.get(label) or str(apps.get_model(label)._meta.verbose_name).capitalize()


def row_of(route: str, places: dict[str, Any]) -> tuple[str, models.Model] | None:
    """The row that an address of the admin is about: admin/<app>/<model>/<its key>/…; a named person comes first."""
    _, app, name, *_ = [*route.split("/"), "", ""]
    if app not in apps.app_configs or (app, name) == ("", ""):
        return None
    try:
        model = apps.get_model(app, name)
    except LookupError:
        return None
    if "member" in places:
        return found(f"{app}.{name}", Member, places["member"])
    if "coordinator" in places:
        return found("hand-over", get_user_model(), places["coordinator"])
    key = places.get("object_id", places.get("pk"))
    return None if key is None else found(f"{app}.{name}", model, key)


def found(label: str, model: type[models.Model], key: object) -> tuple[str, models.Model] | None:
    try:
        row = model._default_manager.filter(pk=key).first()
    except (ValueError, TypeError, ValidationError):
        return None
    return None if row is None else (label, row)


def member_of(row: models.Model) -> Member | None:
    """Whose row it is: a member's own, or one that names its owner or their account."""
    if isinstance(row, Member):
        return row
    if hasattr(row, "email") and hasattr(row, "is_staff"):
        return Member.objects.filter(user_id=row.pk).first()
    fields = {field.name: field for field in row._meta.concrete_fields if field.is_relation}
    for name in OWNERS:
        if name not in fields:
            continue
        owner = getattr(row, name)
        if isinstance(owner, Member):
            return owner
        if owner is not None:
            return Member.objects.filter(user_id=owner.pk).first()
    return None
