"""Answering a meeting, from its page or from home."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.middleware import HtmxDetails

from .. import rsvp
from ..access import person_and_meeting
from ..forms.answer import AnswerForm
from .pages import whole


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_POST
def answer(request: HtmxRequest, slug: str) -> HttpResponse:
    """Record an answer and lead to the page of the meeting; htmx is given that page and takes what has changed."""
    (member, meeting), now = person_and_meeting(request, slug), timezone.now()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["answer"][0]))
        return redirect(meeting)
    said = form.cleaned_data["answer"]
    try:
        reply = rsvp.take(meeting, member, said, now)
    except rsvp.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, reply.in_words())
    return whole(request, *person_and_meeting(request, slug), now) if request.htmx else redirect(meeting)
