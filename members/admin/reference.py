"""The lists that a network keeps: areas, professions, professional bodies, organisations."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from .. import directory
from ..guarded_admin import Guarded
from ..models import Area, Body, Profession
from .organisations import OrganisationAdmin

__all__ = ["AreaAdmin", "BodyAdmin", "OrganisationAdmin", "ProfessionAdmin"]


class FoundByName(admin.ModelAdmin):
    """A list whose names members are found by: a new name is found at once."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            directory.refresh_all(obj.member_set.all())


@admin.register(Area)
class AreaAdmin(Guarded, FoundByName):
    list_display = ("name", "order", "map_column", "map_row")
    list_editable = ("order", "map_column", "map_row")
    search_fields = ("name",)


@admin.register(Profession)
class ProfessionAdmin(Guarded, FoundByName):
    list_display = ("name", "order")
    list_editable = ("order",)
    search_fields = ("name",)


@admin.register(Body)
class BodyAdmin(Guarded, admin.ModelAdmin):
    """The shape of a number is shipped with the software: a slow expression could stop the site."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    readonly_fields = ("number_pattern",)
    list_display = ("name", "register_url", "number_example", "order")
    list_editable = ("order",)
    search_fields = ("name",)
