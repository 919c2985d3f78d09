"""Apply an answer from a calendar as any other answer, unless what counts already is newer (con-19)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from members import standing
from members.models import Member
from outbox.models import State

from .. import confirming, line, places, rsvp
from ..models import CalendarReply, Invitation, Meeting, Rsvp
from ..reminding.slots import told_at
from ..usual import usual_mode
from ..words import Cause, Choice, Door, ReplyState
from . import messages

if TYPE_CHECKING:
    from accounts.models import User

ANSWERS = {"ACCEPTED": "", "TENTATIVE": Choice.MAYBE, "DECLINED": Choice.NO}
# Their clock and ours may differ by so much; within it, what arrives later was said later.
SKEW = timedelta(minutes=2)

OLDER = "The answer that counts is newer."
REPEATED = "The same answer arrived before."
REPLACED = "It is about an entry that was taken back; the meeting takes place after all, and asks anew."


@transaction.atomic
def apply(reply: CalendarReply, now: datetime, *, by: "User | None" = None) -> CalendarReply:
    """Let an answer count that is trusted, or that a coordinator trusts; say in its row what became of it.

    An older one never overwrites a newer one. A yes to the old time of a meeting that has moved is a yes that has to
    be confirmed. What cannot count any more is told to the person, once.
    """
    if reply.meeting is None or reply.member is None:
        return reply  # nobody knows whose answer it is, or to what
    member = standing.lock(reply.member)  # one order everywhere: the person, then meetings
    meeting = places.lock(reply.meeting)
    reply = locked(reply)
    if reply.state != ReplyState.TO_CHECK:
        return reply
    reply.member, reply.meeting = member, meeting
    if older := is_older(reply, rsvp.answer_of(meeting, member), now):
        return settled(reply, ReplyState.OLD, older, now, by)
    if reply.uid != meeting.uid:
        messages.refused(meeting, member, REPLACED, now, once=reply.uid)
        return settled(reply, ReplyState.REFUSED, REPLACED, now, by)
    try:
        with transaction.atomic():
            count(reply, meeting, member, now, by)
    except rsvp.Refused as refused:
        why = str(refused.reason.label)
        messages.refused(meeting, member, why, now, once=refused.reason.value)
        return settled(reply, ReplyState.REFUSED, why, now, by)
    return settled(reply, ReplyState.APPLIED, reply.why if by else "", now, by)


def count(reply: CalendarReply, meeting: Meeting, member: Member, now: datetime, by: "User | None") -> None:
    """Give the answer through the one verb of all doors. Raises rsvp.Refused."""
    before = rsvp.answer_of(meeting, member)
    choice = choice_of(reply.partstat, before)
    is_yes, said_of_old_time = choice in confirming.YES, is_of_old_time(reply, meeting)
    if is_yes and said_of_old_time and before.pk and before.choice == choice:
        return  # that yes is known, and has to be confirmed or was
    after = rsvp.answer(
        *(meeting, member, choice, now), meanwhile=True, door=Door.REPLY, by=by, quietly=is_yes and said_of_old_time
    )
    if is_yes and said_of_old_time:
        ask_again(after, now)
    Rsvp.objects.filter(pk=after.pk).update(reply_stamp=stamp_of(reply, now))


def ask_again(answer: Rsvp, now: datetime) -> None:
    """A yes to the old time is held until it is confirmed, as if it had come before the meeting moved."""
    answer.confirm_by = confirming.held_until(answer.meeting, now)
    change = places.store(answer, now, cause=Cause.MOVED, door=Door.REPLY)
    messages.of_old_time(change, line.before(answer, now), answer.confirm_by)


def choice_of(partstat: str, before: Rsvp) -> str:
    """What an answer says; a yes says neither room nor online: it is as they said before, or usually come (cal-I9)."""
    if partstat != "ACCEPTED":
        return ANSWERS[partstat]
    offered = places.offered(before.meeting)
    usual = usual_mode(before.member)
    said = [before.choice, usual] if before.choice in confirming.YES else [usual]
    return next((choice for choice in said if choice in offered), offered[0])


def is_of_old_time(reply: CalendarReply, meeting: Meeting) -> bool:
    """Say whether the meeting has moved since the entry that is answered was written; a move that was undone told
    nobody. A calendar that says no SEQUENCE says 0 (RFC 5545 §3.8.7.4)."""
    sequence = reply.sequence or 0
    if sequence >= meeting.sequence:
        return False
    told = Invitation.objects.filter(uid=meeting.uid, member=reply.member, sequence__lte=sequence)
    written = told.exclude(message__state=State.WITHDRAWN).aggregate(at=Max("at"))["at"]
    return written is None or written < told_at([meeting])[meeting.pk]


def stamp_of(reply: CalendarReply, now: datetime) -> datetime:
    """When it was said: never later than it arrived, so that a clock that is ahead closes no door."""
    return min(reply.stamp or reply.incoming.received_at, reply.incoming.received_at, now)


def is_older(reply: CalendarReply, answer: Rsvp, now: datetime) -> str:
    """Say why an answer is not newer than the one that counts; empty if it is."""
    same = CalendarReply.objects.filter(
        meeting=reply.meeting, member=reply.member, uid=reply.uid, stamp=reply.stamp, partstat=reply.partstat
    )
    if reply.stamp and same.exclude(pk=reply.pk).filter(state__in=[ReplyState.APPLIED, ReplyState.OLD]).exists():
        return REPEATED
    if answer.pk is None:
        return ""
    said = stamp_of(reply, now)
    if answer.reply_stamp and said < answer.reply_stamp:
        return OLDER
    by_another_door = answer.door != Door.REPLY
    return OLDER if by_another_door and said < answer.answered_at - SKEW else ""


@transaction.atomic
def dismiss(reply: CalendarReply, now: datetime, *, by: "User") -> CalendarReply:
    """Look at an answer that waits to be checked, and let it not count."""
    reply = locked(reply)
    if reply.state == ReplyState.TO_CHECK:
        settled(reply, ReplyState.DISMISSED, reply.why, now, by)
    return reply


def locked(reply: CalendarReply) -> CalendarReply:
    """Lock the row of an answer, after the person and the meeting, and read it afresh."""
    rows = CalendarReply.objects.select_for_update(no_key=True, of=("self",)).select_related("incoming")
    return rows.get(pk=reply.pk)


def settled(reply: CalendarReply, state: ReplyState, why: str, now: datetime, by: "User | None") -> CalendarReply:
    reply.state, reply.why, reply.decided_at, reply.decided_by = state, why[:300], now, by
    reply.save(update_fields=["state", "why", "decided_at", "decided_by"])
    return reply
