"""Everything about somebody, holding by holding: in words for a page, and as data for a program.

Nobody else is named that they do not know by name already: of another person it says only that there is one.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from look import words

from ..models import RetentionRule
from .erasing import theirs_alone
from .holding import Basis, Holding, Person, holdings

# The shape of the file: changes when a program that reads it would have to.
SHAPE = "2026-11"
ON_A_PAGE, AT_A_GLANCE = 20, 2
# Links whose own words name no person.
PLAIN = frozenset(
    {
        *("members.Area", "members.Profession", "members.Body", "members.Organisation", "members.Pathway"),
        *("meetings.Meeting", "meetings.Poll", "meetings.PollDate", "members.RetentionRule"),
        *("auth.Group", "auth.Permission", "contenttypes.ContentType", "members.OutsideSupervisor"),
    }
)
# What somebody reads of themselves: who they are here, how they sign in, what they did, what was written to them.
ENTRY, ACCOUNTS = "members.Member", 2
ORDER = {"members": 1, "meetings": 3, "minutes": 4, "outbox": 5}
PEOPLE = frozenset({"accounts.User", "members.Member"})


class Part(NamedTuple):
    """One holding with somebody's rows, the first of them in words."""

    holding: Holding
    number: int
    rows: list[list[tuple[str, str]]]
    kept: str
    hidden: list[tuple[str, str]]

    @property
    def basis(self) -> str:
        return Basis(self.holding.basis).label

    @property
    def anchor(self) -> str:
        return slugify(f"part {self.holding.model} {self.holding.title}")

    @property
    def is_long(self) -> bool:
        """Whether its rows are folded away on the page until somebody wants to read them."""
        return len(self.rows) > AT_A_GLANCE

    @property
    def more(self) -> int:
        return self.number - len(self.rows)


def parts(person: Person, on: date, most: int | None = ON_A_PAGE) -> list[Part]:
    """Each holding where there is something first, in the order in which people ask: their entry before all."""
    person, kept = theirs_alone(person), times(on)
    found = [part(holding, person, kept, most) for holding in sorted(holdings, key=place)]
    return sorted(found, key=lambda each: each.number == 0)


def place(holding: Holding) -> int:
    return 0 if holding.model == ENTRY else ORDER.get(holding.model.partition(".")[0], ACCOUNTS)


def part(holding: Holding, person: Person, kept: dict[str, str], most: int | None) -> Part:
    rows = read(holding, person)
    shown = [list(in_words(row, holding, person)) for row in rows[:most]]
    number = len(shown) if most is None or len(shown) < most else rows.count()
    return Part(holding, number, shown, kept.get(holding.kept, ""), hidden(holding))


def hidden(holding: Holding) -> list[tuple[str, str]]:
    """What even its owner does not read, by the reason for it."""
    by_reason: dict[str, list[str]] = {}
    for column, why in holding.hides.items():
        by_reason.setdefault(why, []).append(name_of(holding, column))
    return [(", ".join(names), why) for why, names in by_reason.items()]


def read(holding: Holding, person: Person) -> "models.QuerySet[Any]":
    """Newest first, with what its links lead to."""
    links = [field.name for field in columns(holding) if field.is_relation and label(field) in PLAIN | PEOPLE]
    return holding.of(person).select_related(*links).order_by("-pk") if links else holding.of(person).order_by("-pk")


def times(on: date) -> dict[str, str]:
    """How long each class of data is kept, as the schedule says it."""
    rules = RetentionRule.objects.in_force(on)
    return {
        rule.code: f"{words.days(rule.keep_days)} from {rule.counted_from} ({rule.title.lower()})" for rule in rules
    }


def columns(holding: Holding) -> list[models.Field]:
    """What their owner reads of a table."""
    return [field for field in holding.table._meta.concrete_fields if field.name not in {"id", *holding.hides}]


def label(field: models.Field) -> str:
    return field.related_model._meta.label if isinstance(field.related_model, type) else ""


def name_of(holding: Holding, column: str) -> str:
    return str(getattr(holding.table._meta.get_field(column), "verbose_name", column))


def in_words(row: models.Model, holding: Holding, person: Person) -> Iterator[tuple[str, str]]:
    """The columns that hold something, with dates in words."""
    for field in columns(holding):
        value = value_of(row, field, person)
        if value not in (None, "", [], {}):
            yield str(field.verbose_name), said(row, field, value)


def said(row: models.Model, field: models.Field, value: Any) -> str:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.moment(value)
    return words.day(value) if isinstance(value, date) else str(value)


def value_of(row: models.Model, field: models.Field, person: Person) -> Any:
    """What stands in a column; of a person whether it is they."""
    if not field.is_relation:
        return getattr(row, field.name)
    pk, to = getattr(row, field.attname), label(field)
    if pk is None:
        return None
    if to in PEOPLE:
        own = person.user_pk if to == "accounts.User" else person.member_pk
        return "you" if pk == own else "somebody else"
    return str(getattr(row, field.name)) if to in PLAIN else pk


def as_data(person: Person, now: datetime) -> dict[str, Any]:
    """All rows of all holdings, under the names of their tables and columns; documented in docs/running.md."""
    person, kept = theirs_alone(person), times(timezone.localdate(now))
    return {
        "shape": SHAPE,
        "made_at": now.isoformat(),
        "addresses": list(person.addresses),
        "holdings": [
            {
                "table": holding.model,
                "title": holding.title,
                "purpose": holding.purpose,
                "ground": Basis(holding.basis).label,
                "kept": kept.get(holding.kept, holding.kept),
                "seen_by": holding.seen_by,
                "not_included": dict(holding.hides),
                "rows": [data_of(row, holding, person) for row in read(holding, person).iterator(chunk_size=2000)],
            }
            for holding in holdings
        ],
    }


def data_of(row: models.Model, holding: Holding, person: Person) -> dict[str, Any]:
    return {field.name: plain(value_of(row, field, person)) for field in columns(holding)}


def plain(value: Any) -> Any:
    """Dates and times as ISO 8601."""
    return value.isoformat() if isinstance(value, date | datetime | time) else value
