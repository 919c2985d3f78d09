"""Where supervisors are missing: the page on the desk, with links to the people for whoever may see them."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User

from .. import coordinators
from ..gaps import counting, drawing, saying
from ..gaps.counting import Row
from ..models import Area
from ..stages import Standing
from .today import Line, Rank, at

COLUMNS = {
    "waiting": ("Trained, waiting for a case", (Standing.TRAINED,)),
    "seeing_cases": ("Seeing training cases", (Standing.TRAINING_CASES,)),
    "unsupervised": ("Of these trainees, without a supervisor", ()),
    "practitioners": ("Practitioners", (Standing.ACCREDITED,)),
    "in_training": ("Supervisors in training", (Standing.SUPERVISOR_IN_TRAINING,)),
    "supervisors": ("Supervisors", (Standing.SUPERVISOR,)),
    "places": ("Free places in person", ()),
    "online": ("Free places online only", ()),
}


class Cell(NamedTuple):
    number: int
    href: str = ""


class TableRow(NamedTuple):
    """One row of the table."""

    name: str
    cells: list[Cell]


def page(user: AbstractBaseUser | AnonymousUser, on: date) -> dict[str, Any]:
    """The sentences, the drawing and the table, from one count."""
    rows = counting.rows(on)
    found, whole = saying.gaps(rows), counting.total(rows)
    may = areas_of(user)
    return {
        "gaps": [(gap.says, href(gap.row, counting.TRAINEES) if gap.row.area in may else "") for gap in found],
        "online": saying.online(whole),
        "drawing": drawing.draw(rows, [gap.row for gap in found]),
        "columns": [title for title, _ in COLUMNS.values()],
        "rows": [TableRow(row.name, list(cells(row, links=row.area in may))) for row in rows],
        "whole": TableRow("Everywhere", list(cells(whole, links=False))),
    }


def areas_of(user: AbstractBaseUser | AnonymousUser) -> set[Area]:
    """The areas whose people they may see: a coordinator for some areas sees those."""
    if not isinstance(user, User):
        return set()
    return set(Area.objects.all() if coordinators.sees_everybody(user) else coordinators.areas_of(user))


def cells(row: Row, *, links: bool) -> Iterable[Cell]:
    for field, (_, standings) in COLUMNS.items():
        number = getattr(row, field)
        yield Cell(number, href(row, standings) if links and number and standings else "")


def href(row: Row, standings: Iterable[Standing]) -> str:
    """These people in the list of members."""
    if row.area is None:
        return ""
    asked = {"membership": "joined", "area__id__exact": row.area.pk, "standing__in": ",".join(standings)}
    return f"{at('members_member_changelist')}?{urlencode(asked)}"


def lines() -> list[Line]:
    """The way to the page on the first page of the desk, with how many areas lack something."""
    number = len(saying.gaps(counting.rows(timezone.localdate())))
    says = f"{number} area{'' if number == 1 else 's'} with too few supervisors or places" if number else "None known"
    return [Line("Gaps in supervision", reverse("admin:members_gaps"), says, Rank.LOOK_UP)]
