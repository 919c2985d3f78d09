"""Answering a meeting: one verb for every door."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import models, transaction
from django.utils import timezone

from members import eligibility, standing
from members.models import Member

from . import guests, line, messages, offering, places, taking_part
from .models import Meeting, Rsvp
from .words import Cause, Choice, Door, Place, Status

if TYPE_CHECKING:
    from accounts.models import User


# Called with a meeting and whoever answered it, under both locks.
on_answer: list[Callable[[Meeting, Member, datetime], object]] = []


class Refusal(models.TextChoices):
    """Why nobody can answer this meeting now, or not in this way."""

    DRAFT = "draft", "This meeting has not been announced yet."
    CANCELLED = "cancelled", "This meeting is cancelled."
    STARTED = "started", "This meeting has started. Answers are closed."
    NO_ROOM = "no_room", "This meeting takes place online only."
    NOT_ONLINE = "not_online", "This meeting takes place in the room only."
    NO_OFFER = "no_offer", "This offer has ended, and the place went to the next person."


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


class Said(NamedTuple):
    """What a press of a button says: a choice, or that an offer passes on."""

    choice: str
    meanwhile: bool = False
    passes: bool = False


def take(
    meeting: Meeting, member: Member, said: Said, now: datetime, *, door: str = Door.SITE, by: "User | None" = None
) -> Rsvp:
    """Do what a member said, whichever button it was. Raises Refused."""
    if said.passes:
        return pass_on(meeting, member, now, door=door)
    return answer(meeting, member, said.choice, now, meanwhile=said.meanwhile, door=door, by=by)


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
    Any answer confirms one given before the meeting moved, and whoever let an offer end is offered places again. Else
    the same answer changes nothing; `quietly` leaves the message about it to the caller. Raises Refused.
    """
    meeting, rsvp = locked(meeting, member, now, choice)
    before = state(rsvp)
    settle(rsvp, choice, now, meanwhile=meanwhile)
    if state(rsvp) == before:
        return rsvp
    cause = Cause.CONFIRMED if before.confirm_by and state(rsvp)[:3] == before[:3] else Cause.ANSWER
    rsvp.answered_at, rsvp.door = now, door
    change = places.store(rsvp, now, cause=cause, door=door, by=by)
    heard(rsvp, now)
    if not quietly:
        messages.answer_recorded(change, line.before(rsvp, now))
    guests.go_with(rsvp, now)
    line.promote(meeting, now, why=f"a member answered “{rsvp.get_choice_display()}”")
    return rsvp


def heard(rsvp: Rsvp, now: datetime) -> None:
    """Tell who asked to hear of answers; the locks are held."""
    for hears in on_answer:
        hears(rsvp.meeting, rsvp.member, now)


def locked(meeting: Meeting, member: Member, now: datetime, choice: str = "") -> tuple[Meeting, Rsvp]:
    """Lock who answers and then the meeting, and let go of offers that have ended. Raises Refused."""
    member = standing.lock(member)  # one order everywhere: the person, then meetings
    meeting = places.lock(meeting)
    if reason := refusal(meeting, member, now, choice):
        raise Refused(reason)
    line.pass_on_ended(meeting, now)
    return meeting, answer_of(meeting, member)


@transaction.atomic
def pass_on(meeting: Meeting, member: Member, now: datetime, *, door: str = Door.SITE) -> Rsvp:
    """Let the place that a member is offered pass on to the next; they stay on the waiting list. Raises Refused."""
    meeting, rsvp = locked(meeting, member, now)
    if rsvp.offer_until is None:
        raise Refused(Refusal.NO_OFFER)
    line.let_end(rsvp, now, why="let it pass on", door=door)
    line.promote(meeting, now, why="a member let an offer pass on")
    return rsvp


class State(NamedTuple):
    """What an answer comes to: two that agree in this are the same answer."""

    choice: str
    place: str
    turn: int | None
    confirm_by: datetime | None
    passed_at: datetime | None


def state(rsvp: Rsvp) -> State:
    return State(rsvp.choice, rsvp.place, rsvp.turn, rsvp.confirm_by, rsvp.passed_at)


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
    rsvp.choice, rsvp.confirm_by = choice, None
    if choice in (Choice.MAYBE, Choice.NO):
        rsvp.place = Place.NONE
        line.leave(rsvp)
    elif rsvp.place == choice or (same_line and takes_offer(rsvp, now, meanwhile)) or to_be_had(rsvp, choice, now):
        rsvp.place = Place(choice)
        line.leave(rsvp)
    else:
        rsvp.passed_at = None
        if not same_line:
            line.join(rsvp, now)
        if meanwhile and rsvp.place == Place.NONE and to_be_had(rsvp, Choice.ONLINE, now):
            rsvp.place = Place.ONLINE


def takes_offer(rsvp: Rsvp, now: datetime, meanwhile: bool) -> bool:
    """Asking for a place online meanwhile leaves the offer open."""
    return offering.stands(rsvp, now) and not meanwhile


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
    for meeting in held_by(member, now):
        if taking_part.refusal(meeting, member, timezone.localdate(now)):
            free(meeting, member, now, why)


def release_all(member: Member, now: datetime, why: str) -> None:
    """Free whatever a person holds, in every meeting that has not begun: before their row goes or loses its name.

    The caller has locked the member.
    """
    for meeting in held_by(member, now):
        free(meeting, member, now, why)


def held_by(member: Member, now: datetime) -> Iterator[Meeting]:
    """The meetings in which somebody holds a place or waits, each locked when its turn comes, by primary key."""
    holding = Rsvp.objects.filter(member=member, meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    for rsvp in list(holding.exclude(place=Place.NONE, turn=None).order_by("meeting_id")):
        meeting = places.lock(rsvp.meeting)
        if not places.frozen(meeting, now):
            yield meeting


def free(meeting: Meeting, member: Member, now: datetime, why: str) -> None:
    """Take from somebody what they hold in a locked meeting, and give it on."""
    rsvp = answer_of(meeting, member)
    rsvp.choice, rsvp.place, rsvp.confirm_by = Choice.NO, Place.NONE, None
    line.leave(rsvp)
    places.store(rsvp, now, cause=Cause.NOT_ELIGIBLE, why=why)
    guests.go_with(rsvp, now)
    line.promote(meeting, now, why="a member may no longer take part")


def release_lost(meeting: Meeting, now: datetime) -> None:
    """Free what people hold in a locked meeting who lost their part in the network while nothing could move in it."""
    may = taking_part.may(meeting, timezone.localdate(now)).values("pk")
    for rsvp in meeting.rsvps.exclude(place=Place.NONE, turn=None).exclude(member__in=may).select_related("member"):
        free(meeting, rsvp.member, now, "may no longer take part")
