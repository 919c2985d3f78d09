"""A series changed later: one meeting, one and all later ones, or all that nobody has moved.

A meeting whose day, time or place was changed by hand is kept as it is, unless whoever changes the series says
otherwise. Each changes through `planning.change`, so that all that follows a move follows.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from look import words

from .. import planning
from ..local_time import LONDON, NoSuchTime, comes_twice
from ..models import Meeting, Series
from ..plans import Plan
from ..plans import Refused as NotPlanned
from ..words import Status
from . import remembering, rhythm, row, suggesting

if TYPE_CHECKING:
    from accounts.models import User

# What a change of a series may change of it.
FIELDS = ("title", "week", "weekday", "begins", "minutes", "venue", "mode")


class Scope(models.TextChoices):
    """Which meetings a change is for."""

    ALL = "all", "All meetings to come"
    LATER = "later", "One meeting and all later ones"
    ONE = "one", "Only one meeting"


@dataclass(frozen=True)
class Change:
    """What was decided: how the series is from now on, for which meetings, and whether also for those moved by hand."""

    series: Series
    scope: Scope
    start: Meeting | None
    moved_too: bool

    def concerns(self, meeting: Meeting) -> bool:
        if self.scope == Scope.ALL or self.start is None:
            return True
        if self.scope == Scope.ONE:
            return meeting.pk == self.start.pk
        dates = meeting.series_date, self.start.series_date
        return dates[0] is not None and dates[1] is not None and dates[0] >= dates[1]

    def keeps(self, meeting: Meeting) -> bool:
        """Whether this meeting stays as somebody moved it; naming it alone says that it is meant."""
        return meeting.touched and not self.moved_too and self.scope != Scope.ONE


class NotChanged(Exception):
    """A change was refused; its text says which meeting stands in its way."""


def to_come(series: Series, now: datetime) -> list[Meeting]:
    """The meetings of a series that have not begun and are not cancelled, soonest first."""
    meetings = series.meetings.filter(starts_at__gt=now).exclude(status=Status.CANCELLED)
    return list(meetings.select_related("venue").order_by("starts_at", "pk"))


def split(series: Series, change: Change, now: datetime) -> tuple[list[Meeting], list[Meeting]]:
    """The meetings that a change is for, and those among them that are kept as somebody moved them."""
    meetings = [meeting for meeting in to_come(series, now) if change.concerns(meeting)]
    return (
        [meeting for meeting in meetings if not change.keeps(meeting)],
        [meeting for meeting in meetings if change.keeps(meeting)],
    )


@transaction.atomic
def change(series: Series, wanted: Change, now: datetime, *, by: "User | None") -> list[Meeting]:
    """Change the meetings that are meant, and the series itself unless only one is. Raises Refused and NotChanged."""
    fresh = row.lock(series)
    row.refuse_changed(fresh, series)
    meetings, _ = split(fresh, wanted, now)
    reversal = remembering.remember(f"{fresh} was changed", fresh, meetings, now, by)
    changed = []
    for meeting in remembering.locked(meetings):
        plan = plan_of(meeting, fresh, wanted.series)
        try:
            changed.append(planning.change(meeting, now, by=by, within=reversal, **plan))
        except NotPlanned as refused:
            raise NotChanged(f"{words.day(meeting.starts_at)}: {refused}") from None
    if wanted.scope == Scope.ONE:
        Meeting.objects.filter(pk__in=[meeting.pk for meeting in changed]).update(touched=True)
    else:
        take_over(fresh, wanted.series)
    return changed


def plan_of(meeting: Meeting, before: Series, after: Series) -> Plan:
    """What becomes of one meeting: only what the change changes, and a title only where it is still the series' own."""
    plan = Plan()
    if before.title != after.title and meeting.title == before.title:
        plan["title"] = after.title
    if (before.venue_id, before.mode) != (after.venue_id, after.mode):
        plan |= {"venue": after.venue, "mode": after.mode, "room_capacity": suggesting.places_in(after.venue)}
    days = rhythm.which(before) != rhythm.which(after)
    if days or before.begins != after.begins or before.minutes != after.minutes:
        plan |= times(meeting, before, after, days=days)
    return plan


def times(meeting: Meeting, before: Series, after: Series, *, days: bool) -> Plan:
    """When a meeting takes place after the change; the month stays."""
    was = meeting.starts_at.astimezone(LONDON)
    stands_for = meeting.series_date or was.date()
    if days:
        stands_for = rhythm.day_in(rhythm.month_of(stands_for), after.week, after.weekday)
    starts_at = meeting.starts_at
    if days or before.begins != after.begins:
        starts_at = moment(after, stands_for if days else was.date())
    return {"starts_at": starts_at, "ends_at": rhythm.end_of(after, starts_at), "series_date": stands_for}


def moment(series: Series, day: date) -> datetime:
    """The time of a series on a day. Raises NotChanged on the two nights on which it is not one moment."""
    try:
        if comes_twice(day, series.begins):
            raise NotChanged(
                f"{words.day(day)}: this time comes twice that night. Change that meeting by itself first."
            )
        return rhythm.starts_on(series, day)
    except NoSuchTime:
        raise NotChanged(f"{words.day(day)}: there is no such time that night. Choose another one.") from None


def take_over(series: Series, after: Series) -> None:
    """Let the locked series be from now on as was decided."""
    for name in FIELDS:
        setattr(series, name, getattr(after, name))
    series.room_capacity = suggesting.places_in(after.venue)
    row.store(series)
