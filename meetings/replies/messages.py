"""What people read about an answer that their calendar sent and that does not simply count."""

from datetime import datetime

from members.models import Member

from ..copies import to_member
from ..messages import about, to_one, told_of
from ..models import Meeting, RsvpChange


def refused(meeting: Meeting, member: Member, why: str, now: datetime, *, once: str) -> None:
    """To the person, once for each reason: their calendar's answer cannot count, and why."""
    key = f"{meeting.uid.partition('@')[0]}:{once[:60]}:{member.pk}"
    context = {"member": member, "why": why, **told_of(meeting)}
    to_member("reply_refused", member, key, now, about=about(meeting), context=context)


def of_old_time(change: RsvpChange, before: int | None, until: datetime) -> None:
    """To the person: their yes was to the old time, and until when their place is kept for them to confirm it."""
    to_one("reply_to_old_time", change, before=before, until=until)
