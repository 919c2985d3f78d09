"""Somebody asks for a place; its supervisor accepts, holds or declines; taken places are counted under a lock."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from .. import eligibility, link_names, standing, supervision
from ..messages import supervisor_left
from ..models import Member, MemberChange, Offer, PlaceRequest, RequestStep, Supervision
from ..models.history import ChangeKind
from ..models.places import OPEN_REQUESTS, PlaceRequestQuerySet, Purpose, RequestState, StepKind
from ..stages import Standing
from ..switches import Audience
from . import endings, messages, offers, words

LINK_FOR = timedelta(days=90)
HOLD_FOR = timedelta(days=14)
LONGEST_HOLD = timedelta(days=56)
MOST_OPEN = 5
# What somebody asks for: nobody is asked to say so.
USUAL = {
    Standing.TRAINED: Purpose.TRAINING_CASE,
    Standing.TRAINING_CASES: Purpose.TRAINING_CASE,
    Standing.SUPERVISOR_IN_TRAINING: Purpose.TOWARDS_SUPERVISOR,
}
LEFT = "The person who asked no longer takes part in the network."
GONE = "The last place went to somebody else."


class Refusal(models.TextChoices):
    # to whoever asks
    NOT_OPEN = "not_open", "This offer is not open any more. Look for another one in the directory."
    ONESELF = "oneself", "This is your own offer."
    FULL = "full", "This supervisor is full. Look for another one who has a place."
    NOT_FOR_YOU = "not_for_you", "This offer is for others. Look for one that is for what you need."
    HAS_IT = "has_it", "You are supervised by this person already."
    TOO_MANY = (
        "too_many",
        f"You wait for {MOST_OPEN} answers already. Take one request back, on your page “My supervisors”, before you "
        "ask again.",
    )
    NOT_YOURS = "not_yours", "Only the person who asked does this."
    # to whoever answers
    OVER = "over", "This request has been answered already, or is over. Nothing more is needed from you."
    SUPERVISED = "supervised", "This person has a place with you already. Decline this request: they keep that place."
    NO_PLACE = "no_place", "All your places are taken. Add one to your offer, or decline."
    CANNOT = "cannot", "Only DIT supervisors who take part in the network can answer this at the moment."
    GONE = "gone", "The person who asked cannot take part in the network at the moment."
    DAY = "day", "Hold it until a day from tomorrow on, within eight weeks."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def usual_purpose(member: Member) -> Purpose:
    """What somebody needs supervision for, by how far they have come."""
    return USUAL.get(Standing(member.standing), Purpose.AFTER_ACCREDITATION)


def not_asked(member: Member, on: date) -> set[str]:
    """The public ids of those whom this member does not ask: themselves, and who supervises them already."""
    named = member.supervisions.running(on).filter(supervisor__isnull=False)
    return {member.public_id, *named.values_list("supervisor__public_id", flat=True)}


def refusal(offer: Offer, member: Member, on: date) -> Refusal | None:
    """Say why somebody cannot ask for a place of this offer, which is counted, or None if they can."""
    if offer.supervisor_id == member.pk:
        return Refusal.ONESELF
    if eligibility.refusal(member, on) or not offers.open_to(Audience.MEMBERS, on).filter(pk=offer.pk).exists():
        return Refusal.NOT_OPEN
    if usual_purpose(member) not in words.purposes(offer):
        return Refusal.NOT_FOR_YOU
    if member.supervisions.running(on).filter(supervisor=offer.supervisor_id).exists():
        return Refusal.HAS_IT
    if member.place_requests.open().count() >= MOST_OPEN:
        return Refusal.TOO_MANY
    return None if words.free(offer) > 0 else Refusal.FULL


@transaction.atomic
def ask(offer: Offer, member: Member, now: datetime) -> PlaceRequest:
    """Ask for one place; asking twice is asking once. Raises Refused."""
    member = standing.lock(member)
    offer = endings.locked(offer, now)
    if already := member.place_requests.open().filter(offer=offer).first():
        return already
    if reason := refusal(offer, member, timezone.localdate(now)):
        raise Refused(reason)
    purpose = usual_purpose(member)
    request = PlaceRequest.objects.create(offer=offer, member=member, purpose=purpose, asked_at=now)
    messages.asked(request, now)
    return request


@transaction.atomic
def add_note(request: PlaceRequest, member: Member, note: str, now: datetime) -> PlaceRequest:
    """Say a word to the supervisor, who reads it on the page of the request. Raises Refused."""
    request = fresh(request, now)
    if request.member_id != member.pk:
        raise Refused(Refusal.NOT_YOURS)
    if request.state not in OPEN_REQUESTS:
        raise Refused(Refusal.OVER)
    request.note = note
    request.save(update_fields=["note"])
    return request


@transaction.atomic
def withdraw(request: PlaceRequest, member: Member, now: datetime) -> PlaceRequest:
    """Take a request back; what was held is free at once. Raises Refused."""
    request = fresh(request, now)
    if request.member_id != member.pk:
        raise Refused(Refusal.NOT_YOURS)
    if request.state not in OPEN_REQUESTS:
        raise Refused(Refusal.OVER)
    endings.end(request, RequestState.WITHDRAWN, now)
    messages.ended_for_supervisor(request, "It was taken back.", now)
    return request


def refusal_to_answer(request: PlaceRequest, on: date) -> Refusal | None:
    """Say why a request can no longer be answered, or None if it can."""
    if request.state not in OPEN_REQUESTS or request.offer.closed_at:
        return Refusal.OVER
    if offers.refusal(request.offer.supervisor, on):
        return Refusal.CANNOT
    return Refusal.GONE if eligibility.refusal(request.member, on) else None


@transaction.atomic
def accept(request: PlaceRequest, now: datetime) -> PlaceRequest:
    """Give the place and make the arrangement of the pathway; whoever asked too late is told. Raises Refused."""
    request = answerable(request, now)
    take_place(request)
    request.supervision = arrangement(request, now)
    endings.end(request, RequestState.ACCEPTED, now)
    offer = endings.counted(request.offer, now)
    messages.answered(request, now)
    waiting = offer.requests.filter(state=RequestState.ASKED)
    if not words.free(offer) and not offer.requests.filter(state=RequestState.HELD).exists():
        endings.end_all(offer, waiting, GONE, now)
    return request


@transaction.atomic
def hold(request: PlaceRequest, until: date | None, now: datetime) -> PlaceRequest:
    """Keep a place until a day, by default for two weeks; others stay in line. Raises Refused."""
    request, on = answerable(request, now), timezone.localdate(now)
    until = until or on + HOLD_FOR
    if not on < until <= on + LONGEST_HOLD:
        raise Refused(Refusal.DAY)
    if request.held_until == until:  # a second press of the same button
        return request
    take_place(request)
    request.state, request.held_until, request.noticed_at = RequestState.HELD, until, None
    request.save(update_fields=["state", "held_until", "noticed_at"])
    RequestStep.objects.create(request=request, kind=StepKind.HELD, at=now, until=until)
    messages.answered(request, now)
    return request


@transaction.atomic
def decline(request: PlaceRequest, now: datetime) -> PlaceRequest:
    """Say no; what was held is free at once. Raises Refused."""
    request = answerable(request, now)
    endings.end(request, RequestState.DECLINED, now)
    messages.answered(request, now)
    return request


def answerable(request: PlaceRequest, now: datetime) -> PlaceRequest:
    """Lock the person who asked, then the offer, and read anew. Raises Refused."""
    request = fresh(request, now)
    if reason := refusal_to_answer(request, timezone.localdate(now)):
        raise Refused(reason)
    return request


def fresh(request: PlaceRequest, now: datetime) -> PlaceRequest:
    standing.lock(request.member)
    offer = endings.locked(request.offer, now)
    found = PlaceRequest.objects.select_related("member__user").get(pk=request.pk)
    found.offer = offer
    return found


def take_place(request: PlaceRequest) -> None:
    """Only a request for which no place is held yet needs a free one. Raises Refused."""
    if request.state == RequestState.ASKED and words.free(request.offer) < 1:
        raise Refused(Refusal.NO_PLACE)


def arrangement(request: PlaceRequest, now: datetime) -> Supervision:
    """The supervision that runs already between the two, or a new one from this month on."""
    on, supervisor = timezone.localdate(now), request.offer.supervisor
    running = request.member.supervisions.running(on).filter(supervisor=supervisor, request=None).first()
    if not running and request.member.supervisions.running(on).filter(supervisor=supervisor).exists():
        raise Refused(Refusal.SUPERVISED)
    return running or supervision.name_supervisor(request.member, supervisor, on, now, shows_pathway=False)


def release(member: Member, now: datetime, why: str) -> None:
    """Whoever may no longer take part asks for nothing and answers nothing."""
    # By number, as everywhere: two who each wait for the other's offer would stop both.
    for request in of(member).open().order_by("offer_id").select_related("offer__supervisor__user", "member__user"):
        offer = endings.locked(request.offer, now)
        if request.member_id == member.pk:
            endings.end(request, RequestState.WITHDRAWN, now, LEFT)
            messages.ended_for_supervisor(request, LEFT, now)
        else:
            endings.end_all(offer, offer.requests.filter(pk=request.pk), offers.NO_LONGER, now)
    if member.left_on:
        leave(member, now)


def leave(member: Member, now: datetime) -> None:
    """Who has left offers nothing and has no supervisor; whoever they supervised is told that this has ended."""
    on = timezone.localdate(now)
    offers.mine(member).update(closed_at=now)
    running = Supervision.objects.running(on)
    for each in running.filter(supervisor=member).select_related("member__user"):
        supervisor_left(each, now)
    theirs = running.filter(Q(supervisor=member) | Q(member=member))
    theirs.update(ended_on=Greatest(F("began_on"), on), shows_pathway=False)


def answer_no_more(supervisor: Member, now: datetime, why: str) -> None:
    """Who supervises no more, or hides their entry, has nothing left to answer; the caller has locked the person."""
    asked = PlaceRequest.objects.open().filter(offer__supervisor=supervisor)
    for offer in Offer.objects.filter(requests__in=asked).distinct().order_by("pk"):
        endings.end_all(endings.locked(offer, now), asked, why, now)


def supervise_no_more(member: Member, now: datetime) -> None:
    answer_no_more(member, now, offers.NO_LONGER)


def hide(member: Member, now: datetime) -> None:
    answer_no_more(member, now, offers.HIDDEN)


def of(member: Member) -> PlaceRequestQuerySet:
    """What somebody asked, and what they are asked."""
    return PlaceRequest.objects.filter(Q(member=member) | Q(offer__supervisor=member))


def readable(found: PlaceRequestQuerySet, on: date) -> PlaceRequestQuerySet:
    """Fetch with requests all that a page says of them."""
    offer = Prefetch("offer", Offer.objects.counted(on).select_related("supervisor__user", "area"))
    return found.select_related("member__user", "member__area", "supervision").prefetch_related(offer, "steps")


def behind(token: str, on: date) -> PlaceRequest | None:
    """The request that a link is about, or None: it was altered, was taken back, or has run out."""
    pk = link_names.read(messages.PURPOSE, token, on, LINK_FOR)
    found = readable(PlaceRequest.objects.filter(pk=pk), on).first() if pk else None
    return None if found and taken_back(token, found) else found


def taken_back(token: str, request: PlaceRequest) -> bool:
    """A coordinator has taken back the links in this supervisor's messages since it was written.

    A link knows its day; the hour is that of the message of this day in which it stood.
    """
    taken = MemberChange.objects.filter(member=request.offer.supervisor_id, kind=ChangeKind.LINKS)
    day = link_names.written_on(token)
    sent = [at for at in (request.asked_at, request.nudged_at) if at and timezone.localdate(at) == day]
    return taken.filter(**{"at__gte": max(sent)} if sent else {"at__date__gte": day}).exists()
