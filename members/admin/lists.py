"""Lists of the admin: time limits, cohorts, everybody's standing as at a date, gaps in supervision."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import current_user

from .. import cohorts, coordinators, time_limits
from ..forms.lists import LimitsForm, RouteForm, StandingOnForm
from ..models import Pathway
from ..rules import Rulebook, rulebook
from ..standing_on import standings_on
from . import gaps
from .pages import desk

PER_PAGE = 50


class PathwayLists(admin.ModelAdmin):
    """Pages to look at; each reads the rules once and people in batches."""

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(require_safe(view)), name=f"members_{name}")

        return [
            at("time-limits/", self.time_limits, "time_limits"),
            at("cohorts/", self.cohorts, "cohorts"),
            at("standings/", self.standings, "standings"),
            at("gaps/", self.gaps, "gaps"),
            *super().get_urls(),
        ]

    def time_limits(self, request: HttpRequest) -> HttpResponse:
        """Who misses what, and when, soonest first."""
        on, rules = timezone.localdate(), rulebook()
        form = LimitsForm(request.GET, routes=routes_of(rules, with_clocks=True))
        members = time_limits.concerned(on).filter(pk__in=coordinators.members_for(current_user(request)))
        if form.is_valid() and (area := form.cleaned_data["area"]):
            members = members.filter(area=area)
        found = time_limits.asked_for(time_limits.rows(members, rules, on), form.asked, form.route_code)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        context = {"form": form, "page": page, "on": on, "rows": time_limits.with_claims(page.object_list, rules, on)}
        return self.listed(request, "Time limits", "time_limits", context)

    def cohorts(self, request: HttpRequest) -> HttpResponse:
        """How many of each year of training reached each step, with the true numbers."""
        on, rules = timezone.localdate(), rulebook()
        form = RouteForm(request.GET, routes=routes_of(rules))
        chosen = [
            each
            for each in cohorts.journeys(rules, on, coordinators.members_for(current_user(request)))
            if form.route_code in ("", each.route)
        ]
        everybody = [cohorts.cohort(None, chosen)] if chosen else []
        context = {"form": form, "cohorts": cohorts.cohorts_of(chosen), "everybody": everybody}
        return self.listed(request, "Cohorts", "cohorts", context | {"steps": cohorts.Step.labels})

    def standings(self, request: HttpRequest) -> HttpResponse:
        """Everybody's standing as at a date, with how many had each."""
        today = timezone.localdate()
        form = StandingOnForm(request.GET or None, today=today)
        found = standings_on(form.day, today, rulebook(), coordinators.members_for(current_user(request)))
        members = found.members.select_related("area").filter(name__icontains=form.asked_name)
        page = Paginator(members.order_by("name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
        context = {"form": form, "page": page, "on": form.day, "rows": found.with_standing(page.object_list)}
        return self.listed(request, "Standing as at a date", "standings", context | {"counts": found.counts()})

    def gaps(self, request: HttpRequest) -> HttpResponse:
        """Where supervisors and their places are missing, area by area."""
        on = timezone.localdate()
        return self.listed(request, "Gaps in supervision", "gaps", gaps.page(request.user, on) | {"on": on})

    def listed(self, request: HttpRequest, title: str, name: str, context: dict[str, Any]) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = desk(self, request, title) | context
        return TemplateResponse(request, f"admin/members/member/{name}.html", page)


def routes_of(rules: Rulebook, *, with_clocks: bool = False) -> list[Pathway]:
    """The routes by which people are trained, of the rules that are read already."""
    return [each.pathway for each in rules.values() if each.pathway.gives_entry and (each.clocks or not with_clocks)]
