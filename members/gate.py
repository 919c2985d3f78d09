"""The one gate: may this viewer see this field of this person? Every page, search, list, file and mail asks here.

`may_see` answers for one person and `MemberQuerySet.showing` for many; a property test holds them together. Whoever
names a member to another member asks `name_for` or `names_for`.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from .models import Member, Offer, PlaceRequest, Supervision
from .switches import FLAG_OF, Audience

HIDDEN = "A member"


def audience_of(member: Member, field: str) -> Audience:
    """To whom this person shows this field: hidden until they show it, and all of it while their entry is hidden."""
    shown = member.listed and bool(getattr(member, FLAG_OF[field]))
    return Audience.MEMBERS if shown else Audience.COORDINATORS


def may_see_offer(viewer: Audience, offer: Offer) -> bool:
    """Say whether somebody of this audience sees this offer; `OfferQuerySet.shown_to` is the same rule for many."""
    is_there = offer.supervisor.listed or viewer == Audience.COORDINATORS
    return is_there and Audience(offer.audience).takes_in(viewer)


def may_see(viewer: Audience, member: Member, field: str) -> bool:
    """Say whether somebody of this audience sees this field of this person."""
    return audience_of(member, field).takes_in(viewer)


def name_for(viewer: Member | None, member: Member, on: date, *, at_the_desk: bool = False) -> str:
    """The name of one person as this viewer may read it on a day."""
    return names_for(viewer, [member], on, at_the_desk=at_the_desk)[member.pk]


def names_for(
    viewer: Member | None, members: Iterable[Member], on: date, *, at_the_desk: bool = False, lately: bool = False
) -> Mapping[int, str]:
    """The names of these people as this viewer may read them on a day, else "A member".

    A hidden name stands only for oneself, for those one is close to, and for whoever runs the network.
    """
    people = {member.pk: member for member in members}
    hidden = {pk for pk, member in people.items() if not may_see(Audience.MEMBERS, member, "name")}
    if at_the_desk or not hidden:
        return {pk: member.name for pk, member in people.items()}
    known = {viewer.pk, *close_to(viewer, on, lately=lately)} if viewer else set()
    return {pk: HIDDEN if pk in hidden - known else member.name for pk, member in people.items()}


def close_to(viewer: Member, on: date, *, lately: bool = False) -> set[int]:
    """Those whom this person supervises or asks for a place, and the other way round, until this has ended.

    `lately` takes in the other side of a request that was answered shortly before.
    """
    running = Supervision.objects.running(on).filter(Q(member=viewer) | Q(supervisor=viewer)).order_by()
    asked = PlaceRequest.objects.filter(Q(member=viewer) | Q(offer__supervisor=viewer)).between_both(on, lately=lately)
    pairs = running.values_list("member", "supervisor").union(asked.values_list("member", "offer__supervisor"))
    return {pk for pair in pairs for pk in pair if pk is not None}
