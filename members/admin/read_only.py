"""Rows of the admin that are looked at, and changed by verbs alone."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class Changed(admin.ModelAdmin):
    """A page of its own changes each row; who may only look reads its columns, and no list leads on to deeds."""

    leads_on: tuple[str, ...] = ()  # columns that lead to other pages for changing

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        if self.has_change_permission(request):
            return shown
        return [column for column in shown if column not in self.leads_on]

    def looked_at(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The columns as they are. Raises PermissionDenied."""
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        return self.changeform_view(request, object_id)


class ReadOnly(admin.ModelAdmin):
    """To look at: nothing is added, changed or deleted but by a verb."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
