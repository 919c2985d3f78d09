"""My CPD: one's own statement as a page, a PDF and a CSV, and one's own reflections. Nobody else has a way here."""

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from look import spreadsheet
from members.models import Member

from ..access import own_record
from ..cpd import reflecting, statement, taken_away, timeline
from ..forms.cpd import PeriodForm, ReflectionForm
from ..words import ATTENDANCE_ONLY

exports = logging.getLogger("meetings.exports")


@require_safe
def cpd(request: HttpRequest) -> HttpResponse:
    """Show what one attended in a period, with its totals, its months and its gaps."""
    member, today = own_record(request), timezone.localdate()
    form = asked(request, member)
    found = statement.of(member, form.chosen(), today)
    context = {
        "statement": found,
        "totals": taken_away.totals(found),
        "form": form,
        "wide": timeline.draw(found.entries, found.period, timeline.WIDE),
        "narrow": timeline.draw(found.entries, found.period, timeline.NARROW),
        "choice": request.GET.items() if form.is_valid() else [],
        "without_entry": statement.without_entry(member),
        "note": ATTENDANCE_ONLY,
    }
    return render(request, "meetings/cpd/cpd.html", context, status=422 if form.errors else 200)


@require_safe
def take_away(request: HttpRequest) -> HttpResponse:
    """Hand out the statement as a CSV or a PDF; reflections only if their owner ticks them."""
    member, now = own_record(request), timezone.now()
    form, today = asked(request, member), timezone.localdate(now)
    if form.errors:
        return redirect("meetings:cpd")
    found, reflections = statement.of(member, form.chosen(), today), "reflections" in request.GET
    kind = "csv" if request.GET.get("as") == "csv" else "pdf"
    response = HttpResponse(
        taken_away.as_csv(found, reflections=reflections)
        if kind == "csv"
        else taken_away.as_pdf(member, found, now, today, reflections=reflections),
        content_type=spreadsheet.CONTENT_TYPE if kind == "csv" else "application/pdf",
    )
    file = f"cpd-{found.period.start}-to-{found.period.end}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    exports.info("taken away: own statement of CPD as %s, user %s", kind.upper(), request.user.pk)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def reflection(request: HttpRequest, slug: str) -> HttpResponse:
    """Write for oneself about a meeting that one attended."""
    member = own_record(request)
    meeting = get_object_or_404(reflecting.open_to(member), slug=slug)
    said = statement.reflections(member).get(meeting.pk, "")
    form = ReflectionForm(request.POST if request.method == "POST" else None, initial={"text": said})
    if not form.is_valid():
        context = {"meeting": meeting, "form": form}
        return render(request, "meetings/cpd/reflection.html", context, status=422 if form.is_bound else 200)
    kept = reflecting.reflect(member, meeting, form.cleaned_data["text"], timezone.now())
    messages.success(request, "Your reflection is saved." if kept else "Your reflection is taken away.")
    return redirect("meetings:cpd")


def asked(request: HttpRequest, member: Member) -> PeriodForm:
    """The period that was asked for; without one, this calendar year."""
    today = timezone.localdate()
    years = statement.years(member, today)
    return PeriodForm(
        request.GET if "period" in request.GET else None, years=years, today=today, initial={"period": str(today.year)}
    )
