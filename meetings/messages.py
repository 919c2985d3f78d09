"""Everything that leaves about meetings: one function per message, its words in templates/meetings/messages/."""

from collections.abc import Iterable
from datetime import datetime

from look import words
from members.models import Member
from outbox import post

from .models import Meeting, RsvpChange


def answer_recorded(change: RsvpChange, before: int | None) -> None:
    """Once for each real change of an answer; someone who waits reads how many people are before them."""
    write("answer_recorded", change.member, change.meeting, change.at, key=f"{change.pk}", change=change, before=before)


def moved_up(change: RsvpChange) -> None:
    """To the person who waited: the place they asked for is theirs now."""
    write("moved_up", change.member, change.meeting, change.at, key=f"{change.pk}", change=change)


def meeting_published(meeting: Meeting, members: Iterable[Member], now: datetime, *, again: bool = False) -> None:
    """To everyone eligible; `again` when a cancelled meeting takes place after all."""
    for member in members:
        write("meeting_published", member, meeting, now, key=once(meeting, member), again=again)


def meeting_moved(meeting: Meeting, members: Iterable[Member], now: datetime, *, was: dict[str, object]) -> None:
    """To those who said that they may come: the old time and place beside the new."""
    for member in members:
        write("meeting_moved", member, meeting, now, key=once(meeting, member), was=was)


def meeting_cancelled(meeting: Meeting, members: Iterable[Member], now: datetime) -> None:
    """To those who said that they may come, with the reason."""
    for member in members:
        write("meeting_cancelled", member, meeting, now, key=once(meeting, member))


def write(name: str, member: Member, meeting: Meeting, now: datetime, *, key: str, **context: object) -> None:
    """Write one message about a meeting; someone who cannot sign in yet has no address and is written nothing."""
    if member.user is None:
        return
    post.write(
        f"meetings/{name}",
        to=member.user.email,
        user=member.user,
        key=key,
        now=now,
        about=about(meeting),
        context={"meeting": meeting, "member": member, "when": when(meeting), **context},
    )


def once(meeting: Meeting, member: Member) -> str:
    """Unique for each person and each state of the calendar entry, however many workers run (con-23)."""
    return f"{meeting.uid.partition('@')[0]}:{meeting.sequence}:{member.pk}"


def about(meeting: Meeting) -> str:
    return f"meeting:{meeting.slug}"


def when(meeting: Meeting) -> str:
    """The time in words, with its zone (cal-L8)."""
    return f"{words.period(meeting.starts_at, meeting.ends_at)} (UK time)"
