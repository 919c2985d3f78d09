"""A supervisor says what they offer and how many places they have; who may see it, and whether it still stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .. import eligibility, standing
from ..gate import may_see_offer
from ..models import Consent, Member, Offer
from ..models.member import MemberQuerySet
from ..models.places import FOR, MOST_PLACES, OfferQuerySet, Purpose
from ..stages import SUPERVISING, CaseMode
from ..switches import OF_AN_OFFER, WORDING_VERSION, Audience
from . import endings

# What its supervisor may say and change.
SAID = (
    *("format", "in_person", "remote", "days", "area", "for_training", "for_accredited", "for_supervisors"),
    *("places", "fee_note", "from_on", "audience"),
)
MOST_OFFERS = 12
CLOSED = "The supervisor has closed the offer."
NO_LONGER = "The supervisor does not supervise in the network at the moment."
HIDDEN = "The supervisor is not in the directory at the moment."


class Refusal(models.TextChoices):
    NOT_YOURS = "not_yours", "Only the supervisor whose offer this is changes it."
    NOT_SUPERVISOR = (
        "not_supervisor",
        "Only accredited DIT supervisors, and those in training as one, offer supervision here.",
    )
    NOT_ELIGIBLE = "not_eligible", "You cannot take part in the network at the moment. Write to a coordinator."
    CLOSED = "closed", "This offer is closed already. Make a new one if you have room again."
    TOO_MANY = "too_many", f"You have {MOST_OFFERS} offers. Close one that you no longer need."
    TAKEN = (
        "taken",
        "More places than this are taken. One is free again when you decline a request for which you hold it, or when "
        "somebody whom you supervise says on their page “My supervisors” that it has ended.",
    )
    PLACES = "places", f"Enter a number of places from 0 to {MOST_PLACES}."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def stands(on: date) -> OfferQuerySet:
    """Offers that are open, of people who may take part and supervise."""
    able = Member.objects.eligible(on).filter(standing__in=SUPERVISING)
    return Offer.objects.open().filter(supervisor__in=able)


def open_to(viewer: Audience, on: date) -> OfferQuerySet:
    """Offers that stand and that this audience may see."""
    return stands(on).shown_to(viewer)


def answering(on: date) -> OfferQuerySet:
    """Offers whose supervisor can be asked, and answers."""
    return stands(on).filter(supervisor__listed=True)


def offering(
    members: MemberQuerySet,
    on: date,
    *,
    purpose: str = "",
    mode: str = "",
    day: int | None = None,
    area: object = None,
    has_place: bool = False,
) -> MemberQuerySet:
    """Those of these eligible people who show members one offer that is all of this.

    `mode` is a `CaseMode`; with an area and no mode, what is done remotely counts wherever its supervisor is. `day` is
    0 for Monday.
    """
    theirs = Offer.objects.open().shown_to(Audience.MEMBERS).filter(supervisor=OuterRef("pk"))
    if purpose:
        theirs = theirs.filter(**{FOR[Purpose(purpose)]: True})
    if mode:
        theirs = theirs.filter(**{mode_column(mode): True})
    if area and mode != CaseMode.REMOTE:
        there = Q(in_person=True, area=area)
        theirs = theirs.filter(there if mode else there | Q(remote=True))
    if day is not None:
        theirs = theirs.alias(that_day=F("days").bitand(1 << day)).filter(that_day__gt=0)
    if has_place:
        theirs = theirs.with_a_place(on)
    return members.filter(Exists(theirs), listed=True, standing__in=SUPERVISING)


def mode_column(mode: str) -> str:
    return "remote" if mode == CaseMode.REMOTE else "in_person"


def shown_by(member: Member) -> list[Offer]:
    """The offers of somebody eligible that members see; the same rule as `offering`, for one."""
    if member.standing not in SUPERVISING:
        return []
    return [each for each in member.offers.all() if not each.closed_at and may_see_offer(Audience.MEMBERS, each)]


def readable(found: OfferQuerySet, on: date) -> OfferQuerySet:
    """Fetch with offers all that a page says of them."""
    return found.counted(on).select_related("area")


def mine(member: Member) -> OfferQuerySet:
    """A supervisor's own open offers, the newest first."""
    return Offer.objects.open().filter(supervisor=member).select_related("area")


