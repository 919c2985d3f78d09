"""How requests end when nobody answers them, and the one count of the places that are taken."""

from datetime import datetime

from django.utils import timezone

from ..models import Offer, PlaceRequest
from ..models.places import PlaceRequestQuerySet, RequestState
from . import messages


def count(offer: Offer, now: datetime) -> Offer:
    """Count anew how many places are taken; the caller has locked the offer."""
    offer.taken = offer.requests.taking_a_place(timezone.localdate(now)).count()
    offer.save(update_fields=["taken"])
    return offer


def locked(offer: Offer) -> Offer:
    """Lock an offer and read it anew; whoever locks a person too has done so before."""
    Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)  # alone: an outer join cannot be locked
    return Offer.objects.select_related("supervisor__user", "area").get(pk=offer.pk)


def end(request: PlaceRequest, state: RequestState, now: datetime, why: str = "") -> PlaceRequest:
    """Write that a request is over, and why; the caller has locked its offer, counts, and tells."""
    request.state, request.answered_at, request.why = state, now, why
    request.save(update_fields=["state", "answered_at", "why", "supervision"])
    return request


def end_all(offer: Offer, found: PlaceRequestQuerySet, why: str, now: datetime) -> None:
    """Let requests lapse, tell each person why, and free what was held; the caller has locked the offer."""
    for request in found.open().filter(offer=offer).select_related("member__user", "offer__supervisor__user"):
        messages.ended(end(request, RequestState.LAPSED, now, why), why, now)
    count(offer, now)
