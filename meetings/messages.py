"""Everything that leaves about meetings: one function per message, its words in templates/meetings/messages/."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from look import words
from members.models import Member
from members.models.member import MemberQuerySet
from outbox import post
from outbox.models import Message, State, full_key

from . import asking
from .copies import reword, to_each, to_member
from .invitations.carrying import Calendars
from .mail_topics import POLLS
from .models import Certificate, Meeting, Poll, Role, RsvpChange, Series
from .words import ATTENDANCE_ONLY, TOLD_OF_DUTY, Choice, Door, Duty, Method, Mode

if TYPE_CHECKING:
    from accounts.models import User

# What is no longer so once the meeting changes again before they have left.
OVERTAKEN = [
    *("meetings/meeting_published", "meetings/meeting_moved", "meetings/meeting_cancelled"),
    "meetings/join_link_changed",
    *("meetings/guest_moved", "meetings/guest_cancelled"),
]

# What tells one person how their answer stands.
OF_AN_ANSWER = [f"meetings/{name}" for name in ("answer_recorded", "moved_up", "place_offered", "not_confirmed")]

# What asks people whether they come.
INVITING = ("meetings/meeting_published", "meetings/meeting_moved", "meetings/poll_decided", "meetings/invitation")

NO_HOLD = timedelta()

# Apps above this one append here in `ready()` what some members read at the end of an invitation: member to words.
on_invitation: list[Callable[[Meeting, date], Mapping[int, str]]] = []


def answer_recorded(change: RsvpChange, before: int | None) -> None:
    """Once for each real change of an answer; someone who waits reads how many people are before them.

    What has not left yet of how it stood before is withdrawn (cal-I6).
    """
    before_it = Message.objects.about(about(change.meeting)).filter(name__in=OF_AN_ANSWER, user__member=change.member)
    post.withdraw(before_it.exclude(key=full_key("meetings/answer_recorded", f"{change.pk}")))
    to_one("answer_recorded", change, invites=not said_no_itself(change), before=before)


def said_no_itself(change: RsvpChange) -> bool:
    """Say whether a calendar answered that they do not come: Outlook threw the entry away, and would bring it back."""
    return change.door == Door.REPLY and change.choice == Choice.NO


def moved_up(change: RsvpChange) -> None:
    """To the person who waited: the place they asked for is theirs now."""
    to_one("moved_up", change, invites=True)


def meeting_published(meeting: Meeting, members: MemberQuerySet, now: datetime, *, again: bool = False) -> None:
    """To everyone eligible, with an invitation; `again` when a cancelled meeting takes place after all."""
    to_all("meeting_published", members, meeting, now, again=again)


def year_announced(
    series: Series, meetings: Sequence[Meeting], members: MemberQuerySet, now: datetime, *, hold: timedelta = NO_HOLD
) -> None:
    """To everyone eligible: all meetings of a year in one message, to leave after `hold`."""
    personal = words_besides(meetings[0], now) if meetings else {}
    words_with = partial(year_in_words, series, meetings, now)
    to_each(words_with, members, f"{series.pk}:{series.version}", now + hold, personal)


def year_in_words(series: Series, meetings: Sequence[Meeting], now: datetime, personal: str = "") -> dict[str, object]:
    dates = [(meeting, when(meeting), asking.address(meeting)) for meeting in meetings]
    context = {"series": series, "meetings": dates, "where": where(series), "personal": personal}
    return post.draft("meetings/year_announced", to="", now=now, about=about_series(series), context=context)


def reword_year(meeting: Meeting, now: datetime) -> None:
    """Let the announcement of a year that has not left yet say how the year is now that this meeting changed.

    A year without any meeting is not announced, unless one comes back before the announcement would have left.
    """
    if meeting.series is None:
        return
    held = Message.objects.about(about_series(meeting.series)).filter(
        state__in=[State.WAITING, State.WITHDRAWN], next_attempt_at__gt=now
    )
    for written_at in held.values_list("created_at", flat=True).distinct().order_by():
        year = meeting.series.meetings.published().filter(published_at=written_at).order_by("starts_at")
        if not year:
            post.withdraw(held.filter(created_at=written_at))
            continue
        to_reword = held.filter(created_at=written_at)
        reword(to_reword, year_in_words(meeting.series, list(year), now))
        for member, own in words_besides(year[0], now).items():
            theirs = to_reword.filter(user__member=member)
            if theirs.exists():
                reword(theirs, year_in_words(meeting.series, list(year), now, own))


def place_offered(change: RsvpChange, until: datetime) -> None:
    """To the person who waited: a place is theirs until then, if they take it."""
    to_one("place_offered", change, until=until, kind="in the room" if change.choice == Choice.ROOM else "online")


def not_confirmed(change: RsvpChange) -> None:
    """To someone who said yes to the old time and not to the new one: their place is free again."""
    to_one("not_confirmed", change, invites=True)


def meeting_moved(
    meeting: Meeting, members: MemberQuerySet, now: datetime, *, was: dict[str, str], said: str, until: datetime | None
) -> None:
    """By what they `said`, or were asked: the old time and place beside the new, and until when a yes holds."""
    to_all("meeting_moved", members, meeting, now, was=was, said=said, until=until)


def join_link_changed(meeting: Meeting, members: MemberQuerySet, now: datetime) -> None:
    """To those who hold a place: another link to join, or none for now; their calendar is told under its SEQUENCE."""
    to_all("join_link_changed", members, meeting, now, slot=f":{now.isoformat()}")


def meeting_cancelled(meeting: Meeting, members: MemberQuerySet, now: datetime) -> None:
    """To those who may come, with the reason; who was invited has it taken out of their calendar."""
    to_all("meeting_cancelled", members, meeting, now, method=Method.CANCEL)


def poll_opened(poll: Poll, members: MemberQuerySet, now: datetime, *, hold: timedelta) -> None:
    """To everyone eligible: the dates, and where to answer."""
    context = {"poll": poll, "dates": [words.moment(date.starts_at) for date in poll.dates.all()]}
    draft = post.draft("meetings/poll_opened", to="", now=now, about=about_poll(poll), topic=POLLS, context=context)
    to_each(lambda _own: draft, members, poll.public_id, now + hold, {})


def poll_decided(meeting: Meeting, members: MemberQuerySet, now: datetime, *, reply: str) -> None:
    """To everyone eligible: the date that was chosen, and in `reply` what became of their answer for it."""
    to_all("poll_decided", members, meeting, now, reply=reply)


def certificate_issued(certificate: Certificate, now: datetime, *, instead_of: Certificate | None = None) -> None:
    """Once for each certificate, to whoever attended; `instead_of` is the one that a correction replaced."""
    to_owner("certificate_issued", certificate, now, instead_of=instead_of)


def certificate_revoked(certificate: Certificate, now: datetime) -> None:
    """Once, to its owner, with the reason."""
    to_owner("certificate_revoked", certificate, now)


def check_pages_kept(member: Member, kept: list[tuple[Certificate, str]], now: datetime) -> None:
    """To whoever will be erased: the links that end the check pages which they want to stay."""
    key = f"{member.pk}:{now.isoformat()}"
    to_member("check_pages_kept", member, key, now, context={"member": member, "kept": kept})


def to_owner(name: str, certificate: Certificate, now: datetime, **further: object) -> None:
    """Write to whose certificate it is."""
    if certificate.member is None:
        return
    context = {"certificate": certificate, "member": certificate.member, "note": ATTENDANCE_ONLY, **further}
    to_member(name, certificate.member, certificate.serial, now, about=about(certificate.meeting), context=context)


def role_changed(meeting: Meeting, member: Member, duty: Duty, now: datetime, *, is_given: bool) -> None:
    """To the person who has a role at a meeting from now on, or has it no longer."""
    key = f"{meeting.pk}:{duty}:{member.pk}:{now.isoformat()}"
    told = TOLD_OF_DUTY[duty][0 if is_given else 1]
    context = {"member": member, "told": told, "is_given": is_given, **told_of(meeting)}
    to_member("role_changed", member, key, now, about=about(meeting), context=context)


def roles_free(coordinator: "User", freed: list[Role], now: datetime) -> None:
    """To one coordinator: which roles at coming meetings nobody has any more."""
    key = f"{coordinator.pk}:{freed[0].member_id}:{now.isoformat()}"
    context = {"freed": [(role.meeting, role.get_duty_display()) for role in freed]}
    post.write("meetings/roles_free", to=coordinator.email, user=coordinator, key=key, now=now, context=context)


def goes_ahead(coordinator: "User", meeting: Meeting, found: object, now: datetime, *, once: str) -> None:
    """To whoever decides, once for each day to decide: how many come, and how many it needs."""
    post.write(
        "meetings/goes_ahead",
        to=coordinator.email,
        user=coordinator,
        key=f"{once}:{coordinator.pk}",
        now=now,
        about=about(meeting),
        context={"meeting": meeting, "facts": found, **facts(meeting)},
    )


def to_one(name: str, change: RsvpChange, *, invites: bool = False, **further: object) -> None:
    """Write to the person whose answer or place changed; `invites` their calendar too, to show how it stands."""
    member, meeting = change.member, change.meeting
    context = {"member": member, "change": change, **told_of(meeting), **further}
    invites_to = meeting if invites else None
    to_member(name, member, f"{change.pk}", change.at, about=about(meeting), context=context, invites_to=invites_to)


def words_besides(meeting: Meeting, now: datetime) -> dict[int, str]:
    """What each member concerned reads besides the words that all read, by the number of the member."""
    found: dict[int, list[str]] = {}
    for words_for in on_invitation:
        for member, said in words_for(meeting, timezone.localdate(now)).items():
            found.setdefault(member, []).append(said)
    return {member: "\n\n".join(said) for member, said in found.items()}


def to_all(
    name: str,
    members: MemberQuerySet,
    meeting: Meeting,
    now: datetime,
    *,
    hold: timedelta = NO_HOLD,
    method: str = Method.REQUEST,
    slot: str = "",
    **further: object,
) -> None:
    """Write one message to each, to leave after `hold`, with what each reads besides the words that all read, and
    with what the calendar of each is told; once for each state of the meeting and `slot`."""
    name, context = f"meetings/{name}", {**told_of(meeting), **further}

    def words_with(own: str) -> dict[str, Any]:
        return post.draft(name, to="", now=now, about=about(meeting), context={**context, "personal": own})

    personal = words_besides(meeting, now) if name in INVITING else {}
    calendars = Calendars(meeting, members, now, method)
    to_each(words_with, members, once(meeting) + slot, now + hold, personal, calendars)


def once(meeting: Meeting) -> str:
    """With the person unique for each state of the calendar entry, however many workers run (con-23)."""
    return f"{meeting.uid.partition('@')[0]}:{meeting.sequence}"


def about(meeting: Meeting) -> str:
    """Under which heading the outbox files what leaves about a meeting."""
    return f"meeting:{meeting.slug}"


def about_series(series: Series) -> str:
    """Under which heading the outbox files what leaves about a whole series."""
    return f"series:{series.pk}"


def about_poll(poll: Poll) -> str:
    """Under which heading the outbox files what leaves about a poll."""
    return f"poll:{poll.public_id}"


def told_of(meeting: Meeting) -> dict[str, object]:
    """What every message about a meeting to its members may say, and how it asks for an answer."""
    return {"meeting": meeting, **facts(meeting), **asking.context(meeting)}


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
