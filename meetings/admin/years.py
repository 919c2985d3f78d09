"""A year on the desk: seen whole before it is made, and made only as it was seen."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.access import current_user
from look.sent import number
from members.admin.read_only import Changed

from .. import plans
from ..forms.series import SeriesForm
from ..forms.year import Year
from ..local_time import LONDON
from ..models import Meeting, Series
from ..series import announcing, making, rhythm, suggesting

CHANGED = "This is the year with your changes. Nothing is saved yet: look at it, then press the button again."


class YearPages(Changed):
    """The pages on which a year is planned."""

    def get_urls(self) -> list[URLPattern]:
        next_year = self.admin_site.admin_view(self.next_year)
        return [path("<int:pk>/next-year/", next_year, name="meetings_series_next_year"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Plan a year: five fields, and all that follows from them, before anything is saved."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        now = timezone.now()
        suggested, data = suggesting.suggested(now), request.POST if request.method == "POST" else None
        form = SeriesForm(data, series=suggested, today=now.astimezone(LONDON).date())
        if data is not None and not form.is_valid():
            return self.year_page(request, None, form)
        series = suggested if data is None else form.series()
        return self.year(request, Year(series, request.POST, now), now, form)

    def next_year(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Plan the year after the last meeting of a series."""
        series, now = self.found(request, pk), timezone.now()
        series.version = number(request.POST.get("version")) or series.version
        return self.year(request, Year(series, request.POST, now), now, None)

    def year(self, request: HttpRequest, year: Year, now: datetime, form: SeriesForm | None) -> HttpResponse:
        """Show a year, or make it when it is the one that was shown before."""
        announce = "announce" in request.POST
        if not (announce or "make" in request.POST):
            return self.year_page(request, year, form)
        seen = year.seal(announcing.recipients(now).count())
        if not year.is_valid or request.POST.get("seen") != seen:
            return self.year_page(request, year, form, CHANGED if year.is_valid else "")
        verb = making.go_on if year.series.pk else making.begin
        try:
            made = verb(year.series, year.chosen(), now, by=current_user(request), announce=announce)
        except (making.Refused, plans.Refused) as refused:
            return self.year_page(request, year, form, str(refused))
        messages.success(request, outcome(made, announce))
        return to(year.series)

    def year_page(
        self, request: HttpRequest, year: Year | None, form: SeriesForm | None, note: str = ""
    ) -> HttpResponse:
        recipients = announcing.recipients(timezone.now()).count()
        context = self.desk(
            request, "Plan a year of meetings" if form else f"Plan the next year: {year and year.series}"
        )
        context |= {"form": form, "year": year, "note": note, "recipients": recipients}
        if year:
            context |= {"seen": year.seal(recipients), "series": year.series, **drawn(year)}
            context |= {"rhythm": rhythm.in_words(year.series), "which": rhythm.which(year.series)}
        context["wrong"] = bool(form and form.errors) or bool(year and not year.is_valid) or bool(note)
        status = 422 if context["wrong"] else 200
        return TemplateResponse(request, "admin/meetings/series/year.html", context, status=status)

    def found(self, request: HttpRequest, pk: int | str) -> Series:
        """The series, for someone who may change it. Raises PermissionDenied and Http404."""
        series = self.get_object(request, str(pk))
        if series is None:
            raise Http404
        if not self.has_change_permission(request, series):
            raise PermissionDenied
        return series

    def desk(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "subtitle": None, "opts": self.opts}


def drawn(year: Year) -> dict[str, Any]:
    """What the drawing needs: the days of meetings, those left out, and where it begins."""
    meetings = [each.starts_at.astimezone(LONDON).date() for each in year.held if each.starts_at]
    left_out = [each.date for each in year.dates if not each.starts_at]
    return {"meetings": meetings, "left_out": left_out, "first": min([*meetings, *left_out], default=None)}


def outcome(made: list[Meeting], announced: bool) -> str:
    if not made:
        return "Nothing is new: these meetings are there already."
    number = "1 meeting is" if len(made) == 1 else f"{len(made)} meetings are"
    return f"{number} made and announced." if announced else f"{number} made as drafts. Only coordinators see them."


def to(series: Series) -> HttpResponse:
    return to_series(series.pk)


def to_series(pk: int) -> HttpResponse:
    """To the page of a series, or to the list once it has been undone."""
    if Series.objects.filter(pk=pk).exists():
        return HttpResponseRedirect(reverse("admin:meetings_series_change", args=[pk]))
    return HttpResponseRedirect(reverse("admin:meetings_series_changelist"))


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, to be sent again once it is confirmed."""
    return [
        (name, str(value))
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "confirmed", "back")
    ]
