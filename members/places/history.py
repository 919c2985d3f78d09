"""What became of a request, day by day, in words for both."""

from datetime import date, datetime

from django.utils import timezone

from look import words

from ..models import PlaceRequest
from ..models.places import RequestState

SAID = {
    RequestState.ACCEPTED: "Accepted",
    RequestState.DECLINED: "Declined",
    RequestState.LAPSED: "Ended without an answer",
    RequestState.WITHDRAWN: "Taken back",
}


def history(request: PlaceRequest) -> list[tuple[str, str]]:
    """What happened on which day, in the order in which it happened."""
    found: list[tuple[datetime, str]] = [(request.asked_at, f"{request.member.name} asked for a place")]
    if request.nudged_at:
        held = request.state == RequestState.HELD
        found.append((request.nudged_at, "Both were told that the day is near" if held else "Asked again by us"))
    if request.answered_at and request.state == RequestState.HELD:
        found.append((request.answered_at, f"Held until {words.day(request.held_until or date.max)}"))
    elif request.answered_at:
        found.append((request.answered_at, SAID[RequestState(request.state)]))
    lines = [(words.day(timezone.localdate(at)), said) for at, said in sorted(found)]
    if request.supervision and request.supervision.ended_on:
        lines.append((words.day(request.supervision.ended_on), "Supervision ended"))
    return lines
