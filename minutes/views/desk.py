"""What coordinators have to do with agendas and minutes, on one page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.access import NOT_YOURS, runs_meetings

from .. import actions, desk
from ..models import Action

MOST = 50


@require_safe
def desk_page(request: HttpRequest) -> HttpResponse:
    """List proposals that wait, minutes that are not published, and how many actions are open."""
    if not runs_meetings(request):
        raise PermissionDenied(NOT_YOURS)
    now = timezone.now()
    context = {
        "proposed": desk.undecided(now).select_related("meeting").order_by("meeting__starts_at", "proposed_at")[:MOST],
        "unpublished": desk.unpublished(now)[:MOST],
        "late_before": now - desk.LATE,
        "open_actions": Action.objects.open().count(),
        "ownerless": actions.needing_an_owner(timezone.localdate(now)).count(),
    }
    return render(request, "minutes/desk.html", context)
