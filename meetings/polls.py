"""A date poll: opened with one message to each, answered until it is closed, made a meeting by one deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from members import eligibility
from members.models import Member
from members.models.member import MemberQuerySet
from members.names import name_of
from outbox import post
from outbox.models import Message, MessageQuerySet, State

from . import carrying_over, messages, places, planning, plans, undoing
from .copies import wanting
from .mail_topics import POLLS
from .models import Meeting, Poll, PollAnswer, PollDate
from .recording import record, store
from .words import Availability, Deed, Status

if TYPE_CHECKING:
    from accounts.models import User

MOST_DATES = 8


class Refusal(models.TextChoices):
    """Why a poll is not opened so, answered or decided."""

    NO_DATE = "no_date", "Enter at least one date."
    TOO_MANY = "too_many", f"A poll has at most {MOST_DATES} dates."
    TWICE = "twice", "This date is in the poll already."
    PAST = "past", "This date has passed. Choose one that lies ahead."
    CLOSED = "closed", "This poll is closed."
    LEFT = "left", "The messages have left already."


Reason = Refusal | eligibility.Refusal


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(dates: Sequence[datetime], now: datetime) -> Refusal | None:
    """Say why nobody can be asked for these dates, or None if they can."""
    if not dates:
        return Refusal.NO_DATE
    if len(dates) > MOST_DATES:
        return Refusal.TOO_MANY
    if len(set(dates)) < len(dates):
        return Refusal.TWICE
    return Refusal.PAST if min(dates) <= now else None


@transaction.atomic
def begin(poll: Poll, dates: Sequence[datetime], now: datetime, *, by: "User") -> Poll:
    """Open a new poll and ask everyone eligible; the messages wait ten minutes. Raises Refused."""
    if reason := refusal(dates, now):
        raise Refused(reason)
    poll.created_at, poll.created_by_name = now, name_of(by)
    poll.save(force_insert=True)
    PollDate.objects.bulk_create(PollDate(poll=poll, starts_at=date) for date in dates)
    messages.poll_opened(poll, asked(now), now, hold=undoing.HOLD)
    return poll


def asked(now: datetime) -> MemberQuerySet:
    """Whom a poll asks: everyone eligible who can be written to and wants to be asked."""
    return wanting(Member.objects.eligible(timezone.localdate(now)).reachable(), POLLS)


def lock(poll: Poll) -> Poll:
    """Lock the poll and read it afresh; before any person and any meeting."""
    return Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)


@transaction.atomic
def answer(poll: Poll, member: Member, said: Mapping[int, str], now: datetime) -> int:
    """Keep what a member says of each date, by its key, and give for how many it changed; the rest stays as it was.

    The same answer again keeps its time, which is the order in which places are given. Raises Refused.
    """
    poll = lock(poll)
    if poll.closed_at:
        raise Refused(Refusal.CLOSED)
    if reason := eligibility.refusal(member, timezone.localdate(now)):
        raise Refused(reason)
    before = dict(mine(poll, member).values_list("date", "answer"))
    changed = {
        date.pk: said[date.pk] for date in poll.dates.all() if said.get(date.pk) not in (None, before.get(date.pk))
    }
    for date, availability in changed.items():
        PollAnswer.objects.update_or_create(
            date_id=date, member=member, defaults={"answer": Availability(availability), "answered_at": now}
        )
    return len(changed)


def mine(poll: Poll, member: Member) -> QuerySet[PollAnswer]:
    return PollAnswer.objects.filter(date__poll=poll, member=member)


def unanswered_by(member: Member) -> QuerySet[Poll]:
    """The open polls to which this member has said nothing yet, oldest first."""
    answered = Poll.objects.filter(dates__answers__member=member)
    return Poll.objects.visible_to(member).open().exclude(pk__in=answered).order_by("created_at", "pk")


@transaction.atomic
def choose(date: PollDate, now: datetime, *, by: "User | None") -> Meeting:
    """Make and announce the meeting of one date, carry the answers over in the order in which they were given, and
    close the poll. Of two who choose at once the second is refused. Raises Refused, and plans.Refused.
    """
    poll = lock(date.poll)
    if poll.closed_at:
        raise Refused(Refusal.CLOSED)
    people = carrying_over.lock(date)
    meeting = made_of(poll, date, now, by)
    reversal = undoing.remember(f"{meeting} was made from a date poll", [], now, by, made=[meeting])
    kept = carrying_over.carry_over(date, meeting, people, now)
    for words, members in kept.items():
        told = planning.everyone(meeting, now).filter(pk__in=members)
        messages.poll_decided(meeting, told, now, reply=words)
    others = planning.everyone(meeting, now).exclude(pk__in=[pk for members in kept.values() for pk in members])
    messages.poll_decided(meeting, others, now, reply="")
    undoing.hold(reversal)
    post.withdraw(about(poll))
    poll.meeting, poll.closed_at = meeting, now
    poll.save(update_fields=["meeting", "closed_at"])
    return places.lock(meeting)  # with its places counted


def made_of(poll: Poll, date: PollDate, now: datetime, by: "User | None") -> Meeting:
    """A published meeting at this date, of which nobody has been told yet. Raises plans.Refused."""
    plan = plans.Plan(
        title=poll.title,
        starts_at=date.starts_at,
        ends_at=date.starts_at + timedelta(minutes=poll.minutes),
        venue=poll.venue,
        mode=poll.mode,
        room_capacity=poll.room_capacity,
    )
    meeting = planning.create(now, by=by, **plan)
    plans.refuse_to_publish(meeting, now)
    meeting.status, meeting.published_at = Status.PUBLISHED, now
    store(meeting, now)
    record(meeting, Deed.PUBLISHED, now, by, "made from a date poll")
    return meeting


@transaction.atomic
def close(poll: Poll, now: datetime) -> Poll:
    """Close a poll without a date; what has not left yet does not leave, and nobody is told. Raises Refused."""
    poll = lock(poll)
    if poll.closed_at:
        raise Refused(Refusal.CLOSED)
    post.withdraw(about(poll))
    poll.closed_at = now
    poll.save(update_fields=["closed_at"])
    return poll


@transaction.atomic
def let_go(poll: Poll, now: datetime) -> int:
    """Let the messages of a poll leave before their ten minutes are over, and say how many. Raises Refused."""
    poll = lock(poll)
    number = held(poll, now).update(next_attempt_at=now)
    if not number:
        raise Refused(Refusal.LEFT)
    return number


def reopen(unmade: list[Meeting], now: datetime) -> None:
    """Open a poll again whose meeting is undone; what it had not said yet, it says after all."""
    for poll in Poll.objects.filter(meeting__in=unmade):
        about(poll).filter(state=State.WITHDRAWN).update(state=State.WAITING)
    Poll.objects.filter(meeting__in=unmade).update(closed_at=None, meeting=None)


def about(poll: Poll) -> MessageQuerySet:
    return Message.objects.about(messages.about_poll(poll))


def held(poll: Poll, now: datetime) -> MessageQuerySet:
    """The messages of a poll that wait for their ten minutes to end."""
    return about(poll).waiting().filter(next_attempt_at__gt=now)
