"""Venues: everything a visitor must know; what nobody has confirmed stays empty."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from members.guarded_admin import Guarded

from ..forms.guarded import GuardedForm
from ..models import Venue


class VenueForm(GuardedForm, forms.ModelForm):
    """The fields are those of the page below."""


@admin.register(Venue)
class VenueAdmin(Guarded, admin.ModelAdmin):
    form = VenueForm
    list_display = ("site", "building", "room", "capacity", "confirmed_on")
    search_fields = ("site", "building", "room", "organisation", "postcode")
    actions = None
    fieldsets = (
        (None, {"fields": ("site", "building", "room", "floor", "organisation", "capacity", "confirmed_on")}),
        ("Getting there", {"fields": ("address", "postcode", "by_road", "by_tram_or_bus", "parking", "sign_in")}),
        (
            "For everyone",
            {"fields": ("step_free", "hearing_loop", "accessible_toilet", "quiet_room", "prayer_room")},
        ),
        ("Equipment and booking", {"fields": ("wifi", "screen", "booking_contact", "booking_deadline")}),
        ("On a map", {"fields": ("latitude", "longitude")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Venue | None = None) -> bool:
        """A venue stays for the meetings that were held there."""
        return False
