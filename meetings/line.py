"""The waiting list of a full room, or of a full meeting online: strict order, one way up."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from . import messages, offering, places, taking_part
from .models import Meeting, Rsvp
from .models.rsvp import RsvpQuerySet
from .words import Cause, Place


def join(rsvp: Rsvp, now: datetime) -> None:
    """Give someone the last turn; the counter moves under the meeting's lock, so no two clocks can disagree."""
    meeting = rsvp.meeting
    leave(rsvp)
    meeting.last_turn += 1
    meeting.save(update_fields=["last_turn"])
    rsvp.turn, rsvp.waiting_since = meeting.last_turn, now


def leave(rsvp: Rsvp) -> None:
    """Stop waiting; whoever comes back waits at the end."""
    rsvp.turn = rsvp.waiting_since = rsvp.offer_until = rsvp.passed_at = None


def promote(meeting: Meeting, now: datetime, why: str) -> list[Rsvp]:
    """Give each free place to the first who waits for it; whatever may free a place calls this, under the lock.

    Who gets a place in the room may leave one online to the next, so it goes on until nobody can move. In the last 24
    hours the place is offered instead, and an open offer counts as taken. The line is frozen once the meeting has
    begun or is cancelled, and passes over whoever may not take part any more.
    """
    found: list[Rsvp] = []
    last_day = offering.only_offers(meeting, now)
    if not last_day:
        forget_offers(meeting)
    while not places.frozen(meeting, now) and (rsvp := next_up(meeting, now)):
        (offer if last_day else move_up)(rsvp, now, why)
        found.append(rsvp)
    return found


def move_up(rsvp: Rsvp, now: datetime, why: str) -> None:
    """Give the place to whoever waited for it."""
    leave(rsvp)
    rsvp.place = Place(rsvp.choice)
    messages.moved_up(places.store(rsvp, now, cause=Cause.PROMOTED, why=why))


def offer(rsvp: Rsvp, now: datetime, why: str) -> None:
    """Keep the place for whoever waits for it until they take it, let it pass on, or the offer ends."""
    rsvp.offer_until = offering.end(rsvp.meeting, now)
    messages.place_offered(places.store(rsvp, now, cause=Cause.OFFERED, why=why), rsvp.offer_until)


def let_end(rsvp: Rsvp, now: datetime, why: str, door: str = "") -> None:
    """End an offer: whoever let it end waits on, and is offered nothing until they answer again."""
    rsvp.offer_until, rsvp.passed_at = None, now
    places.store(rsvp, now, cause=Cause.OFFER_ENDED, why=why, door=door)


def forget_offers(meeting: Meeting) -> None:
    """A meeting that was moved away from its last day has neither offers nor anybody who let one end."""
    if not meeting.last_turn:
        return
    offered = meeting.rsvps.exclude(Q(offer_until=None) & Q(passed_at=None))
    if offered.update(offer_until=None, passed_at=None):
        places.count(meeting)


def end_offers(now: datetime) -> None:
    """By the clock: pass on, once, each place whose offer has ended; a second process finds nothing to do."""
    ended = Rsvp.objects.filter(offer_until__lte=now).order_by("meeting_id")
    for meeting in ended.values_list("meeting_id", flat=True).distinct():
        with transaction.atomic():
            pass_on_ended(places.lock(Meeting(pk=meeting)), now)


def pass_on_ended(meeting: Meeting, now: datetime) -> None:
    """Pass on each place whose offer has ended; whoever answers does this first, under the meeting's lock."""
    ended = list(meeting.rsvps.filter(offer_until__lte=now).select_related("member").order_by("turn"))
    for rsvp in ended:
        rsvp.meeting = meeting
        let_end(rsvp, now, why="the time was over")
    if ended:
        promote(meeting, now, why="an offer ended")


def next_up(meeting: Meeting, now: datetime) -> Rsvp | None:
    """Find who can move up now: the first in a line for which a place is free."""
    for choice in places.offered(meeting):
        if places.free(meeting, choice) and (rsvp := first(meeting, choice, now)):
            return rsvp
    return None


def first(meeting: Meeting, choice: str, now: datetime) -> Rsvp | None:
    """Find the first who waits for this kind of place, may take part, and neither has an offer nor let one end."""
    if not meeting.last_turn:
        return None  # nobody has ever waited for this meeting
    without_offer = waiting(meeting, choice, now).filter(offer_until=None, passed_at=None)
    rsvp = without_offer.select_related("member__user").first()
    if rsvp:
        rsvp.meeting = meeting  # the locked one, whose places are counted
    return rsvp


def waiting(meeting: Meeting, choice: str, now: datetime) -> RsvpQuerySet:
    """Who waits for this kind of place and may take part, first come first."""
    may_take_part = taking_part.may(meeting, timezone.localdate(now))
    return Rsvp.objects.filter(meeting=meeting, member__in=may_take_part).in_line(choice)


def before(rsvp: Rsvp, now: datetime) -> int | None:
    """Count the people who are really before someone in their line; None for someone who does not wait."""
    if rsvp.turn is None:
        return None
    return waiting(rsvp.meeting, rsvp.choice, now).filter(turn__lt=rsvp.turn, passed_at=None).count()
