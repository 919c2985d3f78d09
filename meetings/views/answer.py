"""Answering a meeting, from its page or from home."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from members.access import current_member

from .. import rsvp
from ..forms.answer import AnswerForm
from ..home import panel
from ..models import Meeting


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_POST
def answer(request: HtmxRequest, slug: str) -> HttpResponse:
    """Record an answer; htmx gets the panel alone, a plain form goes back to the page of the meeting."""
    member, now = current_member(request), timezone.now()
    meeting = get_object_or_404(Meeting.objects.visible_to(member), slug=slug)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["answer"][0]))
        return redirect(meeting)
    said = form.cleaned_data["answer"]
    try:
        reply = rsvp.answer(meeting, member, said.choice, now, meanwhile=said.meanwhile)
    except rsvp.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, reply.in_words())
    if not request.htmx:
        return redirect(meeting)
    meeting.refresh_from_db()
    return render(request, "meetings/answer_panel.html", vars(panel(meeting, member, now)))
