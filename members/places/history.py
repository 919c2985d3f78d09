"""What became of a request, day by day, in words for both."""

from datetime import datetime

from django.utils import timezone

from look import words

from ..models import PlaceRequest, RequestStep
from ..models.places import RequestState, StepKind

SAID = {
    RequestState.ACCEPTED: "Accepted",
    RequestState.DECLINED: "Declined",
    RequestState.LAPSED: "Ended",
    RequestState.WITHDRAWN: "Taken back",
}


def said(request: PlaceRequest) -> str:
    """How it ended, and why where nobody pressed a button."""
    ended = SAID[RequestState(request.state)]
    return f"{ended}. {request.why}" if request.why else ended


def done(step: RequestStep) -> str:
    if step.kind == StepKind.HELD and step.until:
        return f"Held until {words.day(step.until)}"
    return "Asked again by us" if step.kind == StepKind.ASKED_AGAIN else "Both were told that the day is near"


def history(request: PlaceRequest, asker: str) -> list[tuple[str, str]]:
    """What happened on which day, in the order in which it happened; who asked by the name that the reader may read."""
    found: list[tuple[datetime, str]] = [(request.asked_at, f"{asker} asked for a place")]
    found += [(step.at, done(step)) for step in request.steps.all()]
    if request.answered_at:
        found.append((request.answered_at, said(request)))
    lines = [(words.day(timezone.localdate(at)), what) for at, what in sorted(found, key=lambda each: each[0])]
    if request.supervision and request.supervision.ended_on:
        lines.append((words.day(request.supervision.ended_on), "Supervision ended"))
    return lines