def refusal(supervisor: Member, on: date) -> Refusal | None:
    """Say why somebody cannot offer supervision, or None if they can."""
    if eligibility.refusal(supervisor, on):
        return Refusal.NOT_ELIGIBLE
    return None if supervisor.standing in SUPERVISING else Refusal.NOT_SUPERVISOR


@transaction.atomic
def make(supervisor: Member, said: Mapping[str, Any], now: datetime) -> Offer:
    """Say what one offers; nobody but coordinators sees it until its supervisor says so. Raises Refused."""
    supervisor, on = standing.lock(supervisor), timezone.localdate(now)
    if reason := refusal(supervisor, on):
        raise Refused(reason)
    if mine(supervisor).count() >= MOST_OFFERS:
        raise Refused(Refusal.TOO_MANY)
    same = mine(supervisor).filter(**{name: value for name, value in said.items() if name in SAID}).first()
    if same:  # a second press of the same button
        return same
    offer = Offer(supervisor=supervisor, created_at=now, confirmed_on=on)
    say(offer, said)
    offer.save(force_insert=True)
    record(offer, Audience.COORDINATORS, now)
    return offer


@transaction.atomic
def change(offer: Offer, said: Mapping[str, Any], by: Member, now: datetime) -> Offer:
    """Say something else about an offer; never fewer places than are taken. Raises Refused."""
    offer = locked(offer, by, now)
    before, fields = Audience(offer.audience), say(offer, said)
    if offer.places < offer.taken:
        raise Refused(Refusal.TAKEN)
    offer.confirmed_on = timezone.localdate(now)
    offer.save(update_fields=[*fields, "confirmed_on"])
    record(offer, before, now)
    return offer


def say(offer: Offer, said: Mapping[str, Any]) -> list[str]:
    """Put what its supervisor says into an offer, and name its columns. Raises Refused."""
    fields = [name for name in SAID if name in said]
    for name in fields:
        setattr(offer, name, said[name])
    if not 0 <= offer.places <= MOST_PLACES:
        raise Refused(Refusal.PLACES)
    return fields


def set_places(offer: Offer, number: int, by: Member, now: datetime) -> Offer:
    """One place more or fewer: the number is said, so that a second press changes nothing. Raises Refused."""
    return change(offer, {"places": number}, by, now)


def still_right(offer: Offer, by: Member, now: datetime) -> Offer:
    """Say that an offer is as it was. Raises Refused."""
    return change(offer, {}, by, now)


@transaction.atomic
def close(offer: Offer, by: Member, now: datetime) -> Offer:
    """Stop offering it; whoever has a place keeps it. Raises Refused."""
    offer = locked(offer, by, now)
    offer.closed_at = now
    offer.save(update_fields=["closed_at"])
    endings.end_all(offer, offer.requests.all(), CLOSED, now)
    return offer


def locked(offer: Offer, by: Member, now: datetime) -> Offer:
    """Lock the person, then their offer, and read it anew. Raises Refused."""
    if offer.supervisor_id != by.pk:
        raise Refused(Refusal.NOT_YOURS)
    standing.lock(by)
    offer = endings.locked(offer, now)
    if offer.closed_at:
        raise Refused(Refusal.CLOSED)
    return offer


def record(offer: Offer, before: Audience, now: datetime) -> None:
    """Keep for good who was let see an offer, when, and by which words."""
    if offer.audience != before:
        Consent.objects.create(
            **{"member": offer.supervisor, "field": f"{OF_AN_OFFER}{offer.public_id}", "audience": offer.audience},
            **{"wording_version": WORDING_VERSION, "at": now},
        )
