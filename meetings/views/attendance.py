"""Attendance after the meeting: the sheet to sign, typed back in one pass, the list closed and opened again."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import current_user
from look.sent import number
from members import exports

from .. import attendance, desk, expected
from ..access import AT_THE_DOOR, helped_meeting, may_help
from ..desk import Page
from ..forms import attendance as sheet_form
from ..models import Meeting
from ..sheet import sheet_of
from ..words import Duty

read_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the sign-in sheet, for paper; that a list of people leaves is written down."""
    meeting = helped_meeting(request, slug, *AT_THE_DOOR)
    address = settings.PUBLIC_ADDRESS.rstrip("/") + reverse("meetings:door", args=[slug])
    found = sheet_of(meeting, address)
    if exports.leaves(request):
        exports.record(current_user(request), f"Sign-in sheet: {meeting}", len(found.lines), timezone.now())
    return render(request, "meetings/sheet.html", {"meeting": meeting, "sheet": found})


@read_or_post
def typed_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everybody expected, each with a choice; a POST saves what differs, or looks for somebody by name."""
    meeting, now = helped_meeting(request, slug, *AT_THE_DOOR), timezone.now()
    if request.method == "POST" and attendance.refusal(meeting, now):
        return too_late(request, meeting)
    if request.method == "POST":
        return find(request, meeting) if "find" in request.POST else save(request, meeting)
    people = expected.everybody(meeting)
    rows = [sheet_form.as_it_stands(meeting, each) for each in people]
    return page(request, meeting, rows)


def page(
    request: HttpRequest, meeting: Meeting, rows: list[sheet_form.Row], status: int = 200, **further: object
) -> HttpResponse:
    now = timezone.now()
    typed = {row.key: row for row in rows if row.key in sheet_form.NEWCOMERS}
    context = {
        "meeting": meeting,
        "groups": sheet_form.groups(rows),
        "newcomers": [typed.get(key) or sheet_form.blank(meeting, key) for key in sheet_form.NEWCOMERS],
        "how": sheet_form.HOW.items(),
        "length": attendance.length(meeting),
        "there": sum(row.how != sheet_form.NOT_THERE for row in rows if row.key not in typed),
        "seen": attendance.change_number(meeting),
        "refusal": attendance.refusal(meeting, now),
        "may_close": attendance.refusal_to_close(meeting, now) is None and may_help(request, meeting, Duty.COORDINATOR),
        "may_reopen": bool(meeting.closed_at) and may_help(request, meeting, Duty.COORDINATOR),
        "next": next_pages(request, meeting, now),
        "wrong": [row for row in rows if row.error or row.note],
        **further,
    }
    return render(request, "meetings/attendance.html", context, status=status)


def next_pages(request: HttpRequest, meeting: Meeting, now: datetime) -> list[Page]:
    """What a coordinator goes on with once the list is closed."""
    if not meeting.closed_at or not may_help(request, meeting, Duty.COORDINATOR):
        return []
    return [found for found in desk.pages(meeting, now) if found.is_next]


def typed_rows(request: HttpRequest, meeting: Meeting) -> tuple[list[sheet_form.Row], dict[str, expected.Expected]]:
    """The lines of the page as they were typed, and the people behind them."""
    keys = [name.removeprefix("how-") for name in request.POST if name.startswith("how-")]
    people = expected.by_key(meeting, keys, timezone.now())
    rows = [sheet_form.as_it_stands(meeting, people[key]) for key in keys if key in people]
    rows += [sheet_form.blank(meeting, key) for key in sheet_form.NEWCOMERS if f"name-{key}" in request.POST]
    return [sheet_form.typed(row, request.POST.dict()) for row in rows], people  # type: ignore[arg-type]


def find(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Put people with this name on the page; nothing is saved, and nothing that was typed is lost."""
    rows, _ = typed_rows(request, meeting)
    asked = request.POST.get("name", "")
    found = expected.find(meeting, asked, timezone.now(), [row.key for row in rows])
    rows += [sheet_form.as_it_stands(meeting, each) for each in found]
    answer = f"{len(found)} found, on the list below." if found else "Nobody else who may take part has this name."
    return page(request, meeting, rows, asked=asked, answer=answer, seen=number(request.POST.get("seen")))


