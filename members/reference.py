"""The lists a new network starts with, and how long data is kept. Never overwrites a row."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from . import organisations
from .models import Area, Body, Clock, Organisation, Pathway, Profession, Requirement, RetentionRule

# From when the first versions of the retention rules count: from the first day of every network.
BEGINNING = date(2020, 1, 1)
DATA = Path(__file__).parent / "data"


def load() -> None:
    """Add what is missing; a row that exists stays as its coordinator left it."""
    for model, name in ((Area, "areas"), (Profession, "professions"), (Body, "bodies")):
        for order, row in enumerate(rows(name)):
            model.objects.get_or_create(code=row.pop("code"), defaults={**row, "order": order})
    for row in rows("organisations"):
        load_organisation(row)
    for order, row in enumerate(rows("pathways")):
        load_pathway(row, order)
    for row in rows("retention"):
        load_rule(row)


def rows(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def load_organisation(row: dict[str, Any]) -> None:
    """Organisations stand in the file after their successors, so that each can point to one that exists."""
    successor = row.pop("succeeded_by", None)
    row["succeeded_by"] = Organisation.objects.filter(name=successor).order_by("pk").first() if successor else None
    areas, name = row.pop("areas", []), row.pop("name")
    if not Organisation.objects.filter(name=name).exists():
        made = Organisation.objects.create(name=name, **with_dates(row))
        made.areas.set(Area.objects.filter(code__in=areas))
        organisations.refresh_around({made.pk})


def load_pathway(row: dict[str, Any], order: int) -> None:
    requirements, clocks = row.pop("requirements"), row.pop("clocks")
    pathway, made = Pathway.objects.get_or_create(
        code=row.pop("code"), version=row.pop("version"), defaults={**with_dates(row), "order": order}
    )
    if made:
        for place, requirement in enumerate(requirements):
            Requirement.objects.create(pathway=pathway, order=place, **with_dates(requirement))
        for place, clock in enumerate(clocks):
            Clock.objects.create(pathway=pathway, order=place, **with_dates(clock))


def load_rule(row: dict[str, Any]) -> None:
    """A rule has its first version; once there is any, its versions are the network's own."""
    if not RetentionRule.objects.filter(code=row["code"]).exists():
        RetentionRule.objects.create(**row, valid_from=BEGINNING)


def with_dates(row: dict[str, Any]) -> dict[str, Any]:
    """Turn what JSON keeps as text back into dates."""
    dates = {"valid_from", "valid_to", "checked_on"}
    return {key: date.fromisoformat(value) if key in dates and value else value for key, value in row.items()}
