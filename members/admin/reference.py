"""The lists that a network keeps: areas, professions, professional bodies, organisations."""

from django.contrib import admin

from ..models import Area, Body, Organisation, Profession


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ("name", "order", "map_column", "map_row")
    list_editable = ("order", "map_column", "map_row")
    search_fields = ("name",)


@admin.register(Profession)
class ProfessionAdmin(admin.ModelAdmin):
    list_display = ("name", "order")
    list_editable = ("order",)
    search_fields = ("name",)


@admin.register(Body)
class BodyAdmin(admin.ModelAdmin):
    list_display = ("name", "register_url", "number_example", "order")
    list_editable = ("order",)
    search_fields = ("name",)


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "valid_from", "valid_to", "succeeded_by", "mail_domains")
    list_select_related = ("succeeded_by",)
    search_fields = ("name", "ods_code", "mail_domains")
    autocomplete_fields = ("succeeded_by",)
