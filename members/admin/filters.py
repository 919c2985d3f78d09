"""Filters that begin with what a coordinator most likely came for."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList


class FirstChoiceFilter(admin.SimpleListFilter):
    """The first choice holds until another one is made; whoever wants all rows makes it a choice of their own."""

    def value(self) -> str:
        return super().value() or str(self.lookup_choices[0][0])

    def choices(self, changelist: ChangeList) -> Any:
        """Without Django's own first choice, which would be all rows."""
        return list(super().choices(changelist))[1:]
