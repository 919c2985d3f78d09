"""Answering a meeting: one verb for every door."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from members import eligibility, standing
from members.models import Member

from . import line, messages, places, taking_part
from .models import Meeting, Rsvp
from .words import Cause, Choice, Door, Place, Status

if TYPE_CHECKING:
    from accounts.models import User


class Refusal(models.TextChoices):
    """Why nobody can answer this meeting now, or not in this way."""

    DRAFT = "draft", "This meeting has not been announced yet."
    CANCELLED = "cancelled", "This meeting is cancelled."
    STARTED = "started", "This meeting has started. Answers are closed."
    NO_ROOM = "no_room", "This meeting takes place online only."
    NOT_ONLINE = "not_online", "This meeting takes place in the room only."


Reason = Refusal | eligibility.Refusal


class Refused(Exception):
    """An answer was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(meeting: Meeting, member: Member, now: datetime, choice: str = "") -> Reason | None:
    """Say why this member cannot answer this meeting, or None if they can; answer-by is a wish and refuses nobody."""
    if reason := closed(meeting, now):
        return reason
    if choice == Choice.ROOM and choice not in places.offered(meeting):
        return Refusal.NO_ROOM
    if choice == Choice.ONLINE and choice not in places.offered(meeting):
        return Refusal.NOT_ONLINE
    return taking_part.refusal(meeting, member, timezone.localdate(now))


def closed(meeting: Meeting, now: datetime) -> Refusal | None:
    """Say why nobody can answer this meeting, or None if it is open."""
    if meeting.status == Status.DRAFT:
        return Refusal.DRAFT
    if meeting.status == Status.CANCELLED:
        return Refusal.CANCELLED
    return Refusal.STARTED if now >= meeting.starts_at else None


@transaction.atomic
def answer(
    meeting: Meeting,
    member: Member,
    choice: str,
    now: datetime,
    *,
    meanwhile: bool = False,
    door: str = Door.SITE,
    by: "User | None" = None,
    quietly: bool = False,
) -> Rsvp:
    """Record what a member says, through whichever door; who finds the room full joins the end of its waiting list.

    Someone keeps the place they hold until they get the one they ask for; `meanwhile` takes one online for the wait.
    The same answer again changes nothing; `quietly` leaves the message about it to the caller. Raises Refused.
    """
    member, meeting = standing.lock(member), places.lock(meeting)  # one order everywhere: the person, then meetings
    if reason := refusal(meeting, member, now, choice):
        raise Refused(reason)
    rsvp = answer_of(meeting, member)
    before = (rsvp.choice, rsvp.place, rsvp.turn)
    settle(rsvp, choice, now, meanwhile=meanwhile)
    if (rsvp.choice, rsvp.place, rsvp.turn) == before:
        return rsvp
    rsvp.answered_at, rsvp.door = now, door
    change = places.store(rsvp, now, cause=Cause.ANSWER, door=door, by=by)
    if not quietly:
        messages.answer_recorded(change, line.before(rsvp, now))
    line.promote(meeting, now, why=f"a member answered “{rsvp.get_choice_display()}”")
    return rsvp


def answer_of(meeting: Meeting, member: Member) -> Rsvp:
    """The one row of this person and meeting, new if they have not answered yet."""
    rsvp = Rsvp.objects.filter(meeting=meeting, member=member).first() or Rsvp(choice="")
    rsvp.meeting, rsvp.member = meeting, member
    return rsvp


def settle(rsvp: Rsvp, choice: str, now: datetime, *, meanwhile: bool) -> None:
    """Work out what someone holds once they have said this, and whether they wait; nothing is saved here."""
    same_line = rsvp.turn is not None and rsvp.choice == choice
    if rsvp.choice != choice:
        rsvp.decide_by = None  # a day to decide belongs to the “maybe” for which it was said
    rsvp.choice = choice
    if choice in (Choice.MAYBE, Choice.NO):
        rsvp.place = Place.NONE
        line.leave(rsvp)
    elif rsvp.place == choice or to_be_had(rsvp, choice, now):
        rsvp.place = Place(choice)
        line.leave(rsvp)
    else:
        if not same_line:
            line.join(rsvp, now)
        if meanwhile and rsvp.place == Place.NONE and to_be_had(rsvp, Choice.ONLINE, now):
            rsvp.place = Place.ONLINE


def to_be_had(rsvp: Rsvp, choice: str, now: datetime) -> bool:
    """Say whether a place is free for this person: nobody who waits for it is before them."""
    if not places.free(rsvp.meeting, choice):
        return False
    first = line.first(rsvp.meeting, choice, now)
    return first is None or first.pk == rsvp.pk


def release(member: Member, now: datetime, why: str) -> None:
    """Free what someone who may no longer take part holds or waits for, in every meeting that has not begun.

    The caller has locked the member; the meetings are locked one after the other by primary key.
    """
    holding = Rsvp.objects.filter(member=member, meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    for rsvp in holding.exclude(place=Place.NONE, turn=None).order_by("meeting_id"):
        rsvp.meeting, rsvp.member = places.lock(rsvp.meeting), member
        if places.frozen(rsvp.meeting, now) or not taking_part.refusal(rsvp.meeting, member, timezone.localdate(now)):
            continue
        rsvp.refresh_from_db(fields=["choice", "place", "turn", "waiting_since"])
        rsvp.choice, rsvp.place = Choice.NO, Place.NONE
        line.leave(rsvp)
        places.store(rsvp, now, cause=Cause.NOT_ELIGIBLE, why=why)
        line.promote(rsvp.meeting, now, why="a member may no longer take part")
