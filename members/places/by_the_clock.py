"""What the clock does about requests: a nudge, an end that says so, and a word before a held place goes back."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ..models import PlaceRequest, RequestStep
from ..models.places import PlaceRequestQuerySet, RequestState, StepKind
from . import endings, messages, offers, requests

logger = logging.getLogger(__name__)

NUDGE_AFTER = timedelta(days=7)
LAPSE_AFTER = timedelta(days=7)  # after the nudge, however late it was
NOTICE = timedelta(days=3)
NO_ANSWER = "There was no answer within two weeks."
HOLD_OVER = "The place was held until its day, and is free again."


def run(now: datetime) -> None:
    """Each step takes one request in a transaction of its own: safe to run late, twice, or in two places."""
    on, open_ones = timezone.localdate(now), PlaceRequest.objects.open()
    asked, held = open_ones.filter(state=RequestState.ASKED), open_ones.filter(state=RequestState.HELD)
    each(open_ones.exclude(offer__in=offers.answering(on)), close, now)
    each(asked.filter(nudged_at=None, asked_at__lte=now - NUDGE_AFTER), nudge, now)
    each(asked.filter(nudged_at__lte=now - LAPSE_AFTER), lapse, now)
    each(held.filter(noticed_at=None, held_until__lte=on + NOTICE), give_notice, now)
    each(held.filter(noticed_at__lte=now - timedelta(days=1), held_until__lt=on), let_go, now)


def each(found: PlaceRequestQuerySet, deed: Callable[[PlaceRequest, datetime], None], now: datetime) -> None:
    """Do it to every one by itself, so that one that fails stops no other; it is tried again at the next tick."""
    for request in list(found.select_related("member", "offer")):
        try:
            one(request, deed, now)
        except Exception:
            logger.exception("a request for a place could not be dealt with", extra={"request": request.pk})


@transaction.atomic
def one(request: PlaceRequest, deed: Callable[[PlaceRequest, datetime], None], now: datetime) -> None:
    """Do it if the request still is as it was found, under its lock."""
    fresh = requests.fresh(request, now)
    if as_it_is(fresh) == as_it_is(request):
        deed(fresh, now)


def as_it_is(request: PlaceRequest) -> tuple[object, ...]:
    return request.state, request.nudged_at, request.noticed_at, request.held_until


def nudge(request: PlaceRequest, now: datetime) -> None:
    messages.asked(request, now, again=True)
    request.nudged_at = now
    request.save(update_fields=["nudged_at"])
    RequestStep.objects.create(request=request, kind=StepKind.ASKED_AGAIN, at=now)


def give_notice(request: PlaceRequest, now: datetime) -> None:
    messages.hold_ends(request, now)
    request.noticed_at = now
    request.save(update_fields=["noticed_at"])
    RequestStep.objects.create(request=request, kind=StepKind.TOLD, at=now)


def lapse(request: PlaceRequest, now: datetime) -> None:
    over(request, NO_ANSWER, now)


def let_go(request: PlaceRequest, now: datetime) -> None:
    over(request, HOLD_OVER, now)


def close(request: PlaceRequest, now: datetime) -> None:
    """Its supervisor no longer supervises, takes part, or is in the directory."""
    endings.end_all(request.offer, request.offer.requests.filter(pk=request.pk), offers.NO_LONGER, now)


def over(request: PlaceRequest, why: str, now: datetime) -> None:
    """Both are told."""
    endings.end_all(request.offer, request.offer.requests.filter(pk=request.pk), why, now)
    messages.ended_for_supervisor(request, why, now)
