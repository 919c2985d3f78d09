"""Training routes with their figures; a changed figure is a new version, as people finish by the old one."""

from django.contrib import admin
from django.db import models

from ..models import Clock, Pathway, Requirement

WEB: dict[type[models.Field], dict[str, str]] = {models.URLField: {"assume_scheme": "https"}}


class RequirementInline(admin.StackedInline):
    model = Requirement
    formfield_overrides = WEB
    fields = (("kind", "label", "measure"), ("amount", "unit"), "note", ("source", "checked_on", "order"))
    extra = 0


class ClockInline(admin.StackedInline):
    model = Clock
    formfield_overrides = WEB
    fields = (
        *(("label", "code"), ("months", "starts", "ends", "refresher_settles")),
        *("consequence", ("source", "checked_on", "order")),
    )
    extra = 0


@admin.register(Pathway)
class PathwayAdmin(admin.ModelAdmin):
    formfield_overrides = WEB
    list_display = ("name", "version", "gives_entry", "open_to_new", "valid_from", "valid_to", "checked_on")
    list_filter = ("gives_entry", "open_to_new")
    search_fields = ("name", "code")
    inlines = (RequirementInline, ClockInline)
