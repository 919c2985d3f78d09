"""When such mail may leave: at sensible hours of London, never at night."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

SENSIBLE = time(9)
FROM, UNTIL = time(8), time(20)


def moment(day: date) -> datetime:
    """9am of a day in London, in UTC, so that sums with it count real hours over a change of the clocks."""
    return timezone.make_aware(datetime.combine(day, SENSIBLE)).astimezone(UTC)


def is_quiet(now: datetime) -> bool:
    """From 8pm to 8am in London nothing of this leaves."""
    return not FROM <= timezone.localtime(now).time() < UNTIL


def morning(now: datetime) -> datetime:
    """The next 8am in London, seen from a quiet hour."""
    local = timezone.localtime(now)
    day = local.date() + timedelta(days=local.time() >= FROM)
    return timezone.make_aware(datetime.combine(day, FROM)).astimezone(UTC)


def half_way(start: datetime, end: datetime) -> datetime:
    """What comes later than this has lost more than half of its time (con-24)."""
    return start + (end - start) / 2


def monday(now: datetime) -> datetime:
    """The last Monday, 9am, that is not after this moment: with it begins the week of the one mail."""
    day = timezone.localdate(now)
    found = moment(day - timedelta(days=day.weekday()))
    return found if found <= now else moment(day - timedelta(days=day.weekday() + 7))


def next_monday(week: datetime) -> datetime:
    return moment(timezone.localdate(week) + timedelta(days=7))
