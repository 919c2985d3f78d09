"""A coordinator enters a colleague whom they know; the colleague claims the account, completes and sends it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts import addresses

from .. import coordinators, messages
from ..models import Application, Member
from .refusals import Refusal, Refused

if TYPE_CHECKING:
    from accounts.models import User


def refusal_to_invite(email: str, by: "User", area: int | None) -> Refusal | None:
    """Say why this person cannot invite the owner of that address, or None if they can."""
    if not coordinators.is_coordinator(by):
        return Refusal.NOT_COORDINATOR
    if not coordinators.decides_in(by, area):
        return Refusal.ELSEWHERE_INVITED
    owner = addresses.owner(email)
    if owner is None:
        return None
    if owner.pk == by.pk:
        return Refusal.OWN
    has_applied = Application.objects.open().filter(user=owner).exists()
    return Refusal.KNOWN if has_applied or Member.objects.filter(user=owner).exists() else None


@transaction.atomic
def invite(email: str, known: Mapping[str, Any], by: "User", now: datetime) -> Application:
    """Begin a colleague's application with what is known of them, and invite them to claim it by a code.

    They read it, agree to the network's terms and send it themselves; a coordinator other than `by` verifies it.
    """
    if reason := refusal_to_invite(email, by, known["area"].pk if known.get("area") else None):
        raise Refused(reason)
    application = Application.objects.create(user=addresses.enter(email), entered_by=by, created_at=now, **known)
    messages.invited(application, by, now)
    return application
