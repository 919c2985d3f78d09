"""A statement of somebody's CPD here: each certificate that counts is one entry."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from look import words
from members.models import Member

from ..local_time import LONDON
from ..models import Certificate, Reflection
from ..words import Presence
from .periods import Period, plain

# The HCPC asks that gaps of this length be explained (domain.md §4.6).
GAP = relativedelta(months=3)


class Entry(NamedTuple):
    """One meeting attended, and what its owner wrote about it for themselves."""

    certificate: Certificate
    reflection: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.certificate.starts_at)


class Totals(NamedTuple):
    meetings: int
    minutes: int
    participatory: int
    in_person: int
    online: int


class Gap(NamedTuple):
    """So long there is no entry; both days are the last and the first with one, or an end of the period."""

    start: date
    end: date

    def in_words(self) -> str:
        months = relativedelta(self.end, self.start)
        length = words.months(months.years * 12 + months.months)
        return f"No entry between {plain(self.start)} and {plain(self.end)} ({length})."


class Statement(NamedTuple):
    period: Period
    entries: list[Entry]
    totals: Totals
    gaps: list[Gap]


def of(member: Member, period: Period, today: date) -> Statement:
    """Put together what this person attended in these days; nobody but they may be shown it."""
    found = entries(member, period)
    return Statement(period, found, totals(found), gaps(found, begins(member, period), min(period.end, today)))


def entries(member: Member, period: Period) -> list[Entry]:
    """The certificates that count, first day first, each with its owner's reflection."""
    start = datetime.combine(period.start, time.min, LONDON)
    end = datetime.combine(period.end + timedelta(days=1), time.min, LONDON)
    counting = Certificate.objects.filter(member=member, revoked_at=None, starts_at__gte=start, starts_at__lt=end)
    thoughts = reflections(member)
    found = counting.select_related("meeting").order_by("starts_at", "pk")
    return [Entry(one, thoughts.get(one.meeting_id, "")) for one in found]


def reflections(member: Member) -> dict[int, str]:
    """What this person wrote for themselves, by meeting."""
    return dict(Reflection.objects.filter(member=member).values_list("meeting_id", "text"))


def without_entry(member: Member) -> list[Reflection]:
    """Reflections on meetings of which no certificate counts any more; they stay their owner's."""
    counting = Certificate.objects.filter(member=member, revoked_at=None).values("meeting")
    own = Reflection.objects.filter(member=member).exclude(meeting__in=counting)
    return list(own.select_related("meeting").order_by("meeting__starts_at"))


def totals(found: Sequence[Entry]) -> Totals:
    issued = [entry.certificate for entry in found]
    return Totals(
        meetings=len(issued),
        minutes=sum(one.minutes for one in issued),
        participatory=sum(one.participatory_minutes for one in issued),
        in_person=sum(one.minutes for one in issued if one.mode == Presence.ROOM),
        online=sum(one.minutes for one in issued if one.mode == Presence.ONLINE),
    )


def begins(member: Member, period: Period) -> date:
    """From when a gap is one: not before somebody joined."""
    return max(period.start, member.joined_on) if member.joined_on else period.start


def gaps(found: Sequence[Entry], start: date, end: date) -> list[Gap]:
    """The stretches of three months or more without an entry, as far as the period has passed."""
    days = sorted({start, *(entry.day for entry in found), end})
    return [Gap(one, other) for one, other in pairwise(days) if one + GAP <= other]


def years(member: Member, today: date) -> list[int]:
    """The calendar years that somebody may choose: from their first entry to this one, latest first."""
    first = Certificate.objects.filter(member=member, revoked_at=None).order_by("starts_at").first()
    return list(range(today.year, (timezone.localdate(first.starts_at).year if first else today.year) - 1, -1))
