"""What was said to one date of a poll becomes answers to its meeting, in the order in which it was said."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from members import eligibility
from members.models import Member

from . import places, rsvp
from .models import Meeting, PollAnswer, PollDate
from .usual import usual_mode
from .words import Availability, Choice, Door


def lock(date: PollDate) -> list[Member]:
    """Lock everybody who answered for this date, by primary key, so that their eligibility stands still (con-27)."""
    answered = date.answers.values("member")
    return list(Member.objects.select_for_update(no_key=True).filter(pk__in=answered).order_by("pk"))


def carry_over(date: PollDate, meeting: Meeting, people: list[Member], now: datetime) -> dict[str, list[int]]:
    """Answer for each who is still eligible, without a message for each; give whom each outcome concerns, in words.

    A full room has its waiting list here as through every other door.
    """
    on, eligible = timezone.localdate(now), {member.pk: member for member in people}
    outcomes: dict[str, list[int]] = defaultdict(list)
    for said in date.answers.order_by("answered_at", "pk"):
        member = eligible.get(said.member_id)
        if member is None or eligibility.refusal(member, on):
            continue
        choice = choice_for(said, member, meeting)
        reply = rsvp.answer(meeting, member, choice, now, door=Door.POLL, quietly=True)
        outcomes[reply.in_words()].append(member.pk)
    return outcomes


def choice_for(said: PollAnswer, member: Member, meeting: Meeting) -> Choice:
    """A yes comes as its member usually does, else in the room if there is one; “if need be” is a maybe."""
    if said.answer == Availability.NO:
        return Choice.NO
    if said.answer == Availability.IF_NEED_BE:
        return Choice.MAYBE
    usual, offered = usual_mode(member), places.offered(meeting)
    return usual if usual in offered else offered[0]
