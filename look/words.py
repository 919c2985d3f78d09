"""Dates, times and lists in words, as people in the United Kingdom read them; pages and mails say the same."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from django.utils import timezone

Value = TypeVar("Value", date, datetime)
YEAR, MONTH = 365.25, 30.4  # in days


def day(value: date | datetime) -> str:
    """Say a day: "Thursday 14 May 2026". A moment is read in the site's own time zone."""
    value = _local(value)
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def month(value: date | datetime) -> str:
    """Say a month: "May 2026"."""
    value = _local(value)
    return f"{value:%B} {value.year}"


def time(value: datetime) -> str:
    """Say a time: "2pm", "2.30pm", "midday", "midnight"."""
    value = _local(value)
    if (value.hour, value.minute) in ((0, 0), (12, 0)):
        return "midday" if value.hour else "midnight"
    minutes = f".{value:%M}" if value.minute else ""
    return f"{(value.hour - 1) % 12 + 1}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime) -> str:
    """Say a moment: "Thursday 14 May 2026, 2pm"."""
    return f"{day(value)}, {time(value)}"


def period(start: datetime, end: datetime) -> str:
    """Say from when to when: "Thursday 14 May 2026, 2pm to 4pm", with both days if they differ."""
    if day(start) == day(end):
        return f"{moment(start)} to {time(end)}"
    return f"{moment(start)} to {moment(end)}"


def months(amount: int) -> str:
    """Say a length: "1 month", "18 months", "2 years"."""
    unit, amount = ("year", amount // 12) if amount and amount % 12 == 0 else ("month", amount)
    return f"{amount} {unit}{'' if amount == 1 else 's'}"


def days(number: int) -> str:
    """Say for how long something is kept: "12 months", "6 years", "90 days"; the largest that comes out even."""
    for size, unit in ((YEAR, "year"), (MONTH, "month")):
        whole = round(number / size)
        least = 2 if unit == "year" else 3
        if whole >= least and abs(number - whole * size) < 2 and (unit == "year" or number != 90):
            return f"{whole} {unit}s"
    return f"{number} days" if number != 1 else "1 day"


def length(minutes: int) -> str:
    """Say a length: "45 minutes", "1 hour", "2 hours 30 minutes"."""
    hours, left = divmod(minutes, 60)
    said = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    if left or not hours:
        said.append(f"{left} minute{'' if left == 1 else 's'}")
    return " ".join(said)


def listed(parts: Iterable[str], joint: str = "and") -> str:
    """Say several as people write them: "one, two and three"."""
    *first, last = parts
    return f"{', '.join(first)} {joint} {last}" if first else last


def _local(value: Value) -> Value:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
