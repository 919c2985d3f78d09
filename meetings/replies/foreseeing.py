"""What letting an answer from a calendar count would do, in words for whoever decides."""

from datetime import datetime

from look import words

from .. import rsvp
from ..models import CalendarReply, Meeting
from ..words import Choice
from .applying import REPLACED, choice_of, is_older

IN_WORDS = {"ACCEPTED": "Yes", "TENTATIVE": "Maybe", "DECLINED": "No"}


def foreseen(reply: CalendarReply, now: datetime) -> str:
    """What would be written down, or why nothing can be; nothing is changed here."""
    meeting, member = reply.meeting, reply.member
    if meeting is None or member is None:
        return "Nobody in the network has this address, so it cannot count."
    before = rsvp.answer_of(meeting, member)
    if older := is_older(reply, before, now):
        return f"It would change nothing. {older}"
    if reply.uid != meeting.uid:
        return f"It cannot count. {REPLACED} {member} would be told so."
    choice = choice_of(reply.partstat, before)
    if reason := rsvp.refusal(meeting, member, now, choice):
        return f"It cannot count. {reason.label} {member} would be told so."
    return f"It would write down “{Choice(choice).label}” for {member} at {named(meeting)}. {so_far(before.choice)}"


def named(meeting: Meeting) -> str:
    return f"{meeting.title}, {words.moment(meeting.starts_at)}"


def so_far(choice: str) -> str:
    return f"What counts so far: “{Choice(choice).label}”." if choice else "They have not answered so far."
