"""The door on a phone: a tap is a form, and where scripts run it is kept until it has arrived."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import current_user
from look.sent import number as whole

from .. import attendance, expected, places
from .. import door as taps_of
from ..access import AT_THE_DOOR, helped_meeting


@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the names as large buttons; without scripts each press is a form of its own."""
    meeting, now = helped_meeting(request, slug, *AT_THE_DOOR), timezone.now()
    if request.method == "POST":
        refused = taps_of.receive(meeting, read(request.POST.getlist("tap")), current_user(request), now)
        for why in sorted(set(refused.values())):
            messages.error(request, why)
        return redirect("meetings:door", slug)
    people = expected.everybody(meeting)
    context = {
        "meeting": meeting,
        "lists": taps_of.lists(people, places.offered(meeting)),
        "marked": expected.marked(meeting, people),
        "refusal": attendance.refusal(meeting, now),
        "over": now > meeting.ends_at,
    }
    return render(request, "meetings/door.html", context)


@require_POST
def taps(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the taps that an open page has kept, and answer who is there, whoever tapped them in."""
    meeting, now = helped_meeting(request, slug, *AT_THE_DOOR), timezone.now()
    name, number = request.POST.get("page", "")[:32], whole(request.POST.get("number", ""))
    page = taps_of.Page(name, number) if name and number else None
    refused = taps_of.receive(meeting, read(request.POST.getlist("tap")), current_user(request), now, page)
    here = {each.key: each.state.mode for each in expected.everybody(meeting) if each.state}
    return JsonResponse({"here": here, "refused": refused})


def read(posted: list[str]) -> list[taps_of.Tap]:
    """Read taps as "key:how:milliseconds ago"; what is none is left out."""
    found = []
    for text in posted:
        key, _, rest = text.partition(":")
        mode, _, ago = rest.partition(":")
        if key and mode in taps_of.MODES:
            found.append(taps_of.Tap(key, mode, timedelta(milliseconds=min(whole(ago), 10**9))))
    return found
