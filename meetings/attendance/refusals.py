"""Why nobody can be put on a list of attendance now, or not so; each says what to do."""

from datetime import datetime, timedelta

from django.db import models

from ..models import Meeting
from ..words import Status

OPENS_BEFORE = timedelta(hours=1)


class Refusal(models.TextChoices):
    DRAFT = "draft", "This meeting has not been announced yet."
    CANCELLED = "cancelled", "This meeting is cancelled, so nobody was there."
    EARLY = "early", "Attendance opens one hour before the start."
    CLOSED = "closed", "The attendance of this meeting is closed. A coordinator can open it again."
    ENDED = "ended", "The meeting has ended. Write down who was there on the page “Attendance”."
    NOT_OVER = "not_over", "The meeting is not over yet. Close its attendance after the end."
    NOT_CLOSED = "not_closed", "The attendance of this meeting is open already."
    CHANGED = "changed", "Somebody changed the list while you were reading. Look at it again, then close it."
    TOO_LONG = "too_long", "Nobody was there for longer than the meeting. Enter fewer minutes."
    NO_MINUTES = "no_minutes", "Enter the minutes as a whole number, 1 or more."
    NO_NAME = "no_name", "Enter the name."
    LONG_NAME = "long_name", "Names have 120 letters at most."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person, unless `words` say it better."""

    def __init__(self, reason: Refusal | None, words: str = "") -> None:
        super().__init__(words or (reason.label if reason else ""))
        self.reason = reason


def refusal(meeting: Meeting, now: datetime) -> Refusal | None:
    """Say why nobody can be put on the list or taken off it, or None if it is open."""
    if meeting.status == Status.DRAFT:
        return Refusal.DRAFT
    if meeting.status == Status.CANCELLED:
        return Refusal.CANCELLED
    if meeting.closed_at:
        return Refusal.CLOSED
    return Refusal.EARLY if now < meeting.starts_at - OPENS_BEFORE else None


def refusal_to_close(meeting: Meeting, now: datetime) -> Refusal | None:
    """Say why the list cannot be closed, or None if it can."""
    if reason := refusal(meeting, now):
        return reason
    return Refusal.NOT_OVER if now < meeting.ends_at else None


def refusal_to_reopen(meeting: Meeting) -> Refusal | None:
    """Say why the list cannot be opened again, or None if it can."""
    return None if meeting.closed_at else Refusal.NOT_CLOSED
