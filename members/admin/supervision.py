"""Supervisors from outside the network: a coordinator finds them on a list, and what they said counts from then on."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from look import words

from .. import coordinators, standing, supervision
from ..forms.supervision import FoundForm
from ..guarded_admin import Guarded
from ..models import Evidence, OutsideSupervisor, Supervision
from ..models.supervision import ERASED
from .filters import FirstChoiceFilter
from .pages import desk


class ConfirmedFilter(FirstChoiceFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("all", "all"), ("waiting", "to be found on a list"), ("confirmed", "confirmed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in ("waiting", "confirmed"):
            return queryset.filter(confirmed_on__isnull=self.value() == "waiting")
        return queryset


@admin.register(OutsideSupervisor)
class OutsideSupervisorAdmin(Guarded, admin.ModelAdmin):
    list_display = ("name", "confirmed", "waiting", "named_by", "email")
    list_filter = (ConfirmedFilter,)
    list_per_page = 50
    # Those who wait to be found come first.
    ordering = (F("confirmed_on").asc(nulls_first=True), "name", "pk")
    search_fields = ("name", "email")
    show_full_result_count = False
    actions = None
    readonly_fields = ("email", "named_by", "confirmed_on", "confirmed_by_name", "confirmed_against")
    fields = ("name", *readonly_fields)
    change_form_template = "admin/members/outsidesupervisor/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        reach = Supervision.objects.filter(member__in=coordinators.members_for(current_user(request)))
        said = Q(supervises__evidence__in=Evidence.objects.to_verify(), supervises__evidence__said_on__isnull=False)
        said &= Q(supervises__in=reach)
        shown = Prefetch("supervises", reach.select_related("member"), to_attr="in_reach")
        known = super().get_queryset(request).exclude(email__endswith=ERASED)
        found = within_reach(request, known).prefetch_related(shown)
        return found.annotate(said=Count("supervises__evidence", filter=said, distinct=True)).order_by(
            F("confirmed_on").asc(nulls_first=True), "name", "pk"
        )

    @admin.display(description="named by")
    def named_by(self, outside: OutsideSupervisor) -> str:
        """In an area's coordinator's list, people of the area alone."""
        shown: list[Supervision] = outside.in_reach  # type: ignore[attr-defined]
        return ", ".join(sorted({one.member.name for one in shown})) or "nobody any more"

    @admin.display(description="confirmed", ordering="confirmed_on")
    def confirmed(self, outside: OutsideSupervisor) -> str:
        if outside.confirmed_on is None:
            return "not yet"
        return f"{words.month(outside.confirmed_on)}, {outside.get_confirmed_against_display()}"

    @admin.display(description="has said")
    def waiting(self, outside: OutsideSupervisor) -> str:
        said: int = outside.said  # type: ignore[attr-defined]
        return f"{said} fact{'' if said == 1 else 's'}" if said else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutsideSupervisor | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: OutsideSupervisor, form: Any, change: bool) -> None:
        """Only the name is corrected here."""
        supervision.correct_name(obj)

    def get_urls(self) -> list[URLPattern]:
        confirm = self.admin_site.admin_view(self.confirm)
        return [path("<int:pk>/confirm/", confirm, name="members_outsidesupervisor_confirm"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def confirm(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say on which list name and address stand; what they said counts from then on."""
        outside = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, outside):
            raise PermissionDenied
        form = FoundForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return self.found(request, outside, form.cleaned_data["against"])
        reach = coordinators.members_for(current_user(request))
        context = {
            **desk(self, request, f"Confirm {outside}"),
            **{"outside": outside, "form": form},
            "refusal": supervision.refusal_to_confirm(outside, supervision.LISTS[0], current_user(request)),
            "said": list(supervision.said_by(outside).filter(member__in=reach)),
            "named_by": list(outside.supervises.filter(member__in=reach).select_related("member")),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/members/outsidesupervisor/confirm.html", context, status=status)

    def found(self, request: HttpRequest, outside: OutsideSupervisor, against: str) -> HttpResponse:
        try:
            counting = supervision.confirm_outside(outside, against, current_user(request), timezone.now())
        except (supervision.Refused, standing.Refused) as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{outside} is confirmed. {counted(len(counting))}")
        return HttpResponseRedirect(reverse("admin:members_outsidesupervisor_changelist"))


def within_reach(request: HttpRequest, outside: QuerySet) -> QuerySet:
    """Those whom somebody names whom this coordinator sees."""
    who = current_user(request)
    if coordinators.sees_everybody(who):
        return outside
    named = Supervision.objects.filter(member__in=coordinators.members_for(who)).exclude(outside=None)
    return outside.filter(pk__in=named.values("outside"))


def counted(facts: int) -> str:
    """Say how many facts count because of it."""
    if facts == 0:
        return "They had said nothing yet; from now on their word counts at once."
    return f"{facts} fact{' that they confirmed counts' if facts == 1 else 's that they confirmed count'} now."
