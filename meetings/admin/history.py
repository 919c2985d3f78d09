"""The log of answers: every answer and every move up the waiting list, with its cause. Nobody writes in it."""

from django.contrib import admin
from django.http import HttpRequest

from ..models import RsvpChange


@admin.register(RsvpChange)
class RsvpChangeAdmin(admin.ModelAdmin):
    list_display = ("at", "meeting", "member", "cause", "choice", "place", "turn", "why", "door", "by")
    list_filter = ("cause", "door")
    list_select_related = ("meeting", "member", "by")
    search_fields = ("member__name", "meeting__title", "meeting__slug")
    date_hierarchy = "at"
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: RsvpChange | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RsvpChange | None = None) -> bool:
        return False
