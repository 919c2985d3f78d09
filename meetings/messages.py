"""Everything that leaves about meetings: one function per message, its words in templates/meetings/messages/."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from look import words
from members.models import Member
from members.models.member import MemberQuerySet
from outbox import post
from outbox.models import Message, full_key

from .models import Certificate, Meeting, RsvpChange, Series
from .words import ATTENDANCE_ONLY, Mode

# What is no longer so once the meeting changes again before they have left.
OVERTAKEN = ["meetings/meeting_published", "meetings/meeting_moved", "meetings/meeting_cancelled"]

NO_HOLD = timedelta()


def answer_recorded(change: RsvpChange, before: int | None) -> None:
    """Once for each real change of an answer; someone who waits reads how many people are before them."""
    to_one("answer_recorded", change, before=before)


def moved_up(change: RsvpChange) -> None:
    """To the person who waited: the place they asked for is theirs now."""
    to_one("moved_up", change)


def meeting_published(meeting: Meeting, members: MemberQuerySet, now: datetime, *, again: bool = False) -> None:
    """To everyone eligible; `again` when a cancelled meeting takes place after all."""
    to_all("meeting_published", members, meeting, now, again=again)


def year_announced(
    series: Series, meetings: Sequence[Meeting], members: MemberQuerySet, now: datetime, *, hold: timedelta = NO_HOLD
) -> None:
    """To everyone eligible: all meetings of a year in one message, to leave after `hold`."""
    to_each(year_in_words(series, meetings, now), members, f"{series.pk}:{series.version}", now + hold)


def year_in_words(series: Series, meetings: Sequence[Meeting], now: datetime) -> dict[str, object]:
    context = {"series": series, "meetings": [(meeting, when(meeting)) for meeting in meetings], "where": where(series)}
    return post.draft("meetings/year_announced", to="", now=now, about=about_series(series), context=context)


def reword_year(meeting: Meeting, now: datetime) -> None:
    """Let the announcement of a year that has not left yet say how the year is now that this meeting changed."""
    if meeting.series is None:
        return
    held = Message.objects.about(about_series(meeting.series)).waiting().filter(next_attempt_at__gt=now)
    for written_at in held.values_list("created_at", flat=True).distinct().order_by():
        year = meeting.series.meetings.published().filter(published_at=written_at).order_by("starts_at")
        if not year:
            post.withdraw(held.filter(created_at=written_at))
            continue
        draft = year_in_words(meeting.series, list(year), now)
        held.filter(created_at=written_at).update(**{name: draft[name] for name in ("subject", "text", "html")})


def meeting_moved(meeting: Meeting, members: MemberQuerySet, now: datetime, *, was: dict[str, str]) -> None:
    """To those who may come: the old time and place beside the new."""
    to_all("meeting_moved", members, meeting, now, was=was)


def meeting_cancelled(meeting: Meeting, members: MemberQuerySet, now: datetime) -> None:
    """To those who may come, with the reason."""
    to_all("meeting_cancelled", members, meeting, now)


def certificate_issued(certificate: Certificate, now: datetime, *, instead_of: Certificate | None = None) -> None:
    """Once for each certificate, to whoever attended; `instead_of` is the one that a correction replaced."""
    to_owner("certificate_issued", certificate, now, instead_of=instead_of)


def certificate_revoked(certificate: Certificate, now: datetime) -> None:
    """Once, to its owner, with the reason."""
    to_owner("certificate_revoked", certificate, now)


def to_owner(name: str, certificate: Certificate, now: datetime, **further: object) -> None:
    """Write to whose certificate it is, if they have an address that they verified."""
    member = certificate.member
    if member.user is None or not Member.objects.reachable().filter(pk=member.pk).exists():
        return
    post.write(
        f"meetings/{name}",
        to=member.user.email,
        user=member.user,
        key=certificate.serial,
        now=now,
        about=about(certificate.meeting),
        context={"certificate": certificate, "member": member, "note": ATTENDANCE_ONLY, **further},
    )


def to_one(name: str, change: RsvpChange, **further: object) -> None:
    """Write to the person whose answer or place changed, if they have an address that they verified."""
    member, meeting = change.member, change.meeting
    if member.user is None or not Member.objects.reachable().filter(pk=member.pk).exists():
        return
    post.write(
        f"meetings/{name}",
        to=member.user.email,
        user=member.user,
        key=f"{change.pk}",
        now=change.at,
        about=about(meeting),
        context={"meeting": meeting, "member": member, "change": change, **facts(meeting), **further},
    )


def to_all(
    name: str,
    members: MemberQuerySet,
    meeting: Meeting,
    now: datetime,
    *,
    hold: timedelta = timedelta(0),
    **further: object,
) -> None:
    """Write one message to each, to leave after `hold`.

    The words, without the link to join, are the same for all: they are made once.
    """
    name = f"meetings/{name}"
    context = {"meeting": meeting, **facts(meeting), **further}
    draft = post.draft(name, to="", now=now, about=about(meeting), context=context)
    to_each(draft, members, once(meeting), now + hold)


def to_each(draft: Mapping[str, Any], members: MemberQuerySet, key: str, not_before: datetime) -> None:
    """The same words to each person, with nobody else's address."""
    words = {name: value for name, value in draft.items() if name != "user"} | {"next_attempt_at": not_before}
    people = members.values_list("pk", "user_id", "user__email")
    Message.objects.bulk_create((copy(words, key, *person) for person in people), batch_size=1000)


def copy(draft: Mapping[str, Any], key: str, member: int, user: int, address: str) -> Message:
    key = full_key(str(draft["name"]), f"{key}:{member}")
    own = {"key": key, "message_id": post.new_message_id(), "user_id": user, "recipient": address}
    return Message(**{**draft, **own})


def once(meeting: Meeting) -> str:
    """With the person unique for each state of the calendar entry, however many workers run (con-23)."""
    return f"{meeting.uid.partition('@')[0]}:{meeting.sequence}"


def about(meeting: Meeting) -> str:
    """Under which heading the outbox files what leaves about a meeting."""
    return f"meeting:{meeting.slug}"


def about_series(series: Series) -> str:
    """Under which heading the outbox files what leaves about a whole series."""
    return f"series:{series.pk}"


def facts(meeting: Meeting) -> dict[str, str]:
    """When and where, in words, as every message about a meeting says them."""
    return {"when": when(meeting), "where": where(meeting)}


def when(meeting: Meeting) -> str:
    """The time in words, with its zone (cal-L8)."""
    return f"{words.period(meeting.starts_at, meeting.ends_at)} (UK time)"


def where(meeting: Meeting | Series) -> str:
    """The place in words: the room, online, or both."""
    room = str(meeting.venue or "the place will follow")
    return {Mode.ROOM: room, Mode.ONLINE: "online", Mode.HYBRID: f"{room}, and online"}[Mode(meeting.mode)]
