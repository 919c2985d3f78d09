"""A mail with an answer from a calendar arrives: what it says is noted, and applied if it can be trusted."""

from datetime import datetime

from django.db import transaction

from outbox.inbox import ParsedMail, Verdict
from outbox.models import Incoming

from ..models import CalendarReply, Invitation, Meeting
from ..words import ReplyState
from . import trusting
from .applying import ANSWERS, apply
from .reading import Said, Unreadable, replies

REPLY, DONE = Incoming.What.REPLY, Incoming.Outcome.DONE
TO_CHECK, SET_ASIDE = Incoming.Outcome.TO_CHECK, Incoming.Outcome.SET_ASIDE
BECAME = {ReplyState.TO_CHECK: TO_CHECK, ReplyState.DISMISSED: SET_ASIDE}

SEVERAL = "It holds several answers."
UNSURE = "Nothing shows that it comes from the person whose answer it says it is."
NOBODY = "Nobody in the network has the address that answers."
OF_A_SERIES = "It answers one date of a series, and our meetings stand alone."


def arrived(mail: ParsedMail, now: datetime) -> Verdict | None:
    """Take the answer of a calendar program that this mail carries; None if it carries none."""
    try:
        found = replies(mail)
    except Unreadable as error:
        return Verdict(Incoming.What.BROKEN, SET_ASIDE, f"Its calendar cannot be read ({error}).")
    if not found:
        return None
    ours = [(said, meeting) for said in found if said.partstat in ANSWERS and (meeting := meeting_of(said.uid))]
    if not ours:
        return Verdict(REPLY, SET_ASIDE, without_answer(found))
    said, meeting = ours[0]
    reply = noted(mail, said, meeting, several=len(ours) > 1)
    if reply.state == ReplyState.TO_CHECK and not reply.why:
        reply = apply(reply, now)
    return Verdict(REPLY, BECAME.get(ReplyState(reply.state), DONE), reply.why)


def without_answer(found: list[Said]) -> str:
    if any(said.partstat in ANSWERS for said in found):
        return "It answers no meeting of the network."
    return "It says neither yes, maybe nor no."


def meeting_of(uid: str) -> Meeting | None:
    """The meeting that has this calendar entry, or had it before it was cancelled and brought back."""
    meeting = Meeting.objects.announced().filter(uid=uid).first() if uid else None
    if meeting or not uid:
        return meeting
    earlier = Invitation.objects.filter(uid=uid).select_related("meeting").first()
    return earlier.meeting if earlier else None


@transaction.atomic
def noted(mail: ParsedMail, said: Said, meeting: Meeting, *, several: bool) -> CalendarReply:
    """Write down what was answered, to check; with a reason if it cannot be applied by itself."""
    member = trusting.member_at(mail, meeting, said.attendee)
    if several:
        why = SEVERAL
    elif said.of_a_series:
        why = OF_A_SERIES
    elif member is None:
        why = NOBODY
    else:
        why = "" if trusting.is_trusted(mail, meeting, member, said.attendee) else UNSURE
    return CalendarReply.objects.create(
        incoming=mail.incoming,
        meeting=meeting,
        member=member,
        uid=said.uid,
        attendee=said.attendee,
        partstat=said.partstat,
        sequence=said.sequence,
        stamp=said.stamp or mail.date,
        state=ReplyState.TO_CHECK,
        why=why,
    )
