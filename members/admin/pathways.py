"""Training routes with their figures; a change says first who would move, and in a new version nobody does."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user

from .. import versions
from ..forms.versions import NewVersionForm, RequirementFormSet, VersionForm
from ..guarded_admin import Guarded
from ..models import Clock, Pathway, Requirement
from ..rules import Rulebook, rulebook
from .pages import desk

WEB: dict[type[models.Field], dict[str, str]] = {models.URLField: {"assume_scheme": "https"}}
NOT_TYPED = ("csrfmiddlewaretoken", "confirmed", "_back")


class RequirementInline(Guarded, admin.StackedInline):
    model = Requirement
    formset = RequirementFormSet
    formfield_overrides = WEB
    fields = (("kind", "label", "measure"), ("amount", "unit"), "note", ("source", "checked_on", "order"))
    extra = 0


class ClockInline(Guarded, admin.StackedInline):
    model = Clock
    formfield_overrides = WEB
    fields = (
        *(("label", "code"), ("months", "starts", "ends", "refresher_settles")),
        *("consequence", ("source", "checked_on", "order")),
    )
    extra = 0


@admin.register(Pathway)
class PathwayAdmin(Guarded, admin.ModelAdmin):
    form = VersionForm
    formfield_overrides = WEB
    list_display = ("name", "version", "gives_entry", "open_to_new", "valid_from", "valid_to", "checked_on")
    list_filter = ("gives_entry", "open_to_new")
    search_fields = ("name", "code")
    inlines = (RequirementInline, ClockInline)
    actions = ("begin_version",)

    def get_urls(self) -> list[URLPattern]:
        new = self.admin_site.admin_view(self.new_version)
        return [path("<int:pk>/new-version/", new, name="members_pathway_new_version"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Save, look who would move, and take it back until that is confirmed."""
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        if request.method != "POST" or object_id is None or self.get_object(request, object_id) is None:
            return super().changeform_view(request, object_id, form_url, context)
        before = rulebook()
        with transaction.atomic():
            answer = super().changeform_view(request, object_id, form_url, context)
            if answer.status_code != HttpResponseRedirect.status_code:
                return answer
            return self.looked_at(request, before, rulebook(), int(object_id)) or answer

    def response_change(self, request: HttpRequest, obj: Pathway) -> HttpResponse:
        """Back to the route; what came of it is said once it is known who moves."""
        return to(obj)

    def looked_at(self, request: HttpRequest, before: Rulebook, after: Rulebook, pk: int) -> HttpResponse | None:
        """The page that says who would move, if anybody is concerned and nobody has confirmed it; else it is done."""
        now, route = timezone.now(), after[pk].pathway
        if not versions.differ(before[pk], after[pk]):
            messages.success(request, f"{route} is saved. No rule of it has changed.")
            return None
        found = versions.simulate(route, before, after, timezone.localdate(now))
        refusal = versions.refusal_to_settle(found, current_user(request))
        if found.people and (refusal or request.POST.get("confirmed") != found.seal):
            transaction.set_rollback(True)
            return self.confirm_page(request, route, found, refusal)
        versions.settle(route, found, current_user(request), now)
        messages.success(request, f"{route} is saved. {found.unchanged:,} unchanged, {len(found.moves):,} moved.")
        return None

    def confirm_page(
        self, request: HttpRequest, route: Pathway, found: versions.Simulation, refusal: versions.Refusal | None
    ) -> HttpResponse:
        """Say who would move and whose limits change; what was typed is kept until it is confirmed."""
        context = {"route": route, "found": found, "refusal": refusal, "typed": typed(request)}
        page = desk(self, request, f"Change {route}") | context
        return TemplateResponse(request, "admin/members/pathway/confirm.html", page)

    def new_version(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask from when the new version is in effect, and begin it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        route = get_object_or_404(Pathway, pk=pk)
        form = NewVersionForm(request.POST if request.method == "POST" else None, route=route)
        if request.method == "POST" and form.is_valid():
            new = versions.begin(route, form.cleaned_data["begins_on"])
            messages.success(request, f"Version {new.version} of {new} begins as a copy. Nobody moves. Change it here.")
            return to(new)
        page = desk(self, request, f"Begin a new version of {route}")
        page |= {"route": route, "form": form, "refusal": versions.refusal(route, None)}
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/members/pathway/new_version.html", page, status=status)

    @admin.action(description="Begin a new version", permissions=["add"])
    def begin_version(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Of one route at a time."""
        if len(chosen := list(queryset[:2])) == 1:
            return HttpResponseRedirect(reverse("admin:members_pathway_new_version", args=[chosen[0].pk]))
        self.message_user(request, "Choose one route at a time.", messages.ERROR)
        return None


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again once it is confirmed."""
    named = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, str(value)) for name, value in named if name not in NOT_TYPED]


def to(route: Pathway) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:members_pathway_change", args=[route.pk]))
