"""A series ends: no further year is planned, and the meetings to come stay or are cancelled with it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from .. import planning
from ..models import Meeting, Series
from . import changing, remembering, row

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def end(series: Series, why_cancelled: str, now: datetime, *, by: "User | None") -> list[Meeting]:
    """End a series; with a reason its meetings to come are cancelled, without one they stay. Raises Refused."""
    fresh = row.lock(series)
    row.refuse_changed(fresh, series)
    meetings = changing.to_come(fresh, now) if why_cancelled else []
    reversal = remembering.remember(f"{fresh} was ended", fresh, meetings, now, by)
    cancelled = [
        planning.cancel(meeting, why_cancelled, now, by=by, within=reversal) for meeting in remembering.locked(meetings)
    ]
    fresh.ended_at = now
    row.store(fresh)
    return cancelled


@transaction.atomic
def reopen(series: Series) -> None:
    """Let a series that has ended run again; what was cancelled with it stays so. Raises Refused."""
    fresh = row.lock(series)
    fresh.ended_at = None
    row.store(fresh)
