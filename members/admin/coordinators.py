"""Who became a coordinator, by whom and why; groups and permissions are in nobody's hands."""

from collections.abc import Callable

import django.contrib.auth.admin  # noqa: F401  registers groups, before we take them away again
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import User

from .. import coordinators
from ..models import Appointment
from .deciding import by
from .read_only import ReadOnly

admin.site.unregister(Group)

# Upper apps append what they have to say about somebody who is or was a coordinator: a label and an address.
on_coordinator: list[Callable[[User], tuple[str, str]]] = []


def links(user: User | None) -> SafeString | str:
    """The pages of upper apps about a coordinator."""
    if user is None:
        return ""
    return format_html_join(" ", '<a href="{1}">{0}</a>', (link(user) for link in on_coordinator))


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly):
    list_display = ("name", "became", "by_name", "at", "why", "further")
    list_select_related = ("user",)
    list_filter = ("appointed",)
    search_fields = ("name",)
    actions = ("remove",)

    @admin.display(description="what", ordering="appointed")
    def became(self, appointment: Appointment) -> str:
        return "became a coordinator" if appointment.appointed else "stopped being one"

    @admin.display(description="")
    def further(self, appointment: Appointment) -> SafeString | str:
        return links(appointment.user)

    def has_remove_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_appointment")

    @admin.action(description="Remove as coordinators", permissions=["remove"])
    def remove(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For coordinators who are no members, too; never the last one."""
        for user in {appointment.user for appointment in queryset.select_related("user") if appointment.user}:
            try:
                coordinators.remove(user, by(request), "Removed in the list of appointments", timezone.now())
            except coordinators.Refused as refused:
                self.message_user(request, f"{user}: {refused.reason.label}", messages.ERROR)
            else:
                self.message_user(request, f"{user}: no longer a coordinator.", messages.SUCCESS)
