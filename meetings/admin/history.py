"""What happened with answers and attendance: every change, with its cause or its hand. Nobody writes in it."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from ..models import AttendanceChange, RsvpChange


class LogAdmin(admin.ModelAdmin):
    """A list to read and to search."""

    date_hierarchy = "at"
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(RsvpChange)
class RsvpChangeAdmin(LogAdmin):
    list_display = ("at", "meeting", "member", "cause", "choice", "place", "turn", "why", "door", "by")
    list_filter = ("cause", "door")
    list_select_related = ("meeting", "member", "by")
    search_fields = ("member__name", "meeting__title", "meeting__slug")


@admin.register(AttendanceChange)
class AttendanceChangeAdmin(LogAdmin):
    list_display = ("at", "meeting", "who", "mode", "what", "source", "by_name")
    list_filter = ("source", "mode")
    list_select_related = ("meeting", "member")
    search_fields = ("member__name", "name", "meeting__title", "meeting__slug")

    @admin.display(description="who", ordering="member__name")
    def who(self, change: AttendanceChange) -> str:
        return str(change.member or change.name)

    @admin.display(description="minutes present", ordering="minutes")
    def what(self, change: AttendanceChange) -> str:
        return "taken off" if change.minutes is None else str(change.minutes)
