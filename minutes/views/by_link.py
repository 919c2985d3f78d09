"""What a member proposes for the agenda by the link of a message, without signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from meetings.tapping import Opened
from meetings.views.tap import NOBODY, back, by_link

from .. import agenda
from ..forms.agenda import ProposeForm


@by_link
def propose(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Take a proposal; what cannot be taken stands on a page of its own, as it was sent."""
    if request.method != "POST":
        return redirect(opened.address)
    form = ProposeForm(request.POST)
    if form.is_valid():
        try:
            agenda.propose(opened.meeting, opened.member, form.cleaned_data["title"], timezone.now())
        except agenda.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return back(opened, "proposed")
    return render(request, "minutes/agenda/not_proposed.html", {"form": form, "opened": opened, **NOBODY}, status=422)
