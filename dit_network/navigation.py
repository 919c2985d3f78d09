"""Which links each person sees at the top of every page."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse


class Link(NamedTuple):
    name: str
    label: str
    also: str = ""


VISITOR = (
    Link("home", "Home"),
    Link("about", "About DIT"),
    Link("network", "The network"),
    Link("when_and_where", "When and where"),
    Link("training_routes", "Training routes"),
    Link("contacts", "Contacts"),
    Link("how_to_join", "How to join"),
)
SIGNED_IN = (
    Link("home", "Home"),
    Link("meetings:list", "Meetings", also="/minutes/"),
    Link("members:directory", "Directory"),
    Link("meetings:notices", "Notices"),
)
PATHWAY = Link("members:pathway", "My pathway")
DESK = Link("admin:index", "Coordinators’ desk")


def links(*, signed_in: bool, is_staff: bool, has_row: bool = False) -> tuple[Link, ...]:
    """Say which links a person sees: a visitor, someone signed in, who has a pathway, a coordinator."""
    if not signed_in:
        return VISITOR
    home, *others = SIGNED_IN
    return (home, *([PATHWAY] if has_row else []), *others, *([DESK] if is_staff else []))


def shown(request: HttpRequest) -> list[dict[str, object]]:
    """The links for this request, each with its address and whether the page is within it."""
    user = getattr(request, "user", None)  # a request refused early has nobody yet
    signed_in, is_staff = (user.is_authenticated, getattr(user, "is_staff", False)) if user else (False, False)
    mine = links(signed_in=signed_in, is_staff=is_staff, has_row=hasattr(user, "member"))
    addresses = {link: reverse(link.name) for link in mine}
    within = [address for link, address in addresses.items() if _holds(link, address, request.path)]
    here = max(within, key=len, default=None)
    return [{"label": link.label, "address": each, "here": each == here} for link, each in addresses.items()]


def _holds(link: Link, address: str, path: str) -> bool:
    """Whether the page is at this address or below it; agendas and minutes are pages of meetings."""
    below = tuple(part for part in (address, link.also) if part not in ("", "/"))
    return path == address or path.startswith(below)
