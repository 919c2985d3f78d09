"""The pages behind the links of messages, which open without signing in: one guard for all of them."""

from collections.abc import Callable
from functools import wraps

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

# From one network address first, so that whoever makes links up does not fill the table of the counters.
RATES = {"press": "300/h/ip,60/h/key"}

View = Callable[[HttpRequest, str], HttpResponse]


def link_page(view: View) -> View:
    """Open to whoever holds the link, kept by nobody; a look is never counted, and nobody presses without end.

    Wrong links need no limit of their own: their signatures have 128 bits.
    """

    @never_cache
    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        return too_many(request) if request.method == "POST" and too_often(request, token) else view(request, token)

    return guarded


def too_often(request: HttpRequest, link: str) -> bool:
    """Note a press behind a link; a mail server that lowers addresses makes no second link of it."""
    return ratelimit.consume(request, app="accounts", action="press", key=link.lower(), config=RATES) is None


def too_many(request: HttpRequest) -> HttpResponse:
    why = "To keep these pages safe we let nobody press their buttons too often."
    return render(request, "429.html", {"why": why, "wait": "an hour"}, status=429)
