"""Days by which the law wants an answer: calendar months, which end on a working day; 30 days and 72 hours run on."""

from datetime import date, datetime, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from holidays import country_holidays

ACKNOWLEDGED_WITHIN = timedelta(days=30)
TOLD_WITHIN = timedelta(hours=72)


def months_after(received: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month; then the next working day (ICO)."""
    return working_day(received + relativedelta(months=months))


def working_day(day: date) -> date:
    while day.weekday() >= 5 or day in bank_holidays(day.year):
        day += timedelta(days=1)
    return day


@cache
def bank_holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def of_a_breach(noticed_at: datetime) -> date:
    """72 hours run on through weekends."""
    return timezone.localdate(noticed_at + TOLD_WITHIN)
