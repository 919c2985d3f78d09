"""Who may see what in members."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from . import eligibility
from .models import Member


class NotEligible(PermissionDenied):
    """Someone who may not take part; the 403 page shows the reason and what to do."""

    def __init__(self, reason: eligibility.Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def member_of(request: HttpRequest) -> Member | None:
    """The signed-in person's own row, if they have one; read once for the whole request."""
    return getattr(request.user, "member", None)


def current_member(request: HttpRequest) -> Member:
    """The signed-in person as an eligible member; everything gated asks here. Raises NotEligible."""
    member = member_of(request)
    if reason := eligibility.refusal(member, timezone.localdate()):
        raise NotEligible(reason)
    assert member is not None  # noqa: S101  refusal(None) is always a reason
    return member


def own_entry(request: HttpRequest) -> Member:
    """One's own row, for everybody who ever joined: what is kept of a person is theirs to read. Raises NotEligible."""
    member = member_of(request)
    if member is None or member.joined_on is None:
        raise NotEligible(eligibility.Refusal.NOT_JOINED)
    return member
