"""What coordinators do with meetings. Each verb takes the meeting as they saw it: one changed since is a conflict."""

from collections.abc import Mapping, Set
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models.member import MemberQuerySet

from . import confirming, guests, line, messages, offering, places, roles, superseding, taking_part, undoing
from .invitations import letters
from .models import Meeting, Reversal, Rsvp
from .models.meeting import random_uid
from .plans import (
    DECIDED_ABOUT,
    WHEN_AND_WHERE,
    WHO_MAY_COME,
    WORDS,
    Plan,
    Refusal,
    Refused,
    differences,
    in_words,
    refuse_closing_out,
    refuse_taking_away,
    refuse_to_bring_back,
    refuse_to_cancel,
    refuse_to_publish,
    refuse_unready,
    refuse_wrong,
)
from .recording import record, store
from .words import Cause, Choice, Deed, Mode, Place, Status

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create(now: datetime, *, by: "User | None", **plan: Unpack[Plan]) -> Meeting:
    """Plan a meeting as a draft, which only coordinators see. Its slug is its first date and never changes."""
    meeting = Meeting(created_at=now, changed_at=now, **plan)
    refuse_wrong(meeting, now)
    save_under_its_day(meeting)
    roles.take_over(meeting, now)
    record(meeting, Deed.PLANNED, now, by, messages.when(meeting))
    return meeting


@transaction.atomic
def publish(meeting: Meeting, now: datetime, *, by: "User | None") -> Meeting:
    """Announce a draft to everyone who may take part."""
    meeting = seen(meeting)
    reversal = undoing.remember(f"{meeting} was published", [meeting], now, by)
    meeting = open_to_answers(meeting, now, by=by)
    messages.meeting_published(meeting, everyone(meeting, now), now)
    undoing.hold(reversal)
    return meeting


@transaction.atomic
def open_to_answers(meeting: Meeting, now: datetime, *, by: "User | None") -> Meeting:
    """Publish a draft without a word: whoever calls this remembers how it was, and tells people of it."""
    meeting = seen(meeting)
    refuse_to_publish(meeting, now)
    meeting.status, meeting.published_at = Status.PUBLISHED, now
    store(meeting, now)
    record(meeting, Deed.PUBLISHED, now, by)
    return meeting


@transaction.atomic
def change(
    meeting: Meeting, now: datetime, *, by: "User | None", within: Reversal | None = None, **plan: Unpack[Plan]
) -> Meeting:
    """Change a meeting as far as the plan differs from it; what does not differ changes nothing.

    Words change quietly, but for the link to join, of which those who hold a place are told. A new time or place is a
    move: SEQUENCE rises once, and those who may come are told. More places move people up, fewer than are held are
    refused. `within` a larger deed, such as a change of a series, the meeting does not count as changed by hand. Raises
    Refused.
    """
    meeting = seen(meeting)
    different = differences(meeting, plan)
    if not different:
        return meeting
    detail, was = in_words(meeting, different), messages.facts(meeting)
    reversal = within or undoing.remember(f"{meeting} was changed", [meeting], now, by)
    moves = bool(WHEN_AND_WHERE & different.keys())
    meeting.touched |= within is None and moves
    apply(meeting, different, now)
    announced = meeting.status == Status.PUBLISHED
    meeting.sequence += moves and announced
    store(meeting, now)
    record(meeting, Deed.MOVED if moves else Deed.CHANGED, now, by, detail)
    if moves and announced:
        tell_of_move(meeting, reversal, now, was, different.keys())
    elif announced and "join_link" in different:
        tell_of_link(meeting, reversal, now)
    line.promote(meeting, now, why="a coordinator changed the places")
    undoing.hold(reversal)
    return meeting


def tell_of_move(meeting: Meeting, reversal: Reversal, now: datetime, was: dict[str, str], different: Set[str]) -> None:
    """Ask those who said yes again, and tell the others; a new time may suit those who could not come.

    Whose announcement has not left yet, and who has not answered, gets it with the new time and place instead. Whoever
    was invited and never answered is told too, because their calendar shows it.
    """
    announced, told = superseding.supersede(reversal, meeting, now)
    was, people = told or was, everyone(meeting, now)
    showing = meeting.invitations.live().filter(uid=meeting.uid, sequence__lt=meeting.sequence)
    if announced.exists():
        new = people.filter(user__in=announced.values("user")).exclude(pk__in=meeting.rsvps.values("member"))
        messages.meeting_published(meeting, new, now)
    until = confirming.ask_again(meeting, now) if confirming.ASKS_AGAIN & different else None
    whom = [confirming.YES, (Choice.MAYBE,), *([(Choice.NO,)] if messages.when(meeting) != was["when"] else [])]
    for said in whom:
        members = people.filter(pk__in=meeting.rsvps.filter(choice__in=said).values("member"))
        messages.meeting_moved(meeting, members, now, was=was, said=said[0], until=until)
    silent = people.filter(pk__in=showing.values("member")).exclude(pk__in=meeting.rsvps.values("member"))
    messages.meeting_moved(meeting, silent, now, was=was, said="", until=None)
    guests.tell_of_move(meeting, now, was=was)
    messages.reword_year(meeting, now)


def tell_of_link(meeting: Meeting, reversal: Reversal, now: datetime) -> None:
    """Tell those who hold a place of another link to join: their calendar and an older message show the one before."""
    superseding.supersede_link(reversal, meeting, now)
    if meeting.mode != Mode.ROOM and now < meeting.ends_at:
        holding = meeting.rsvps.coming().values("member")
        messages.join_link_changed(meeting, everyone(meeting, now).filter(pk__in=holding), now)


