"""A meeting that moved asks again: a yes to the old time or place stands unconfirmed, its place held until a date."""

from datetime import datetime, timedelta

from django.db import transaction

from . import guests, line, messages, places
from .models import Meeting, Rsvp
from .words import Cause, Choice, Place, Status

# People can come to the one time or place and not to the other; all else of a meeting changes quietly.
ASKS_AGAIN = {"starts_at", "ends_at", "venue"}
YES = (Choice.ROOM, Choice.ONLINE)
HELD_FOR = timedelta(days=7)
SETTLED_BEFORE = timedelta(hours=48)
AT_LEAST = timedelta(hours=24)


def held_until(meeting: Meeting, now: datetime) -> datetime:
    """Seven days, at the latest 48 hours before the start, but never less than 24 hours; then until the start."""
    until = max(min(now + HELD_FOR, meeting.starts_at - SETTLED_BEFORE), now + AT_LEAST)
    return min(until, meeting.starts_at)


def ask_again(meeting: Meeting, now: datetime) -> datetime:
    """Ask everyone who said yes whether they still come; a later move asks them anew. Gives until when they are held.

    The caller holds the meeting's lock. Offers of the old time are gone: who waits is offered anew.
    """
    until = held_until(meeting, now)
    asked = list(meeting.rsvps.filter(choice__in=YES).select_related("member").order_by("pk"))
    for rsvp in asked:
        rsvp.meeting = meeting
        rsvp.confirm_by, rsvp.offer_until, rsvp.passed_at = until, None, None
    places.store_all(asked, now, cause=Cause.MOVED)
    return until


def give_up_unconfirmed(now: datetime) -> None:
    """By the clock: what was not confirmed in time becomes a maybe; a second process finds nothing to do."""
    due = Rsvp.objects.filter(confirm_by__lte=now, meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    for meeting in due.order_by("meeting_id").values_list("meeting_id", flat=True).distinct():
        give_up(Meeting(pk=meeting), now)


@transaction.atomic
def give_up(meeting: Meeting, now: datetime) -> None:
    """Turn each yes whose time is over into a maybe, free its place or turn, and tell the person."""
    meeting = places.lock(meeting)
    if places.frozen(meeting, now):
        return
    for rsvp in meeting.rsvps.filter(confirm_by__lte=now).select_related("member__user").order_by("pk"):
        rsvp.meeting, rsvp.choice, rsvp.place, rsvp.confirm_by = meeting, Choice.MAYBE, Place.NONE, None
        line.leave(rsvp)
        messages.not_confirmed(places.store(rsvp, now, cause=Cause.UNCONFIRMED))
        guests.go_with(rsvp, now)
    line.promote(meeting, now, why="a yes was not confirmed in time")
