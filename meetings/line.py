"""The waiting list of a full room, or of a full meeting online: strict order, one way up."""

from datetime import datetime

from django.utils import timezone

from . import messages, places, taking_part
from .models import Meeting, Rsvp
from .models.rsvp import RsvpQuerySet
from .words import Cause, Place


def join(rsvp: Rsvp, now: datetime) -> None:
    """Give someone the last turn; the counter moves under the meeting's lock, so no two clocks can disagree."""
    meeting = rsvp.meeting
    meeting.last_turn += 1
    meeting.save(update_fields=["last_turn"])
    rsvp.turn, rsvp.waiting_since = meeting.last_turn, now


def leave(rsvp: Rsvp) -> None:
    """Stop waiting; whoever comes back waits at the end."""
    rsvp.turn = rsvp.waiting_since = None


def promote(meeting: Meeting, now: datetime, why: str) -> list[Rsvp]:
    """Give each free place to the first who waits for it; whatever may free a place calls this, under the lock.

    Who gets a place in the room may leave one online to the next, so it goes on until nobody can move. The line is
    frozen once the meeting has begun or is cancelled, and passes over whoever may not take part any more.
    """
    promoted: list[Rsvp] = []
    while not places.frozen(meeting, now) and (rsvp := next_up(meeting, now)):
        leave(rsvp)
        rsvp.place = Place(rsvp.choice)
        change = places.store(rsvp, now, cause=Cause.PROMOTED, why=why)
        messages.moved_up(change)
        promoted.append(rsvp)
    return promoted


def next_up(meeting: Meeting, now: datetime) -> Rsvp | None:
    """Find who can move up now: the first in a line for which a place is free."""
    for choice in places.offered(meeting):
        if places.free(meeting, choice) and (rsvp := first(meeting, choice, now)):
            return rsvp
    return None


def first(meeting: Meeting, choice: str, now: datetime) -> Rsvp | None:
    """Find the first who waits for this kind of place and may take part."""
    if not meeting.last_turn:
        return None  # nobody has ever waited for this meeting
    rsvp = waiting(meeting, choice, now).select_related("member__user").first()
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
    return waiting(rsvp.meeting, rsvp.choice, now).filter(turn__lt=rsvp.turn).count()
