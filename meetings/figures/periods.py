"""Which meetings the numbers are about: whole calendar years for members, for coordinators also what was lately."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from ..local_time import LONDON
from ..models import Meeting
from .counting import closed

LATELY, ALL = "12-months", "all"


class Period(NamedTuple):
    """A choice of the page; `here` is the one that is shown."""

    name: str
    label: str
    here: bool = False


def years() -> list[str]:
    """The years in which attendance is known, latest first."""
    found = closed().annotate(year=ExtractYear("starts_at", tzinfo=LONDON)).order_by().values_list("year", flat=True)
    return [str(year) for year in sorted(set(found.distinct()), reverse=True)]


def for_members(asked: str) -> tuple[list[Period], QuerySet[Meeting]]:
    """Calendar years, which have no meeting in common: two of them tell nothing about one."""
    known = years()
    name = asked if asked in known else next(iter(known), "")
    return choices([(year, year) for year in known], name), of_year(name)


def for_coordinators(asked: str, now: datetime) -> tuple[list[Period], QuerySet[Meeting]]:
    """The last twelve months, a calendar year, or everything."""
    known = [(LATELY, "Last 12 months"), *((year, year) for year in years()), (ALL, "Everything")]
    name = asked if asked in dict(known) else LATELY
    if name == ALL:
        return choices(known, name), closed()
    if name == LATELY:
        local = timezone.localtime(now, LONDON)
        since = local.replace(year=local.year - 1, day=min(local.day, 28))
        return choices(known, name), closed().filter(starts_at__gte=since)
    return choices(known, name), of_year(name)


def choices(known: list[tuple[str, str]], name: str) -> list[Period]:
    return [Period(each, label, each == name) for each, label in known]


def of_year(year: str) -> QuerySet[Meeting]:
    """The meetings of a calendar year in London."""
    if not year:
        return closed().none()
    begins, ends = (datetime(int(year) + later, 1, 1, tzinfo=LONDON) for later in (0, 1))
    return closed().filter(starts_at__gte=begins, starts_at__lt=ends)
