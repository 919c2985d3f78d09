"""What speaks against a time for a meeting: bank holidays, other meetings, August, a change of the clocks."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache

from holidays import country_holidays

from look import words

from .local_time import LONDON, in_london
from .models import Meeting, Venue
from .words import Status

AUGUST = 8
A_DAY = timedelta(days=1)


def of(starts_at: datetime, ends_at: datetime, venue: Venue | None, *, beside: Meeting | None) -> list[str]:
    """Say in sentences what speaks against this time and place; `beside` is the meeting itself, which does not."""
    day = starts_at.astimezone(LONDON).date()
    return [*of_day(day), *with_others(starts_at, ends_at, venue, beside)]


def of_day(day: date) -> Iterator[str]:
    """What the calendar itself says of a day in England."""
    if name := bank_holiday(day):
        yield f"A bank holiday in England: {name}."
    if day.month == AUGUST:
        yield "In August, when many people are away."
    if change := clocks_change(day):
        yield f"The clocks go {change} early that day."
    elif change := clocks_change(day - A_DAY):
        yield f"The clocks go {change} early on the day before."


def bank_holiday(day: date) -> str:
    """Name the bank holiday of a day in England, or give nothing."""
    return bank_holidays(day.year).get(day, "")


@cache
def bank_holidays(year: int) -> dict[date, str]:
    """Every bank holiday of a year in England, with those that are taken on another day."""
    found = country_holidays("GB", subdiv="ENG", years=year, language="en_GB").items()
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found}


def clocks_change(day: date) -> str:
    """Say whether the clocks go "forward" or "back" early on this day; nothing on all others."""
    before, after = in_london(day, time(0)).utcoffset(), in_london(day + A_DAY, time(0)).utcoffset()
    if before is None or after is None or before == after:
        return ""
    return "forward" if after > before else "back"


def with_others(starts_at: datetime, ends_at: datetime, venue: Venue | None, beside: Meeting | None) -> Iterator[str]:
    """Other meetings of that day, or at that time in that room, that are not cancelled."""
    day = starts_at.astimezone(LONDON).date()
    midnight, next_midnight = in_london(day, time(0)), in_london(day + A_DAY, time(0))
    others = Meeting.objects.exclude(status=Status.CANCELLED)
    if beside and beside.pk:
        others = others.exclude(pk=beside.pk)
    near = others.filter(starts_at__lt=max(ends_at, next_midnight), ends_at__gt=min(starts_at, midnight))
    for other in near.order_by("starts_at", "pk"):
        when = f"{words.time(other.starts_at)} to {words.time(other.ends_at)}"
        overlaps = other.starts_at < ends_at and other.ends_at > starts_at
        if venue and other.venue_id == venue.pk and overlaps:
            yield f"“{other.title}” is in the same room at that time, {when}."
        else:
            yield f"“{other.title}” is {'at that time' if overlaps else 'on that day'} too, {when}."