def save(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows, people = typed_rows(request, meeting)
    lines = sheet_form.lines(rows, people)
    seen, by = number(request.POST.get("seen")), current_user(request)
    try:
        written = attendance.write_down(meeting, lines, seen, by, timezone.now())
    except attendance.Refused:
        return too_late(request, helped_meeting(request, meeting.slug, *AT_THE_DOOR))
    for row in rows:
        row.error = row.error or written.wrong.get(row.key, "")
    notes = {conflict.line.key: sheet_form.note_of(conflict) for conflict in written.conflicts}
    if notes or any(row.error for row in rows):
        return again(request, meeting, rows, notes, written)
    messages.success(request, saved_in_words(written))
    return redirect("meetings:attendance", meeting.slug)


def too_late(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Give back what was typed into a list that takes no more; where it differs from the list nothing of it is lost."""
    typed, _ = typed_rows(request, meeting)
    rows = [sheet_form.as_it_stands(meeting, each) for each in expected.everybody(meeting)]
    return page(request, meeting, rows, 409, unsaved=sheet_form.differing(typed, rows))


def again(
    request: HttpRequest,
    meeting: Meeting,
    rows: list[sheet_form.Row],
    notes: dict[str, str],
    written: attendance.Written,
) -> HttpResponse:
    """The page with what could not be saved as it was typed, and the rest as the list says now."""
    kept = {row.key: row for row in rows if row.error or row.key in notes}
    for key, note in notes.items():
        kept[key].note = note
    people = {each.key: each for each in expected.everybody(meeting)}
    now_there = [kept.get(key) or sheet_form.as_it_stands(meeting, each) for key, each in people.items()]
    others = [row for key, row in kept.items() if key not in people]
    status = 409 if notes else 422
    return page(request, meeting, now_there + others, status, saved=saved_in_words(written))


def saved_in_words(written: attendance.Written) -> str:
    """Say how much was saved, and what others wrote down while somebody typed."""
    said = f"Saved: {written.changed} {'line' if written.changed == 1 else 'lines'} changed."
    if not written.by_others:
        return said
    last = {str(each.member or each.name): each for each in written.by_others}
    names = "; ".join(f"{name}: {expected.in_words(expected.state_of(each))}" for name, each in last.items())
    return f"{said} Meanwhile others wrote down: {names}."


@read_or_post
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what closing does, with how many certificates and messages; a POST closes the list."""
    meeting, now, by = helped_meeting(request, slug, Duty.COORDINATOR), timezone.now(), current_user(request)
    if request.method == "POST":
        try:
            count = attendance.close(meeting, now, by, seen=number(request.POST.get("seen")))
        except attendance.Refused as refused:
            messages.error(request, str(refused))
            return redirect("meetings:close", slug)
        messages.success(request, f"The attendance is closed. {in_numbers(count, 'certificate')} issued.")
        return redirect("meetings:attendance", slug)
    context: dict[str, object] = {"meeting": meeting, "seen": attendance.change_number(meeting)}
    context["people"] = [each for each in expected.everybody(meeting) if each.state]
    if reason := attendance.refusal_to_close(meeting, now):
        context["refusal"] = reason
    else:
        context["effects"] = attendance.foresee(meeting, now, by)
    return render(request, "meetings/close.html", context)


@read_or_post
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a closed list again, to put a mistake right."""
    meeting, now = helped_meeting(request, slug, Duty.COORDINATOR), timezone.now()
    if request.method == "POST":
        try:
            attendance.reopen(meeting, now, current_user(request))
        except attendance.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The attendance is open again. Close it once the mistake is put right.")
        return redirect("meetings:attendance", slug)
    return render(
        request, "meetings/reopen.html", {"meeting": meeting, "refusal": attendance.refusal_to_reopen(meeting)}
    )


def in_numbers(count: int, what: str) -> str:
    return f"{count or 'No'} {what}{'' if count == 1 else 's'}"
