"""What became of a request, day by day, in words for both."""

from datetime import date, datetime

from django.utils import timezone

from look import words

from ..models import PlaceRequest
from ..models.places import RequestState

SAID = {
    RequestState.ACCEPTED: "Accepted",
    RequestState.DECLINED: "Declined",
    RequestState.LAPSED: "Ended",
    RequestState.WITHDRAWN: "Taken back",
}


def said(request: PlaceRequest) -> str:
    """How it ended, and why where nobody pressed a button."""
    ended = SAID[RequestState(request.state)]
    return f"{ended}: {request.why}" if request.why else ended


def history(request: PlaceRequest) -> list[tuple[str, str]]:
    """What happened on which day, in the order in which it happened."""
    found: list[tuple[datetime, str]] = [(request.asked_at, f"{request.member.name} asked for a place")]
    if request.nudged_at:
        found.append((request.nudged_at, "Asked again by us"))
    if request.held_at:
        found.append((request.held_at, f"Held until {words.day(request.held_until or date.max)}"))
    if request.noticed_at:
        found.append((request.noticed_at, "Both were told that the day is near"))
    if request.answered_at:
        found.append((request.answered_at, said(request)))
    lines = [(words.day(timezone.localdate(at)), what) for at, what in sorted(found, key=lambda each: each[0])]
    if request.supervision and request.supervision.ended_on:
        lines.append((words.day(request.supervision.ended_on), "Supervision ended"))
    return lines
