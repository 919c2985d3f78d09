"""A whole year is announced in one message to each member, never one for each meeting."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from members.models import Member
from members.models.member import MemberQuerySet

from .. import messages, planning, undoing
from ..models import Meeting, Series
from ..words import Status
from . import remembering, row

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


@transaction.atomic
def announce_drafts(series: Series, now: datetime, *, by: "User | None") -> list[Meeting]:
    """Announce all drafts to come of a series in one message. Raises Refused, and what planning raises."""
    fresh = row.lock(series)
    row.refuse_changed(fresh, series)
    drafts = remembering.locked(drafts_of(fresh, now))
    if not drafts:
        raise row.Refused(row.Refusal.NO_DRAFTS)
    undoing.remember(f"{fresh}: {row.in_number(drafts)} announced", drafts, now, by)
    row.store(fresh)
    return announce(fresh, drafts, now, by)


def drafts_of(series: Series, now: datetime) -> list[Meeting]:
    return list(series.meetings.filter(status=Status.DRAFT, starts_at__gt=now))


def recipients(now: datetime) -> MemberQuerySet:
    """Everyone eligible who can be reached: a series holds network meetings only."""
    return Member.objects.eligible(timezone.localdate(now)).reachable()
