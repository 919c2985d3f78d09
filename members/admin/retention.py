"""How long data is kept, at the desk: the schedule, what would go today, what is set aside, runs that stopped."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from look import words

from .. import processing, retention
from ..forms.registers import NewVersionForm
from ..models import RetentionCase, RetentionRule, RetentionRun
from ..models.rights import CaseState
from ..names import name_of
from ..retention import listing
from .deciding import by
from .keys import whole
from .pages import desk
from .read_only import ReadOnly
from .today import Line, Rank


@admin.register(RetentionRule)
class RetentionRuleAdmin(ReadOnly):
    list_display = ("title", "days", "counted_from", "reason", "source", "last_run", "look")
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """The versions that count today; a page of each shows the others."""
        rows = RetentionRule.objects.order_by("title", "-valid_from")
        if getattr(request.resolver_match, "url_name", "") == "members_retentionrule_changelist":
            return rows.in_force(timezone.localdate()).prefetch_related("runs")
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "How long data is kept", **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=f"members_retentionrule_{name}")

        return [
            at("<int:pk>/today/", require_safe(self.today), "today"),
            at("<int:pk>/new-version/", self.new_version, "new_version"),
            at("<int:pk>/let-go-on/", require_POST(self.let_go_on), "let_go_on"),
            at("<int:pk>/keep/", require_POST(self.keep), "keep"),
            at("records-of-processing/", require_safe(self.records), "records"),
            *super().get_urls(),
        ]

    @admin.display(description="kept for", ordering="keep_days")
    def days(self, rule: RetentionRule) -> str:
        return words.days(rule.keep_days) if rule.is_on else f"{words.days(rule.keep_days)}, not in use"

    @admin.display(description="last run")
    def last_run(self, rule: RetentionRule) -> str:
        run = next(iter(rule.runs.all()), None)
        return listing.in_words(run) if run else "not yet"

    @admin.display(description="")
    def look(self, rule: RetentionRule) -> SafeString:
        address = reverse("admin:members_retentionrule_today", args=[rule.pk])
        return format_html('<a href="{}">What goes today</a>', address)

    def found(self, request: HttpRequest, pk: int, *, changing: bool = False) -> RetentionRule:
        right = "members.change_retentionrule" if changing else "members.view_retentionrule"
        if not request.user.has_perm(right):
            raise PermissionDenied
        return get_object_or_404(RetentionRule, pk=pk)

    def page(self, request: HttpRequest, name: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
        may = request.user.has_perm("members.change_retentionrule")
        context = {**desk(self, request, title), **context, "may_change": may}
        return TemplateResponse(request, f"admin/members/retentionrule/{name}.html", context, status=status)

    def today(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who and what would go today, with names; nothing of this list is stored."""
        rule, on = self.found(request, pk), timezone.localdate()
        found, stopped = retention.rehearse(rule, on), stopped_run(rule)
        return self.page(
            request,
            "today",
            f"{rule}: what would go today",
            rule=rule,
            kept=words.days(rule.keep_days),
            found=found,
            on=on,
            names=listing.names(found),
            kinds=[(each.title, len(pks)) for each, pks in found.rows],
            aside=RetentionCase.objects.filter(rule__code=rule.code, state=CaseState.SET_ASIDE).select_related(
                "user__member"
            ),
            runs=RetentionRun.objects.filter(rule__code=rule.code)[:20],
            versions=RetentionRule.objects.filter(code=rule.code).order_by("-valid_from"),
            stopped=stopped,
            done=listing.done(stopped) if stopped else "",
            next_run=next_run(rule, on),
        )

    def new_version(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A rule is not edited: a later version counts from its day."""
        rule, is_sent = self.found(request, pk, changing=True), request.method == "POST"
        form = NewVersionForm(request.POST if is_sent else None, rule=rule, today=timezone.localdate())
        if is_sent and form.is_valid():
            form.instance.made_by_name = name_of(by(request))
            form.save()
            messages.success(request, f"{rule}: the new version counts from {words.day(form.instance.valid_from)}.")
            return to(rule)
        return self.page(request, "new_version", f"{rule}: new version", 422 if is_sent else 200, rule=rule, form=form)

    def let_go_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self.found(request, pk, changing=True)
        run = get_object_or_404(RetentionRun, pk=whole(request.POST.get("run")), rule__code=rule.code)
        try:
            retention.let_go_on(run, by(request), request.POST.get("seen", ""), timezone.now())
        except retention.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, f"{rule}: this run went on, once.")
        return to(rule)

    def keep(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = self.found(request, pk, changing=True)
        case = get_object_or_404(RetentionCase, pk=whole(request.POST.get("case")), rule__code=rule.code)
        try:
            retention.keep(case, timezone.now(), by(request))
        except retention.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, "Kept. Its period begins anew.")
        return to(rule)

    def records(self, request: HttpRequest) -> HttpResponse:
        """The records of processing, as a page or as a file."""
        if not request.user.has_perm("members.view_retentionrule"):
            raise PermissionDenied
        on = timezone.localdate()
        if request.GET.get("as") == "csv":
            return processing.download(on)
        return self.page(
            request, "records", "Records of processing", records=processing.records(on), facts=processing.facts()
        )


def to(rule: RetentionRule) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:members_retentionrule_today", args=[rule.pk]))


def stopped_run(rule: RetentionRule) -> RetentionRun | None:
    """The latest run, if it stopped and nobody has let it go on."""
    last = RetentionRun.objects.filter(rule__code=rule.code).first()
    return last if last and last.stopped_why and not last.released_at else None


def next_run(rule: RetentionRule, on: date) -> date:
    return on + timedelta(days=1) if rule.runs.filter(on=on).exists() else on


def lines() -> list[Line]:
    """Runs that stopped by themselves, and the ways to the schedule and the records."""
    last: dict[str, RetentionRun] = {}
    since = timezone.localdate() - timedelta(days=3)
    for run in RetentionRun.objects.filter(on__gte=since).select_related("rule").order_by("at"):
        last[run.rule.code] = run
    stopped = [run for run in last.values() if run.stopped_why and not run.released_at]
    return [
        *(Line(f"Stopped: {run.rule}", to(run.rule).url, run.stopped_why, Rank.NOW) for run in stopped),
        Line(
            "How long data is kept",
            reverse("admin:members_retentionrule_changelist"),
            "The schedule, and what goes",
            Rank.LOOK_UP,
        ),
        Line(
            "Records of processing",
            reverse("admin:members_retentionrule_records"),
            "What we hold, why, for how long",
            Rank.LOOK_UP,
        ),
    ]
