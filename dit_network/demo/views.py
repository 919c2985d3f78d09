"""Sign in as anybody with one click, and read the mail of everybody: public, because nobody here is real."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from . import calendars
from . import mail as kept_mail
from .people import ROLES

# Nothing of a message may run, be fetched or be sent; it may look as its writer meant it to.
SANDBOX = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "frame-ancestors": [NONE], "sandbox": [True]}
LETTERS_ON_A_PAGE = 50


@require_safe
@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    """The people of the demonstration, each with what there is to try."""
    return render(request, "demo/people.html", {"roles": ROLES.values()})


@require_POST
@login_not_required
def sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """Become one of them; the visitor is nobody."""
    if role not in ROLES:
        raise Http404
    chosen = ROLES[role]
    if not chosen.email:
        logout(request)
    else:
        user = get_object_or_404(get_user_model(), email=chosen.email)
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(request, f"You are signed in as {chosen.name}.")
    return redirect("home")


@require_safe
@login_not_required
def mail(request: HttpRequest) -> HttpResponse:
    """All mail that did not leave, newest first."""
    page = Paginator(kept_mail.names(), LETTERS_ON_A_PAGE).get_page(request.GET.get("page"))
    letters = [letter for name in page if (letter := kept_mail.read(name))]
    return render(request, "demo/mail.html", {"page": page, "letters": letters})


@require_safe
@login_not_required
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    """One message in plain text, and what a calendar program would take from it."""
    letter = letter_or_404(name)
    entry = calendars.read(letter.calendar) if letter.calendar else None
    return render(request, "demo/mail_message.html", {"letter": letter, "entry": entry})


@require_POST
@login_not_required
def calendar_answer(request: HttpRequest, name: str, partstat: str) -> HttpResponse:
    """Press a button of the calendar program: its answer goes the way that every calendar's answer goes."""
    letter = letter_or_404(name)
    entry = calendars.read(letter.calendar) if letter.calendar else None
    if entry is None or partstat.upper() not in entry.answers:
        raise Http404
    taken = calendars.answer(entry, partstat.upper(), timezone.now())
    messages.info(request, f"The answer of the calendar arrived: {taken.get_outcome_display()}. {taken.why}".strip())
    return redirect("demo_mail_message", name)


@require_safe
@login_not_required
@csp(SANDBOX)  # type: ignore[arg-type]  # django-csp declares views without arguments
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of one message, as a mail program would show it."""
    return HttpResponse(letter_or_404(name).html)


def letter_or_404(name: str) -> kept_mail.Letter:
    letter = kept_mail.read(name)
    if letter is None:
        raise Http404
    return letter
