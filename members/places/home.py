"""What stands on the home page about places: the way to a supervisor, and where one's requests stand."""

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from ..finding.question import FREE, SUPERVISORS
from ..models import Member
from ..models.places import RequestState
from ..stages import SUPERVISING
from . import known, requests


class Way(NamedTuple):
    """One line that leads straight to where it is done."""

    text: str
    href: str
    action: str


def way_to_supervisor(member: Member, on: date) -> Way | None:
    """For who works towards accreditation without a supervisor: the directory, filtered for them."""
    if member.standing in SUPERVISING or member.supervisions.running(on).exists():
        return None
    if asked := member.place_requests.open().select_related("offer__supervisor").first():
        state = "holds a place for you" if asked.state == RequestState.HELD else "is asked for a place"
        name = known.names(member, [asked], on)[asked.offer.supervisor_id]
        return Way(f"{name} {state}.", reverse("members:request", args=[asked.public_id]), "See it")
    return Way(
        "See who supervises, near you or online, and has a place. One press asks for it.",
        directory_for(member),
        "Find a supervisor with a place",
    )


def directory_for(member: Member) -> str:
    """The question that somebody who looks for a supervisor asks the directory."""
    wanted = {"standing": SUPERVISORS, "place": FREE, "for": requests.usual_purpose(member).value}
    if member.area_id:
        wanted["area"] = str(member.area_id)
    return f"{reverse('members:directory')}?{urlencode(wanted)}"
