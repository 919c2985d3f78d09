"""The fields of a row as JSON holds them, and back into a row."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models


def kept(row: models.Model, fields: Iterable[str]) -> dict[str, Any]:
    """These fields by name; a moment with all its digits."""
    values = ((field, getattr(row, field)) for field in fields)
    return {field: value.isoformat() if isinstance(value, date) else value for field, value in values}


def fill_in(row: models.Model, values: Mapping[str, Any]) -> None:
    """Put what was kept into a row; nothing is saved here."""
    by_attname = {field.attname: field for field in row._meta.concrete_fields}
    for field, value in values.items():
        setattr(row, field, by_attname[field].to_python(value))
