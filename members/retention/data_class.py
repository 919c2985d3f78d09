"""One class of data under a retention rule: which rows have been kept long enough, and how they go."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from ..models import RetentionRule

Rows = models.QuerySet[Any]


def delete(rows: Rows, now: datetime) -> object:
    return rows.delete()


@dataclass(frozen=True)
class DataClass:
    """`due` finds what a rule lets go of on a day, `remove` ends it. `person` is the path from a row to the user whom
    a rule with notice tells; `title` is in words for a coordinator. So many rows go `at_once`, in one transaction."""

    code: str
    title: str
    due: Callable[[RetentionRule, date], Rows]
    remove: Callable[[Rows, datetime], object] = delete
    person: str = ""
    at_once: int = 500


# Upper apps append theirs in `AppConfig.ready()`.
classes: list[DataClass] = []


def of_rule(rule: RetentionRule) -> Iterator[DataClass]:
    return (each for each in classes if each.code == rule.code)


def last_day(rule: RetentionRule, on: date) -> date:
    """What is of this day or older has been kept for as long as the rule says."""
    return on - timedelta(days=rule.keep_days)


def before(rule: RetentionRule, on: date) -> datetime:
    """What is from before this moment has been kept for whole days as the rule says, in London."""
    return timezone.make_aware(datetime.combine(last_day(rule, on), time.min))
