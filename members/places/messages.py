"""What leaves about places with supervisors; the words stand in templates/members/messages/."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from .. import link_names
from ..messages import tell
from ..models import Member, PlaceRequest
from . import known, words

PURPOSE = "place"


def asked(request: PlaceRequest, now: datetime, *, again: bool = False) -> None:
    """To the supervisor: who asks for what, and a page with three buttons that needs no account."""
    token = link_names.name(PURPOSE, request.pk, timezone.localdate(now))
    link = reverse("members:answer_request", args=[token])
    to(request.offer.supervisor, "place_asked", request, now, f"{request.pk}:{again}", link=link, again=again)


def answered(request: PlaceRequest, now: datetime) -> None:
    """To who asked: accepted, held until a day, or declined; and what comes next."""
    to(request.member, "place_answered", request, now, f"{request.pk}:{request.state}:{request.held_until}")


def ended(request: PlaceRequest, why: str, now: datetime) -> None:
    """To who asked: that the request is over without an answer, and why."""
    to(request.member, "place_ended", request, now, str(request.pk), why=why, is_supervisor=False)


def ended_for_supervisor(request: PlaceRequest, why: str, now: datetime) -> None:
    to(request.offer.supervisor, "place_ended", request, now, f"{request.pk}:supervisor", why=why, is_supervisor=True)


def hold_ends(request: PlaceRequest, now: datetime) -> None:
    """To both: on which day a held place goes back."""
    for person in (request.offer.supervisor, request.member):
        key = f"{request.pk}:{request.held_until}:{person.pk}"
        to(person, "place_hold_ends", request, now, key, is_supervisor=person != request.member)


def to(person: Member, name: str, request: PlaceRequest, now: datetime, key: str, **more: object) -> None:
    """Write to one of the two; somebody whose account is closed gets nothing."""
    if person.user is None:
        return
    names = known.names(person, [request], timezone.localdate(now))
    said = {
        **{"request": request, "asker": names[request.member_id], "supervisor": names[request.offer.supervisor_id]},
        **{"offered": words.title(request.offer), "page": reverse("members:request", args=[request.public_id])},
        **{"purpose": request.get_purpose_display().lower(), "to_name": person.name},
    }
    tell(name, to=person.user.email, user=person.user, key=key, now=now, **said, **more)
