"""The mail of the week, for whoever asked for one mail instead of single ones: from Monday 9am, until half the week is
over. What it says depends on the week and not on the minute, so that a late one says the same."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, Q
from django.utils import timezone

from members.models import Member
from members.models.member import MemberQuerySet
from outbox import html, post
from outbox.models import Message, State

from .. import asking, messages
from ..copies import copy, wanting
from ..invitations.carrying import OF_A_READER, Reader
from ..mail_topics import DIGEST
from ..models import Meeting, Rsvp
from ..words import Choice
from . import hours, people

COMING_WITHIN = timedelta(days=15)
TO_ANSWER_WITHIN = timedelta(weeks=8)
ASKED_WITHIN = timedelta(days=14)
# News older than this was on the site long enough.
NEWS_WITHIN = timedelta(weeks=4)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class News:
    """One thing that happened: when, in words, and where it stands."""

    at: datetime
    words: str
    path: str


# Apps above this one append here in `ready()`: what somebody has promised, in words; what happened between two moments.
promised: list[Callable[[date], Mapping[int, str]]] = []
news: list[Callable[[datetime, datetime], list[News]]] = []


@dataclass
class Week:
    """What one reader has to know of this week."""

    reader: Reader
    coming: list[tuple[Meeting, people.Standing]] = field(default_factory=list)
    unanswered: list[Meeting] = field(default_factory=list)
    unconfirmed: list[tuple[Meeting, people.Standing]] = field(default_factory=list)
    promised: str = ""
    news: list[News] = field(default_factory=list)

    def is_empty(self) -> bool:
        return not (self.coming or self.unanswered or self.unconfirmed or self.promised or self.news)


def is_open(week: datetime, now: datetime) -> bool:
    return week <= now < until(week)


def until(week: datetime) -> datetime:
    return hours.half_way(week, hours.next_monday(week))


def taking(members: MemberQuerySet) -> MemberQuerySet:
    """Those who get one mail a week instead of single ones."""
    return members.filter(preferences__one_mail_a_week=True)


def concerned(week: datetime, now: datetime) -> MemberQuerySet:
    """Who takes the mail of that week, whether or not it is written already."""
    on = timezone.localdate(max(now, week))
    return wanting(taking(people.getting_mail(Member.objects.eligible(on))), DIGEST)


def write_due(now: datetime) -> int:
    """Write the mail of this week to whoever has something to read and has none yet."""
    week = hours.monday(now)
    if not is_open(week, now):
        return 0
    found = missing(week, now)
    return write(week, found, now) if found.exists() else 0


def missing(week: datetime, now: datetime) -> MemberQuerySet:
    """Those concerned who have none yet."""
    return concerned(week, now).filter(~Exists(people.digests(week)))


@transaction.atomic
def write(week: datetime, members: MemberQuerySet, now: datetime) -> int:
    found = list(written_up(week, members, now))
    Message.objects.bulk_create(found, batch_size=1000, ignore_conflicts=True)
    return len(found)


def written_up(week: datetime, members: MemberQuerySet, now: datetime) -> Iterator[Message]:
    for each in weeks(week, members, now):
        yield copy(draft(each, week, now), f"{timezone.localdate(week)}", each.reader)


def draft(each: Week, week: datetime, now: datetime, *, test: bool = False) -> dict[str, Any]:
    context = {
        "week": each,
        "day": week,
        "test": test,
        "coming": [(*facts_of(meeting, test=test), how) for meeting, how in each.coming],
        "unanswered": [facts_of(meeting, test=test) for meeting in each.unanswered],
        "unconfirmed": [(*facts_of(meeting, test=test), how) for meeting, how in each.unconfirmed],
        "news": [(one.words, html.address(one.path)) for one in each.news],
    }
    topic, not_after = ("", None) if test else (DIGEST, until(week))
    words = post.draft(people.WEEKLY, to="", now=now, topic=topic, not_after=not_after, context=context)
    return {name: value for name, value in words.items() if name != "user"}


def facts_of(meeting: Meeting, *, test: bool) -> tuple[Meeting, dict[str, str], str]:
    """A meeting, when and where, and where to answer; a test leads to the page of the meeting."""
    address = html.address(meeting.get_absolute_url()) if test else asking.address(meeting)
    return meeting, messages.facts(meeting), address


def weeks(week: datetime, members: MemberQuerySet, now: datetime, *, is_next: bool = True) -> Iterator[Week]:
    """The weeks of those who have something to read, in a number of questions that does not depend on how many.

    `is_next` is false in a preview of the weeks after: their readers will have had the mail of the week before.
    """
    meetings = meetings_of(week, now)
    standing = standings(meetings, members)
    has_promised = words_of_promises(timezone.localdate(week))
    happened, last = what_happened(week), last_weeks(members, week) if is_next else {}
    for reader in map(Reader._make, members.order_by("pk").values_list(*OF_A_READER)):
        found = Week(reader, promised=has_promised.get(reader.member, ""))
        sort_meetings(found, meetings, standing.get(reader.member, {}), week)
        since = last.get(reader.user or 0, week - WEEK)
        found.news = [one for one in happened if since <= one.at < week]
        if not found.is_empty():
            yield found


def meetings_of(week: datetime, now: datetime) -> list[Meeting]:
    """Every meeting of which a mail of this week may speak, soonest first."""
    soon = Q(starts_at__lt=week + TO_ANSWER_WITHIN)
    asked = Q(answer_by__lt=timezone.localdate(week + ASKED_WITHIN), answer_by__gte=timezone.localdate(week))
    ahead = Meeting.objects.published().filter(soon | asked, starts_at__gt=max(now, week))
    return list(ahead.select_related("venue", "series").order_by("starts_at", "pk"))


def standings(meetings: list[Meeting], members: MemberQuerySet) -> dict[int, dict[int, people.Standing]]:
    """How each of these members stands with each of these meetings they answered."""
    found: dict[int, dict[int, people.Standing]] = {}
    rows = Rsvp.objects.filter(meeting__in=meetings, member__in=members)
    for row in rows.values_list("member_id", "meeting_id", *people.OF_A_STANDING):
        found.setdefault(row[0], {})[row[1]] = people.standing(*row[2:])
    return found


def sort_meetings(found: Week, meetings: list[Meeting], theirs: Mapping[int, people.Standing], week: datetime) -> None:
    """Put each meeting where it belongs: to come, to confirm, to answer, or nowhere."""
    for meeting in meetings:
        how = theirs.get(meeting.pk)
        if how is None:
            found.unanswered.append(meeting)
        elif how.confirm_by:
            found.unconfirmed.append((meeting, how))
        elif how.choice != Choice.NO and meeting.starts_at < week + COMING_WITHIN:
            found.coming.append((meeting, how))


def words_of_promises(on: date) -> dict[int, str]:
    found: dict[int, str] = {}
    for asked in promised:
        for member, said in asked(on).items():
            found[member] = "\n\n".join(filter(None, [found.get(member, ""), said]))
    return found


def what_happened(week: datetime) -> list[News]:
    found = [one for asked in news for one in asked(week - NEWS_WITHIN, week)]
    return sorted(found, key=lambda one: one.at)


def last_weeks(members: MemberQuerySet, week: datetime) -> dict[int, datetime]:
    """The week of the last such mail that each user got; what happened since then is news to them."""
    earlier = Message.objects.filter(name=people.WEEKLY, topic=DIGEST, state=State.SENT, created_at__lt=week)
    rows = (
        earlier.filter(user__in=members.values("user")).values_list("user").annotate(last=Max("created_at")).order_by()
    )
    return {user: hours.monday(last) for user, last in rows}
