"""Series on the coordinators' desk: the list of them, and how one stands."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils import timezone

from look import words

from .. import messages as series_messages
from .. import undoing
from ..models import Meeting, Series
from ..series import rhythm
from ..words import Status
from .series_changes import ChangePages


class Running(admin.SimpleListFilter):
    """Whether a series still runs."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("running", "Running"), ("ended", "Ended")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Series]) -> QuerySet[Series]:
        if self.value() is None:
            return queryset
        return queryset.filter(ended_at__isnull=self.value() == "running")


@admin.register(Series)
class SeriesAdmin(ChangePages):
    list_display = ("title", "rhythm", "next_date", "lie_ahead", "ended")
    list_filter = (Running,)
    list_select_related = ("venue",)
    search_fields = ("title",)
    actions = None

    @admin.display(description="rhythm")
    def rhythm(self, series: Series) -> str:
        return rhythm.in_words(series)

    @admin.display(description="next date", ordering="next_starts")
    def next_date(self, series: Series) -> str:
        starts = series.next_starts  # type: ignore[attr-defined]
        return words.day(starts) if starts else "none planned"

    @admin.display(description="meetings ahead", ordering="number_ahead")
    def lie_ahead(self, series: Series) -> int:
        return series.number_ahead  # type: ignore[attr-defined]

    @admin.display(description="ended", ordering="ended_at")
    def ended(self, series: Series) -> str:
        return words.day(series.ended_at) if series.ended_at else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        ahead = Q(meetings__starts_at__gt=timezone.now()) & ~Q(meetings__status=Status.CANCELLED)
        counted = {
            "next_starts": Min("meetings__starts_at", filter=ahead),
            "number_ahead": Count("meetings", filter=ahead),
        }
        return super().get_queryset(request).annotate(**counted)

    def has_delete_permission(self, request: HttpRequest, obj: Series | None = None) -> bool:
        """A series ends; its meetings stay."""
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """How a series stands: what lies ahead, and what can be done with it."""
        if not self.has_change_permission(request):
            return self.looked_at(request, object_id)
        if request.method != "GET" and request.method != "HEAD":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        series, now = self.found(request, object_id), timezone.now()
        meetings = list(series.meetings.filter(ends_at__gt=now).select_related("venue").order_by("starts_at", "pk"))
        context = self.desk(request, str(series)) | {
            "series": series,
            "rhythm": rhythm.in_words(series),
            "length": rhythm.length_in_words(series.minutes),
            "where": series_messages.where(series),
            "meetings": meetings,
            "past": series.meetings.filter(ends_at__lte=now).count(),
            "skipped": series.skipped.filter(date__gte=timezone.localdate()),
            "drafts": sum(meeting.status == Status.DRAFT for meeting in meetings),
            "waits": undoing.waiting(meetings, now),
            **drawn(meetings),
        }
        return TemplateResponse(request, "admin/meetings/series/series.html", context)


def drawn(meetings: list[Meeting]) -> dict[str, Any]:
    """What the drawing needs: the days of meetings, those that were cancelled, and where it begins."""
    days = {
        held: [timezone.localdate(each.starts_at) for each in meetings if is_held(each) is held]
        for held in (True, False)
    }
    return {"days": days[True], "left_out": days[False], "first": min([*days[True], *days[False]], default=None)}


def is_held(meeting: Meeting) -> bool:
    return meeting.status != Status.CANCELLED
