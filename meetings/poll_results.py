"""How a poll stands: for each date how many said what, what speaks against it, and for coordinators who."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from members.models import Member

from . import clashes
from .models import Poll, PollAnswer, PollDate
from .words import Availability


@dataclass
class Result:
    """One date: how many said what, what speaks against it, and how many people the widest bar is long."""

    date: PollDate
    ends_at: datetime
    clashes: list[str]
    names: dict[str, list[str]] = field(default_factory=lambda: {said.value: [] for said in Availability})
    widest: int = 1

    @property
    def yes(self) -> int:
        return len(self.names[Availability.YES])

    @property
    def if_need_be(self) -> int:
        return len(self.names[Availability.IF_NEED_BE])

    @property
    def no(self) -> int:
        return len(self.names[Availability.NO])

    @property
    def bar(self) -> list[tuple[str, int, int]]:
        """Each answer with where its part of the bar begins and how wide it is, in people."""
        parts, begins = [], 0
        for said, count in (("yes", self.yes), ("if-need-be", self.if_need_be), ("no", self.no)):
            parts.append((said, begins, count))
            begins += count
        return parts

    @property
    def people(self) -> list[tuple[str, list[str]]]:
        """Who said what, for coordinators."""
        return [(said.label, self.names[said]) for said in Availability if self.names[said]]


def ahead(poll: Poll, dates: Iterable[datetime]) -> list[Result]:
    """Every date in its order before anybody has answered, or before the poll is opened."""
    length = timedelta(minutes=poll.minutes)
    return [
        Result(
            PollDate(poll=poll, starts_at=starts_at),
            starts_at + length,
            clashes.of(starts_at, starts_at + length, poll.venue, beside=poll.meeting),
        )
        for starts_at in sorted(dates)
    ]


def results(poll: Poll, now: datetime) -> list[Result]:
    """Every date in its order, with the answers of those who are still eligible."""
    dates = {date.starts_at: date for date in poll.dates.all()}
    found = ahead(poll, dates)
    for each in found:
        each.date = dates[each.date.starts_at]
    of_date = {each.date.pk: each for each in found}
    answers = PollAnswer.objects.filter(date__poll=poll, member__in=Member.objects.eligible(timezone.localdate(now)))
    for answer in answers.select_related("member").order_by("answered_at", "pk"):
        of_date[answer.date_id].names[answer.answer].append(answer.member.name)
    for each in found:
        each.widest = max(1, *(other.yes + other.if_need_be + other.no for other in found))
    return found
