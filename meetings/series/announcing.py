"""A whole year is announced in one message to each member, never one for each meeting."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from members.models import Member
from members.models.member import MemberQuerySet

from .. import messages, planning, undoing
from ..models import Meeting, Series

if TYPE_CHECKING:
    from accounts.models import User


def announce(series: Series, drafts: Sequence[Meeting], now: datetime, by: "User | None") -> list[Meeting]:
    """Publish drafts of a series, and tell everyone eligible once of them all.

    The series is locked and is a new version; the message leaves when the deed cannot be undone any more.
    """
    in_order = sorted(drafts, key=lambda meeting: meeting.pk)
    published = [planning.open_to_answers(meeting, now, by=by) for meeting in in_order]
    published.sort(key=lambda meeting: meeting.starts_at)
    messages.year_announced(series, published, recipients(now), now, hold=undoing.HOLD)
    return published


def recipients(now: datetime) -> MemberQuerySet:
    """Everyone eligible who can be reached: a series holds network meetings only."""
    return Member.objects.eligible(timezone.localdate(now)).reachable()
