"""Approving the minutes: read as members will, with what will happen; published, and within ten minutes taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from look import words
from meetings.access import helped_meeting
from meetings.undoing import HOLD

from .. import carrying, publishing, writing
from ..access import APPROVING
from ..words import ItemState


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what members would read and what would happen; a POST approves and publishes it."""
    meeting, now = helped_meeting(request, slug, *APPROVING), timezone.now()
    if request.method == "POST":
        try:
            version = publishing.publish(meeting, request.POST.get("seen", ""), current_user(request), now)
        except publishing.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            until = words.time(version.published_at + HOLD)
            messages.success(request, f"Published. The messages leave at {until}; until then you can take it back.")
        return redirect("minutes:publish", meeting.slug)
    minutes = writing.current(meeting)
    latest = minutes.versions.standing().first() if minutes.pk else None
    text, decisions, actions = publishing.contents(minutes)
    context = {
        "meeting": meeting,
        "text": text,
        "decisions": decisions,
        "actions": actions,
        "refusal": publishing.refusal(meeting, minutes, now),
        "seen": publishing.wording(minutes),
        "number": publishing.concerned(meeting, now).count(),
        "latest": latest,
        "until": latest.published_at + HOLD if latest and now < latest.published_at + HOLD else None,
        "left": meeting.agenda.filter(state=ItemState.ACCEPTED).order_by("position", "pk"),
        "next_meeting": carrying.next_meeting(now),
    }
    return render(request, "minutes/writing/publish.html", context)


@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what was published a moment ago."""
    meeting = helped_meeting(request, slug, *APPROVING)
    try:
        publishing.take_back(meeting, timezone.now())
        messages.success(request, "Taken back. No message has left.")
    except publishing.Refused as refused:
        messages.error(request, refused.reason.label)
    return redirect("minutes:publish", meeting.slug)
