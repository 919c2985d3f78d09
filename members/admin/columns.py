"""Columns of the desk that say in our words what Django would say in its own."""

from typing import Any

from django.contrib import admin

from look import words


def moment(name: str, title: str) -> Any:  # django-stubs knows no callable among `fields`
    """A moment: "Thursday 14 May 2026, 2pm"."""

    @admin.display(description=title, ordering=name)
    def shown(row: Any) -> str:
        at = getattr(row, name)
        return words.moment(at) if at else ""

    shown.__name__ = name
    return shown
