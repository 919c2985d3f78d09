"""Who became a coordinator, by whom and why; groups and permissions are in nobody's hands."""

from collections.abc import Callable
from typing import Any

import django.contrib.auth.admin  # noqa: F401  registers groups, before we take them away again
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.models import User
from look import words

from .. import coordinators, offices
from ..forms.offices import AppointForm, EndForm
from ..messages import page_of_new_address
from ..models import Appointment
from ..models.history import OfficeKind
from ..new_addresses import running
from . import lost_mailboxes, new_address
from .columns import moment
from .deciding import by
from .pages import desk
from .read_only import ReadOnly

admin.site.unregister(Group)

# Upper apps append what they have to say about somebody who is or was a coordinator: a label and an address.
on_coordinator: list[Callable[[User], tuple[str, str]]] = []


def links(user: User | None) -> SafeString | str:
    """The pages of upper apps about a coordinator."""
    if user is None:
        return ""
    return format_html_join(" ", '<a href="{1}">{0}</a>', (link(user) for link in on_coordinator))


class OfficeFilter(admin.SimpleListFilter):
    title, parameter_name = "appointed as", "office"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return OfficeKind.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(office=self.value()) if self.value() else queryset


class WhatFilter(admin.SimpleListFilter):
    title, parameter_name = "what", "what"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("began", "appointed"), ("ended", "stopped being so")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(appointed=self.value() == "began") if self.value() else queryset


@admin.register(Appointment)
class AppointmentAdmin(ReadOnly):
    list_display = ("name", "became", "given", "why", "further")
    fields = ("name", "became", "who", moment("at", "when"), "why")
    list_select_related = ("user",)
    list_filter = (OfficeFilter, WhatFilter)
    search_fields = ("name",)
    actions = None

    @admin.display(description="what", ordering="appointed")
    def became(self, appointment: Appointment) -> str:
        return appointment.in_words()

    @admin.display(description="when, and by whom", ordering="at")
    def given(self, appointment: Appointment) -> str:
        return f"{words.day(appointment.at)}, {appointment.by_name}"

    @admin.display(description="by")
    def who(self, appointment: Appointment) -> str:
        return appointment.by_name

    @admin.display(description="")
    def further(self, appointment: Appointment) -> SafeString | str:
        return links(appointment.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("members.change_appointment")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The ways on lead to what is given and handed over."""
        return self.list_display if self.has_add_permission(request) else self.list_display[:-1]

    def get_urls(self) -> list[URLPattern]:
        end, address = self.admin_site.admin_view(self.end), self.admin_site.admin_view(self.new_address)
        return [
            path("<int:pk>/end/", end, name="members_appointment_end"),
            path("<int:pk>/new-address/", address, name="members_appointment_new_address"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Read what was recorded; an appointment that still holds can be ended."""
        row = self.get_object(request, object_id)
        context: dict[str, Any] = {}
        if row and row.user:
            context["may_end"] = offices.refusal_to_end(row.user, OfficeKind(row.office), by(request)) is None
            context |= lost_mailboxes.context_for(row.user, timezone.now())
            context["help"] = page_of_new_address(row.user)
            context["new_address"] = running(row.user)
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Appoint somebody, or a coordinator for other areas: whom, as what, and why."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AppointForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            said = form.cleaned_data
            try:
                row = offices.appoint(
                    said["user"], OfficeKind(said["office"]), said["areas"], by(request), said["why"], timezone.now()
                )
            except coordinators.Refused as refused:
                form.add_error(None, refused.reason.label)
            else:
                return self.done(request, f"{row}. They are told by mail.")
        return self.page(request, "Appoint somebody", form, "Appoint them")

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End what somebody was appointed to here: why."""
        row = get_object_or_404(Appointment.objects.exclude(user=None), pk=pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EndForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and row.user:
            try:
                ended = offices.end(
                    row.user, OfficeKind(row.office), by(request), form.cleaned_data["why"], timezone.now()
                )
            except coordinators.Refused as refused:
                form.add_error(None, refused.reason.label)
            else:
                return self.done(request, f"{ended}. They are told by mail.")
        return self.page(request, f"End the appointment of {row.name}", form, "End this appointment")

    def new_address(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a new address into the account of somebody who holds an office and lost theirs; a member or not."""
        row = get_object_or_404(Appointment.objects.select_related("user"), pk=pk)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return new_address.page(self, request, row.user, reverse("admin:members_appointment_change", args=[pk]))

    def done(self, request: HttpRequest, said: str) -> HttpResponse:
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:members_appointment_changelist"))

    def page(self, request: HttpRequest, title: str, form: Form, button: str) -> HttpResponse:
        context = desk(self, request, title) | {"form": form, "button": button}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/members/appointment/deed.html", context, status=status)
