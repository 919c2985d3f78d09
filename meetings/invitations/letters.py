"""What leaves for the sake of a calendar alone: an invitation by itself, and that one is taken back."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from members.models.member import MemberQuerySet
from outbox import post

from .. import copies, messages
from ..models import Invitation, Meeting
from ..models.calendar import InvitationQuerySet
from ..words import Method, Status
from .carrying import Calendars, Reader


def invitation(meeting: Meeting, members: MemberQuerySet, now: datetime, *, again: bool = False) -> None:
    """To those whose calendar shall have this meeting; `again` to those who were invited under this UID before."""
    messages.to_all("invitation", members, meeting, now, slot=f":{now.isoformat()}" if again else "")


def showing(meeting: Meeting) -> InvitationQuerySet:
    """The invitations to a meeting that stand in calendars."""
    return meeting.invitations.live().select_related("member__user", "member__preferences")


def taken_back(meeting: Meeting, invitations: Iterable[Invitation], now: datetime) -> None:
    """To each address at which a calendar shows this meeting and shall not any more: with the reason."""
    times: Counter[int] = Counter()
    groups: dict[tuple[str, str, int], list[Invitation]] = {}
    for row in invitations:
        times[row.member_id] += 1  # somebody invited at two addresses gets two messages, each under a key of its own
        groups.setdefault((row.uid, why(meeting, row), times[row.member_id]), []).append(row)
    for (uid, reason, _), rows in groups.items():
        words_with = partial(taken_back_in_words, meeting, now, reason)
        calendars = Calendars(meeting, [row.member_id for row in rows], now, Method.CANCEL, uid)
        key = f"{rows[0].pk}:{now.isoformat()}"
        copies.to_each(words_with, [reader_of(row) for row in rows], key, now, {}, calendars)


def taken_back_in_words(meeting: Meeting, now: datetime, reason: str, personal: str) -> dict[str, Any]:
    context = {**messages.told_of(meeting), "reason": reason, "personal": personal}
    return post.draft("meetings/invitation_taken_back", to="", now=now, about=messages.about(meeting), context=context)


def reader_of(row: Invitation) -> Reader:
    """Whoever was invited, at the address at which they were."""
    return Reader(row.member_id, row.member.user_id, row.recipient, None, None, row.member.name)


def why(meeting: Meeting, row: Invitation) -> str:
    """Why a meeting leaves somebody's calendar, as the message words it."""
    if meeting.status == Status.CANCELLED:
        return "cancelled"
    if row.member.user and row.member.user.email != row.recipient:
        return "address"
    return "" if by_mail(row) else "chosen"


def by_mail(row: Invitation) -> bool:
    preferences = getattr(row.member, "preferences", None)
    return preferences is None or Reader(0, 0, "", None, preferences.calendar_by, "").by_mail
