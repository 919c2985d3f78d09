"""Filters in words: some begin with what a coordinator most likely came for."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest


class FirstChoiceFilter(admin.SimpleListFilter):
    """The first choice holds until another one is made; whoever wants all rows makes it a choice of their own."""

    def value(self) -> str:
        return super().value() or str(self.lookup_choices[0][0])

    def choices(self, changelist: ChangeList) -> Any:
        """Without Django's own first choice, which would be all rows."""
        return list(super().choices(changelist))[1:]


class ClosedFilter(admin.SimpleListFilter):
    """Of a register: whether a matter is dealt with."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("open", "open"), ("closed", "closed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("open", "closed"):
            return queryset
        return queryset.filter(closed_on__isnull=self.value() == "open")
