"""Which links each person sees at the top of every page."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from members import coordinators


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
PROFILE, EVERYTHING = Link("members:profile", "My profile"), Link("members:everything", "Everything about me")
COUNTS = Link("members:counts", "Counts")
DESK = Link("admin:index", "Coordinators’ desk")


def links(*, signed_in: bool, is_staff: bool, has_row: bool = False, sees_counts: bool = False) -> tuple[Link, ...]:
    """Say which links a person sees: a visitor, someone signed in, who has a pathway, who has an office.

    Whoever has an office and is no member opens no page of members; anybody else is told there how to join.
    """
    if not signed_in:
        return VISITOR
    home, *others = SIGNED_IN
    with_office = is_staff or sees_counts
    pages = [PATHWAY, *others] if has_row else [] if with_office else others
    return (home, *pages, *([COUNTS] if sees_counts else []), *([DESK] if is_staff else []))


class Shown(NamedTuple):
    """The links for one request, each with its address and whether the page is within it; and that to one's own page.

    Whoever has an office and is no member has no profile: their own page is what is held about them.
    """

    links: list[dict[str, object]]
    own: dict[str, object]


def shown(request: HttpRequest) -> Shown:
    user = getattr(request, "user", None)  # a request refused early has nobody yet
    signed_in, is_staff = (user.is_authenticated, getattr(user, "is_staff", False)) if user else (False, False)
    has_row = hasattr(user, "member")
    # Asked of those alone who would see nothing else: everybody else's page asks no more than before.
    sees_counts = bool(user and signed_in and not has_row and not is_staff and coordinators.is_service_lead(user))
    mine = links(signed_in=signed_in, is_staff=is_staff, has_row=has_row, sees_counts=sees_counts)
    addresses = {link: reverse(link.name) for link in mine}
    within = [address for link, address in addresses.items() if _holds(link, address, request.path)]
    here = max(within, key=len, default=None)
    own = EVERYTHING if not has_row and (is_staff or sees_counts) else PROFILE
    return Shown(
        [{"label": link.label, "address": each, "here": each == here} for link, each in addresses.items()],
        {"label": own.label, "address": reverse(own.name)},
    )


def _holds(link: Link, address: str, path: str) -> bool:
    """Whether the page is at this address or below it; agendas and minutes are pages of meetings."""
    below = tuple(part for part in (address, link.also) if part not in ("", "/"))
    return path == address or path.startswith(below)
