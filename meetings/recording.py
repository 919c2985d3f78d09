"""A meeting as a new version of itself, and what was done with it: every verb about meetings writes through here."""

from datetime import datetime
from typing import TYPE_CHECKING

from members.names import name_of

from .models import Meeting, MeetingChange
from .words import Deed

if TYPE_CHECKING:
    from accounts.models import User


def store(meeting: Meeting, now: datetime) -> None:
    """Save a meeting as a new version, with the time of its last change."""
    meeting.version += 1
    meeting.changed_at = now
    meeting.save()


def record(meeting: Meeting, deed: Deed, now: datetime, by: "User | None", detail: str = "") -> None:
    """Append what was done, by whom."""
    by_name = name_of(by) if by else ""
    MeetingChange.objects.create(
        meeting=meeting, deed=deed, detail=detail[:500], sequence=meeting.sequence, by=by, by_name=by_name, at=now
    )