@transaction.atomic
def cancel(meeting: Meeting, why: str, now: datetime, *, by: "User | None", within: Reversal | None = None) -> Meeting:
    """Cancel a meeting with its reason, and tell those who may come, and the calendars of all who were invited; the
    answers stay as they were given."""
    meeting = seen(meeting)
    refuse_to_cancel(meeting, now)
    reversal = within or undoing.remember(f"{meeting} was cancelled", [meeting], now, by)
    meeting.status, meeting.cancelled_at, meeting.cancelled_why = Status.CANCELLED, now, why
    meeting.sequence += 1
    store(meeting, now)
    record(meeting, Deed.CANCELLED, now, by, why)
    superseding.supersede(reversal, meeting, now)
    messages.meeting_cancelled(meeting, concerned(meeting, now), now)
    letters.taken_back(meeting, letters.showing(meeting), now)
    messages.reword_year(meeting, now)
    guests.tell_of_cancellation(meeting, now)
    undoing.hold(reversal)
    return meeting


@transaction.atomic
def bring_back(meeting: Meeting, now: datetime, *, by: "User | None") -> Meeting:
    """Let a cancelled meeting take place after all: calendars forget a cancelled UID, so it gets a new one (cal-M4).

    Whoever was coming has made other plans since: their place is free again, and everyone eligible is asked anew.
    """
    meeting = seen(meeting)
    refuse_to_bring_back(meeting, now)
    reversal = undoing.remember(f"{meeting} was brought back", [meeting], now, by)
    superseding.supersede(reversal, meeting, now)
    meeting.status, meeting.cancelled_at, meeting.cancelled_why = Status.PUBLISHED, None, ""
    meeting.uid, meeting.sequence, meeting.published_at = random_uid(), 0, now
    store(meeting, now)
    ask_anew(meeting, now)
    record(meeting, Deed.BROUGHT_BACK, now, by)
    messages.meeting_published(meeting, everyone(meeting, now), now, again=True)
    undoing.hold(reversal)
    return meeting


@transaction.atomic
def fill(meeting: Meeting, now: datetime, *, by: "User | None") -> list[Rsvp]:
    """Give free places to those who wait, in their order; for when someone became eligible again while waiting."""
    meeting = places.lock(meeting)
    promoted = line.promote(meeting, now, why="a coordinator filled the free places")
    if promoted:
        how = "were offered a place" if offering.only_offers(meeting, now) else "moved up"
        record(meeting, Deed.FILLED, now, by, f"{len(promoted)} {how}")
    return promoted


def everyone(meeting: Meeting, now: datetime) -> MemberQuerySet:
    """Whom a new meeting is announced to: all who may take part in it."""
    return taking_part.may(meeting, timezone.localdate(now)).reachable()


def concerned(meeting: Meeting, now: datetime) -> MemberQuerySet:
    """Who is told of a cancellation: all who come, wait, or may come."""
    may_come = meeting.rsvps.exclude(choice=Choice.NO).values("member")
    return everyone(meeting, now).filter(pk__in=may_come)


def save_under_its_day(meeting: Meeting) -> None:
    """Save a new meeting under its first day, with a suffix when there is another one on that day."""
    day = f"{timezone.localdate(meeting.starts_at)}"
    names = (day if number == 1 else f"{day}-{number}" for number in count(1))
    for meeting.slug in names:
        others = Meeting.objects.filter(slug=meeting.slug)
        if others.exists():
            continue
        try:
            with transaction.atomic():
                return meeting.save(force_insert=True)
        except IntegrityError:
            if not others.exists():  # nobody was quicker: something else is wrong
                raise


def seen(meeting: Meeting) -> Meeting:
    """Lock the meeting; what a coordinator decided about an older state of it is not applied (con-21)."""
    fresh = places.lock(meeting)
    if fresh.version != meeting.version:
        raise Refused(Refusal.CONFLICT)
    return fresh


def apply(meeting: Meeting, different: Mapping[str, object], now: datetime) -> None:
    """Put a plan on a locked meeting, or refuse it; once the meeting has begun, only its words change."""
    if meeting.status == Status.CANCELLED:
        raise Refused(Refusal.CANCELLED)
    begun = now >= meeting.starts_at
    if begun and different.keys() - WORDS:
        raise Refused(Refusal.STARTED)
    for field, value in different.items():
        setattr(meeting, field, value)
    if DECIDED_ABOUT & different.keys():
        meeting.decided_at = None
    if not begun:
        (refuse_unready if meeting.status == Status.PUBLISHED else refuse_wrong)(meeting, now)
        refuse_taking_away(meeting)
        if WHO_MAY_COME & different.keys():
            refuse_closing_out(meeting, now)


def ask_anew(meeting: Meeting, now: datetime) -> None:
    """Turn every yes to a meeting that was cancelled into a maybe."""
    for rsvp in meeting.rsvps.filter(choice__in=[Choice.ROOM, Choice.ONLINE]).select_related("member"):
        rsvp.meeting, rsvp.choice, rsvp.place, rsvp.confirm_by = meeting, Choice.MAYBE, Place.NONE, None
        line.leave(rsvp)
        places.store(rsvp, now, cause=Cause.CANCELLED)
        guests.go_with(rsvp, now)
