"""Training routes with their figures; a changed figure is a new version, as people finish by the old one."""

from django.contrib import admin

from ..models import Pathway, Requirement


class RequirementInline(admin.StackedInline):
    model = Requirement
    fields = (("kind", "label"), ("amount", "unit"), "note", ("source", "checked_on", "order"))
    extra = 0


@admin.register(Pathway)
class PathwayAdmin(admin.ModelAdmin):
    list_display = ("name", "version", "gives_entry", "open_to_new", "valid_from", "valid_to", "checked_on")
    list_filter = ("gives_entry", "open_to_new")
    search_fields = ("name", "code")
    inlines = (RequirementInline,)
