"""Later changes of a series on the desk: each says first which meetings change, which stay, and who hears of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.access import current_user
from look import words
from look.sent import number

from .. import clashes, effects, plans
from ..forms.series_change import ChangeForm, EndForm
from ..models import Meeting, Series
from ..series import announcing, changing, ending, row
from .years import YearPages, to, typed

MOVED = ("starts_at", "ends_at", "venue_id")
REFUSED = (row.Refused, plans.Refused, changing.NotChanged)


class ChangePages(YearPages):
    """The pages on which a series is changed, announced and ended."""

    def get_urls(self) -> list[URLPattern]:
        pages = {"change-meetings": self.change_meetings, "announce": self.announce, "end": self.end}
        pages["reopen"] = require_POST(self.reopen)
        return [
            *(
                path(f"<int:pk>/{name}/", self.admin_site.admin_view(page), name=f"meetings_series_{name}")
                for name, page in pages.items()
            ),
            *super().get_urls(),
        ]

    def change_meetings(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change title, day, time, place or length of some or all meetings to come."""
        series, now, by = self.found(request, pk), timezone.now(), current_user(request)
        meetings = changing.to_come(series, now)
        data = request.POST if request.method == "POST" else None
        form = ChangeForm(data, series=series, meetings=meetings, start=request.GET.get("from", ""))
        context = self.desk(request, f"Change {series}") | {"series": series, "form": form}
        if data is None or "back" in data or not form.is_valid():
            return self.form_page(request, "change.html", context)
        wanted = form.change()

        def deed() -> list[Meeting]:
            return changing.change(form.seen(), wanted, now, by=by)

        try:
            foreseen, after = self.look_ahead(deed, now)
            changed, kept = changing.split(series, wanted, now)
            context |= {"rows": rows(changed, after), "kept": kept, "effects": foreseen}
            seal = f"{foreseen.seal}-{series.version}-{len(changed)}-{len(kept)}"
            if data.get("confirmed") == seal:
                return self.changed(request, series, len(deed()), "changed")
        except REFUSED as refused:
            form.add_error(None, str(refused))
            return self.form_page(request, "change.html", context)
        return self.confirm_page(request, context | {"seal": seal})

    def look_ahead(
        self, deed: Callable[[], Iterable[Meeting]], now: datetime
    ) -> tuple[effects.Effects, dict[int, Meeting]]:
        """What a deed does to people, and how the meetings would be after it."""
        after: dict[int, Meeting] = {}

        def noted() -> list[Meeting]:
            after.update({meeting.pk: meeting for meeting in deed()})
            return list(after.values())

        foreseen = effects.foresee(noted, now)
        return replace(foreseen, clashes=against(after)), after

    def announce(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Announce the drafts of a series in one message to each member."""
        series, now, by = self.found(request, pk), timezone.now(), current_user(request)
        recipients = announcing.recipients(now).count()
        drafts = sorted(announcing.drafts_of(series, now), key=lambda meeting: meeting.starts_at)
        if request.method == "POST":
            seen = Series(pk=series.pk, version=number(request.POST.get("version")))
            try:
                made = announcing.announce_drafts(seen, now, by=by)
                return self.changed(request, series, len(made), "announced")
            except REFUSED as refused:
                messages.error(request, str(refused))
                return to(series)
        context = self.desk(request, f"Announce {series}")
        context |= {"series": series, "drafts": drafts, "recipients": recipients}
        return TemplateResponse(request, "admin/meetings/series/announce.html", context)

    def end(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a series; what becomes of its meetings to come is asked."""
        series, now, by = self.found(request, pk), timezone.now(), current_user(request)
        meetings = changing.to_come(series, now)
        form = EndForm(request.POST if request.method == "POST" else None)
        context = self.desk(request, f"End {series}") | {"series": series, "form": form, "meetings": meetings}
        if request.method != "POST" or not form.is_valid():
            context["effects"] = foreseen_cancelling(series, now)
            return self.form_page(request, "end.html", context)
        seen = Series(pk=series.pk, version=number(request.POST.get("version")))
        try:
            cancelled = ending.end(seen, form.why_cancelled(), now, by=by)
        except REFUSED as refused:
            messages.error(request, str(refused))
            return to(series)
        if cancelled:
            return self.changed(request, series, len(cancelled), "cancelled")
        messages.success(request, f"{series} has ended. Its meetings stay as they are.")
        return to(series)

    def reopen(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Let a series that has ended run again."""
        series = self.found(request, pk)
        try:
            ending.reopen(series)
        except row.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{series} runs again.")
        return to(series)

    def form_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        status = 422 if context["form"].errors else 200
        return TemplateResponse(request, f"admin/meetings/series/{template}", context, status=status)

    def confirm_page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(request, "admin/meetings/series/confirm.html", context | {"typed": typed(request)})

    def changed(self, request: HttpRequest, series: Series, count: int, what: str) -> HttpResponse:
        meetings = "1 meeting is" if count == 1 else f"{count} meetings are"
        messages.success(request, f"{meetings} {what}. You can undo this for 10 minutes, below.")
        return to(series)


def against(after: dict[int, Meeting]) -> list[str]:
    """What speaks against the new times and places, each with its day: there are several."""
    before = Meeting.objects.in_bulk(after)
    moved = [each for pk, each in after.items() if effects.differs(before[pk], each, MOVED)]
    return [
        f"{words.day(each.starts_at)}: {said}"
        for each in sorted(moved, key=lambda meeting: meeting.starts_at)
        for said in clashes.of(each.starts_at, each.ends_at, each.venue, beside=each)
    ]


def foreseen_cancelling(series: Series, now: datetime) -> effects.Effects | None:
    """What cancelling its meetings would do, for a series that has not ended."""
    return None if series.ended_at else effects.foresee(lambda: ending.end(series, "–", now, by=None), now)


def rows(meetings: list[Meeting], after: dict[int, Meeting]) -> list[dict[str, Any]]:
    """Each meeting as it is, and what becomes of it."""
    return [{"meeting": meeting, "changes": differences(meeting, after[meeting.pk])} for meeting in meetings]


def differences(before: Meeting, after: Meeting) -> list[str]:
    said = []
    if before.title != after.title:
        said.append(after.title)
    times = [words.period(each.starts_at, each.ends_at) for each in (before, after)]
    if times[0] != times[1]:
        said.append(times[1])
    if (before.venue_id, before.mode) != (after.venue_id, after.mode):
        said.append(f"{after.venue or 'Online'}: {after.get_mode_display().lower()}")
    return said or ["stays as it is"]
