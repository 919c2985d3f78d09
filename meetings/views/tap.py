"""The page behind the link of a message: one person's answer to one meeting, without signing in.

Looking changes nothing, sets no cookie and is kept by nobody (cal-L1, cal-L4); each form is sealed, and no script
sends it (cal-L2). `by_link` guards a view so, here and in apps above this one.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import deciding, home, notes, rsvp, tapping
from ..access import person_of
from ..forms.answer import AnswerForm
from ..forms.further import DecideForm, NewNoteForm
from ..sections import tap_sections
from ..tapping import Gone, Opened
from ..words import Door

RATES = {"tap": "60/h/key"}  # for each link; a whole hospital may have one network address, and answer at once
CHANGED = "This meeting has changed, or this page was open for a long time. Look at it again, then press once more."
STATUS = {Gone.UNKNOWN: 404, Gone.OVER: 410, Gone.ENDED: 410}
# What the page says was done, by the word in its address; apps above this one add theirs in `AppConfig.ready()`.
DONE = {
    "day": "Your day is noted.",
    "note": "Your note is saved. It is not shown here, because a message can be forwarded.",
}
# What a page shows without the person who happens to be signed in: the link says whose it is.
NOBODY = {"user": AnonymousUser()}

View = Callable[[HttpRequest, Opened], HttpResponse]


def by_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Let whoever holds the link of a message in, and take a form only with the seal of its page."""

    @never_cache
    @login_not_required
    @csrf_exempt  # a form has its own seal: a cookie would be one more thing to refuse
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        response = answered(view, request, token)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


def answered(view: View, request: HttpRequest, token: str) -> HttpResponse:
    try:
        opened = tapping.open_link(token, timezone.now())
    except tapping.Lost as lost:
        context = {"reason": lost.reason, **NOBODY}
        return render(request, "meetings/tap/gone.html", context, status=STATUS[lost.reason])
    if request.method == "POST":
        if not opened.is_sealed(request.POST.get("seal", "")):
            return page(request, opened, refused=CHANGED)
        key = f"{opened.meeting.pk}:{opened.member.pk}"
        if ratelimit.consume(request, app="meetings", action="tap", key=key, config=RATES) is None:
            return render(request, "429.html", NOBODY, status=429)
    return view(request, opened)


def page(request: HttpRequest, opened: Opened, *, refused: str = "", **mistaken: forms.BaseForm) -> HttpResponse:
    """How the person of a link stands with a meeting, and what they can say; a `mistaken` form stands as sent."""
    meeting, member, now = opened.meeting, opened.member, timezone.now()
    shown = home.panel(meeting, member, now)
    asked, done = request.GET.get("answer", ""), request.GET.get("done", "")
    context = {
        **vars(shown),
        "note": NewNoteForm(meeting=meeting) if shown.note else None,
        "form": next(iter(mistaken.values()), None),
        "opened": opened,
        "now": now,
        "ready": None if shown.refusal else tapping.ready(meeting, shown.rsvp, asked, now),
        "is_recorded": shown.rsvp and done == "answer",
        "done": DONE.get(done, ""),
        "refused": refused,
        "is_somebody_else": request.user.is_authenticated and request.user.pk != member.user_id,
        "join_link": tapping.join_link(meeting, shown.rsvp, now),
        "sections": [] if shown.refusal else tap_sections(meeting, member, now),
        **mistaken,
        **NOBODY,
    }
    status = 422 if mistaken else 409 if refused else 200
    return render(request, "meetings/tap/page.html", context, status=status)


def back(opened: Opened, done: str) -> HttpResponse:
    """To the page, which says what was done."""
    return redirect(f"{opened.address}?done={done}")


@by_link
def tap(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Show the page, or record the answer of its person."""
    if request.method != "POST":
        return page(request, opened)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page(request, opened, refused=str(form.errors["answer"][0]))
    said = form.cleaned_data["answer"]
    try:
        rsvp.take(opened.meeting, opened.member, said, timezone.now(), door=Door.LINK)
    except rsvp.Refused as refused:
        return page(request, opened, refused=str(refused))
    return back(opened, "answer")


@by_link
def decide(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Note by when somebody who said maybe will know."""
    if request.method != "POST":
        return redirect(opened.address)
    form = DecideForm(request.POST, meeting=opened.meeting)
    if not form.is_valid():
        return page(request, opened, decide=form)
    try:
        deciding.decide_by(opened.meeting, opened.member, form.cleaned_data["day"], timezone.now())
    except deciding.Refused as refused:
        return page(request, opened, refused=str(refused))
    return back(opened, "day")


@by_link
def note(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Keep a note beside the answer."""
    if request.method != "POST":
        return redirect(opened.address)
    form = NewNoteForm(request.POST, meeting=opened.meeting)
    if not form.is_valid():
        return page(request, opened, note=form)
    try:
        notes.write(opened.meeting, opened.member, form.cleaned_data["note"], timezone.now())
    except notes.Refused as refused:
        return page(request, opened, refused=str(refused))
    return back(opened, "note")


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """Say what the links in one's messages can do, and take them back."""
    member = person_of(request)
    if request.method == "POST":
        tapping.take_back(member)
        messages.success(request, "Done. No link in a message that you have had works any more; new ones will.")
        return redirect("meetings:links")
    return render(request, "meetings/tap/links.html")
