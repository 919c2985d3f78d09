"""What is said beside an answer: by when one will know, and a note to the coordinator."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from look import words

from .. import deciding, notes, rsvp
from ..access import person_and_meeting
from ..forms.further import DecideForm, NoteForm
from ..models import Meeting
from .pages import whole


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Note by when somebody who said maybe will know."""
    (member, meeting), now = person_and_meeting(request, slug), timezone.now()
    if reason := rsvp.refusal(meeting, member, now):
        return refused_answer(request, meeting, reason)
    form = DecideForm(request.POST, meeting=meeting)
    if form.is_valid():
        try:
            mine = deciding.decide_by(meeting, member, form.cleaned_data["day"], now)
        except deciding.Refused as refused:
            form.add_error("day", refused.reason.label)
        else:
            messages.success(request, f"Noted: you will know by {words.day(mine.decide_by or now)}.")
            return redirect(meeting)
    return whole(request, member, meeting, now, decide=form)


@require_POST
def note(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a note beside one's answer; an empty one takes it away."""
    (member, meeting), now = person_and_meeting(request, slug), timezone.now()
    if reason := rsvp.refusal(meeting, member, now):
        return refused_answer(request, meeting, reason)
    form = NoteForm(request.POST, meeting=meeting)
    if form.is_valid():
        try:
            mine = notes.write(meeting, member, form.cleaned_data["note"], now)
        except notes.Refused as refused:
            form.add_error("note", refused.reason.label)
        else:
            messages.success(request, "Your note is saved." if mine.note else "Your note is taken away.")
            return redirect(meeting)
    return whole(request, member, meeting, now, note=form)


def refused_answer(request: HttpRequest, meeting: Meeting, reason: rsvp.Reason) -> HttpResponse:
    """A meeting that takes no answers takes nothing beside them."""
    messages.error(request, reason.label)
    return redirect(meeting)
