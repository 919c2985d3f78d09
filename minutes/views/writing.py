"""Writing the minutes: one form for everything, and the same address for the text alone while somebody types."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.access import current_user
from look import words
from meetings.access import helped_meeting, may_help
from meetings.models import Meeting
from members.models import Member

from .. import agenda, comparing, recording, writing
from ..access import APPROVING, WRITING
from ..forms.writing import TextForm, WriteForm
from ..models import Minutes

OFFERED = 300


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the minutes to write; a POST saves them, with the decisions and actions beside them."""
    meeting, now = helped_meeting(request, slug, *WRITING), timezone.now()
    if request.method == "POST" and request.headers.get("Accept") == "application/json":
        return as_typed(request, meeting, now)
    minutes = writing.current(meeting)
    data = request.POST if request.method == "POST" else None
    form = WriteForm(data, minutes=minutes, begun=meeting.starts_at <= now, on=timezone.localdate(now))
    if not form.is_valid():
        return page(request, form, minutes)
    try:
        saved = writing.keep(
            meeting, form.cleaned_data["text"], form.cleaned_data["version"], current_user(request), now
        )
    except writing.Conflict as conflict:
        return conflict_page(request, meeting, conflict)
    record(form, request, now)
    if form.errors:
        return page(request, form, saved)
    messages.success(request, f"Saved {words.time(now)}.")
    return redirect("minutes:write", meeting.slug)


def as_typed(request: HttpRequest, meeting: Meeting, now: datetime) -> JsonResponse:
    """Save the text alone and say so in a few words; what is refused stays in the editor with its reason."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"says": f"Not saved. {next(iter(form.errors.values()))[0]}"}, status=422)
    try:
        minutes = writing.keep(
            meeting, form.cleaned_data["text"], form.cleaned_data["version"], current_user(request), now
        )
    except writing.Conflict as conflict:
        when = words.time(conflict.theirs.changed_at)
        says = f"Not saved: {conflict.theirs.changed_by_name} saved another text at {when}."
        return JsonResponse({"says": f"{says} Press Save to see both; nothing of yours is lost."}, status=409)
    return JsonResponse({"says": f"Saved {words.time(now)}", "version": minutes.version})


def record(form: WriteForm, request: HttpRequest, now: datetime) -> None:
    """Write down what was typed beside the text; what somebody else changed meanwhile becomes an error at its line."""
    meeting, by, said = form.meeting, current_user(request), form.cleaned_data
    for decision in form.decisions:
        name = f"decision_{decision.pk}"
        try:
            recording.decide_otherwise(decision, said[name], said[f"{name}_was"])
        except recording.Changed as changed:
            form.add_error(name, str(changed))
    for action in form.actions:
        name = f"action_{action.pk}"
        try:
            recording.promise_otherwise(action, form.promise(f"_{action.pk}"), said[f"{name}_was"], now)
        except recording.Changed as changed:
            form.add_error(name, str(changed))
    if said["decision"]:
        recording.decide(meeting, said["decision"], by, now)
    if said["action"]:
        recording.promise(meeting, form.promise(), by, now)
    for item, reached in form.marked().items():
        agenda.mark(item, now, reached=reached)


def page(request: HttpRequest, form: WriteForm, minutes: Minutes) -> HttpResponse:
    meeting = form.meeting
    by_name = Member.objects.eligible(form.on).filter(attendance__meeting=meeting) | Member.objects.eligible(
        form.on
    ).filter(rsvps__meeting=meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "minutes": minutes,
        "decisions": [form[f"decision_{row.pk}"] for row in form.decisions],
        "actions": [(form[f"action_{row.pk}"], form[f"owner_{row.pk}"], form[f"due_{row.pk}"]) for row in form.actions],
        "published": minutes.versions.standing().first() if minutes.pk else None,
        "may_approve": may_help(request, meeting, *APPROVING),
        "names": by_name.distinct().order_by("name").values_list("name", flat=True)[:OFFERED],
    }
    return render(request, "minutes/writing/write.html", context, status=422 if form.errors else 200)


def conflict_page(request: HttpRequest, meeting: Meeting, conflict: writing.Conflict) -> HttpResponse:
    """Show both texts with what differs, and one text with all of both, to be saved with one press."""
    theirs = conflict.theirs
    context = {
        "meeting": meeting,
        "theirs": theirs,
        "yours": conflict.yours,
        "parts": comparing.parts(theirs.text, conflict.yours),
        "form": TextForm(initial={"text": comparing.merged(theirs.text, conflict.yours), "version": theirs.version}),
        "typed": [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in ("csrfmiddlewaretoken", "text", "version")
        ],
    }
    return render(request, "minutes/writing/conflict.html", context, status=409)
