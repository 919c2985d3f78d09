"""A date poll as members see it: which dates suit them, and how it stands in numbers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import current_member

from .. import poll_results, polls
from ..forms.polls import DatesForm
from ..models import Poll


@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer for each date in one form, as often as one likes until the poll is closed."""
    member, now = current_member(request), timezone.now()
    found = get_object_or_404(Poll.objects.visible_to(member).select_related("venue", "meeting"), public_id=public_id)
    said = dict(polls.mine(found, member).values_list("date", "answer"))
    form = DatesForm(request.POST if request.method == "POST" else None, dates=list(found.dates.all()), said=said)
    if request.method == "POST" and form.is_valid():
        try:
            polls.answer(found, member, form.said(), now)
        except polls.Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            messages.success(request, saved(len(form.dates) - len({**said, **form.said()})))
        return redirect(found)
    context = {"poll": found, "form": form, "answered": bool(said), "results": poll_results.results(found, now)}
    return render(request, "meetings/polls/poll.html", context, status=422 if form.errors else 200)


def saved(left_open: int) -> str:
    """Say that it is saved, and for how many dates nothing was said."""
    if not left_open:
        return "Saved. You can change your answers until the poll is closed."
    return f"Saved. You have said nothing yet for {left_open} date{'' if left_open == 1 else 's'}."
