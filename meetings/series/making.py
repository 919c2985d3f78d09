"""From the dates of a year to real meetings: no date twice, and none that was moved, cancelled or left out comes back.

The row of the series is locked before any meeting, so that two who plan the same year do it one after the other.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction

from .. import planning, undoing
from ..clashes import AUGUST
from ..local_time import LONDON
from ..models import Meeting, Series, SkippedDate
from . import ahead, announcing, remembering, rhythm, suggesting
from .row import Refusal, Refused, in_number, lock, refuse_changed, store

if TYPE_CHECKING:
    from accounts.models import User


class Chosen(NamedTuple):
    """What was decided about one date of the rhythm: when its meeting starts, or None where it is left out."""

    date: date
    starts_at: datetime | None


@transaction.atomic
def begin(
    series: Series, chosen: Sequence[Chosen], now: datetime, *, by: "User | None", announce: bool
) -> list[Meeting]:
    """Make a new series with the meetings of its first year. Raises Refused, and what planning raises."""
    refuse_empty(chosen)
    series.created_at, series.room_capacity = now, suggesting.places_in(series.venue)
    try:
        with transaction.atomic():
            series.save(force_insert=True)
    except IntegrityError:
        raise Refused(Refusal.ALREADY) from None
    return make(series, chosen, now, by, announce=announce)


@transaction.atomic
def go_on(
    series: Series, chosen: Sequence[Chosen], now: datetime, *, by: "User | None", announce: bool
) -> list[Meeting]:
    """Make the meetings of a further year; what is there already is not made again. Raises Refused."""
    refuse_empty(chosen)
    fresh = lock(series)
    covered = ahead.months_covered(fresh)
    if all(rhythm.month_of(each.date) in covered for each in chosen if each.starts_at):
        return []
    refuse_changed(fresh, series)
    return make(
        fresh, [each for each in chosen if rhythm.month_of(each.date) not in covered], now, by, announce=announce
    )


def make(
    series: Series, chosen: Sequence[Chosen], now: datetime, by: "User | None", *, announce: bool
) -> list[Meeting]:
    """Make each meeting that takes place, and write down what is left out; the series is locked."""
    was = remembering.as_it_is(series)
    note(series, chosen)
    made = [make_one(series, each.date, each.starts_at, now, by) for each in chosen if each.starts_at]
    remembering.keep(undoing.remember(f"{series}: {in_number(made)} made", [], now, by, made=made), was)
    if announce:
        announcing.announce(series, made, now, by)
    return made


def make_one(series: Series, day: date, starts_at: datetime, now: datetime, by: "User | None") -> Meeting:
    """A draft of its own, with its own address and calendar entry for life; one moved at once counts as moved."""
    as_read = starts_at.astimezone(LONDON)
    return planning.create(
        now,
        by=by,
        title=series.title,
        starts_at=starts_at,
        ends_at=rhythm.end_of(series, starts_at),
        venue=series.venue,
        mode=series.mode,
        room_capacity=series.room_capacity,
        series=series,
        series_date=day,
        touched=(as_read.date(), as_read.time()) != (day, series.begins),
    )


def note(series: Series, chosen: Sequence[Chosen]) -> None:
    """Write down which dates are left out and which come back by hand, and whether the network meets in August."""
    left_out, held = ({each.date for each in chosen if bool(each.starts_at) is there} for there in (False, True))
    known = set(series.skipped.values_list("date", flat=True))
    SkippedDate.objects.bulk_create(SkippedDate(series=series, date=day) for day in sorted(left_out - known))
    series.skipped.filter(date__in=held).delete()
    augusts = {bool(each.starts_at) for each in chosen if each.date.month == AUGUST}
    series.with_august = augusts == {True} if augusts else series.with_august
    store(series)


def refuse_empty(chosen: Sequence[Chosen]) -> None:
    """Refuse a year in which nothing takes place. Raises Refused."""
    if not any(each.starts_at for each in chosen):
        raise Refused(Refusal.NONE_LEFT)
