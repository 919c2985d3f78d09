"""What one has promised, done with one press, here or from home."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user
from members.access import current_member

from .. import actions
from ..models import Action


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List one's own actions: to do, soonest first, and those done within a day."""
    member, now = current_member(request), timezone.now()
    open_ones, done = actions.mine(member, now)
    context = {"actions": open_ones, "done": done, "today": timezone.localdate(now), "back": ""}
    return render(request, "minutes/actions/mine.html", context)


@require_POST
def change(request: HttpRequest, public_id: str, deed: str) -> HttpResponse:
    """Say that one's own action is done, or that it is not after all."""
    member = current_member(request)
    found = get_object_or_404(Action, public_id=public_id, owner=member)
    if deed not in ("done", "again"):
        raise Http404
    try:
        if deed == "done":
            actions.finish(found, current_user(request), timezone.now())
        else:
            actions.not_done(found)
    except actions.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, "Done, thank you." if deed == "done" else "Back on your list.")
    return redirect("home" if request.POST.get("back") == "home" else "minutes:actions")
