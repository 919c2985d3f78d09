"""What coordinators have to do with agendas and minutes, on one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from meetings.access import NOT_YOURS, runs_meetings
from members.models import Leaving
from members.rights import person_of

from .. import actions, desk, naming
from ..models import Action, Document
from ..models.document import BY_ERASURE

MOST = 50


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """List proposals that wait, minutes that are not published, documents that name leavers, and open actions."""
    if not runs_meetings(request):
        raise PermissionDenied(NOT_YOURS)
    now, leavers = timezone.now(), naming.running()
    context = {
        "proposed": desk.undecided(now).select_related("meeting").order_by("meeting__starts_at", "proposed_at")[:MOST],
        "unpublished": desk.unpublished(now)[:MOST],
        "late_before": now - desk.LATE,
        "open_actions": Action.objects.open().count(),
        "named": [(leaver_of(each), each.erase_on, found) for each, found in naming.of_leavers(leavers)],
        "lost": Document.objects.lost().select_related("meeting").order_by("-removed_at", "-pk")[:MOST],
        "unread": naming.not_searched().select_related("meeting")[:MOST] if leavers else [],
        "ownerless": actions.needing_an_owner(timezone.localdate(now)).count(),
    }
    return render(request, "minutes/desk.html", context)


def leaver_of(leaving: Leaving) -> str:
    """Whom to look for in a document: until the day coordinators know their name."""
    assert leaving.user  # noqa: S101  only of those whose thirty days run
    return person_of(leaving.user).name or leaving.user.email


@require_POST
def make_good(request: HttpRequest, public_id: str) -> HttpResponse:
    """Nothing takes the place of a document that an erasure took away."""
    if not runs_meetings(request):
        raise PermissionDenied(NOT_YOURS)
    document = get_object_or_404(Document.objects.filter(removed_by_name=BY_ERASURE), public_id=public_id)
    naming.make_good(document, timezone.now())
    messages.success(request, f"“{document.title}” is off your list.")
    return redirect("minutes:desk")
