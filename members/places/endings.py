"""How requests end when nobody answers them, and the one lock under which places are counted."""

from datetime import datetime

from django.utils import timezone

from ..models import Offer, PlaceRequest
from ..models.places import PlaceRequestQuerySet, RequestState
from . import messages


def locked(offer: Offer, now: datetime) -> Offer:
    """Lock an offer, read it anew and count its places; whoever locks a person too has done so before."""
    Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)  # alone: an outer join cannot be locked
    return counted(offer, now)


def counted(offer: Offer, now: datetime) -> Offer:
    every = Offer.objects.counted(timezone.localdate(now))
    return every.select_related("supervisor__user", "area").get(pk=offer.pk)


def end(request: PlaceRequest, state: RequestState, now: datetime, why: str = "") -> PlaceRequest:
    """Write that a request is over, and why; the caller has locked its offer, and tells."""
    request.state, request.answered_at, request.why = state, now, why
    request.save(update_fields=["state", "answered_at", "why", "supervision"])
    return request


def end_all(offer: Offer, found: PlaceRequestQuerySet, why: str, now: datetime) -> None:
    """Let requests lapse and tell each person why; what was held is free. The caller has locked the offer."""
    for request in found.open().filter(offer=offer).select_related("member__user", "offer__supervisor__user"):
        messages.ended(end(request, RequestState.LAPSED, now, why), why, now)
