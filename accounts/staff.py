"""The door of the admin: coordinators only, and only after a second factor."""

import logging
from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from . import confirming
from .access import current_user
from .factors import has_second_factor

logger = logging.getLogger("accounts")


class Refusal(models.TextChoices):
    NOT_STAFF = "not staff", "These pages are for the network's coordinators."
    NO_FACTOR = "no factor", "Coordinators set up a second step before these pages open."
    NOT_SHOWN = "not shown", "Use your second step to open these pages."


def refusal(request: HttpRequest) -> Refusal | None:
    """Say why the admin stays shut for this session, or None if it opens. A demonstration asks no second factor."""
    user = current_user(request)
    if not user.is_staff:
        return Refusal.NOT_STAFF
    if settings.DEMO:
        return None
    if not has_second_factor(user):
        return Refusal.NO_FACTOR
    shown = any(record["method"] == "mfa" for record in get_authentication_records(request, user))
    return None if shown else Refusal.NOT_SHOWN


class GuardAdmin:
    """Middleware: every address of the admin has the same door, whether or not its view remembered to ask."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if request.resolver_match is None or "admin" not in request.resolver_match.app_names:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(wanted(request))
        if reason := refusal(request):
            return turn_away(request, reason)
        if not all(map(is_key, keys_in(request))) or "" in (
            request.GET.get("_to_field"),
            request.POST.get("_to_field"),
        ):
            raise Http404
        return None


def keys_in(request: HttpRequest) -> list[str]:
    """The rows that an address of the admin or a form of a list names; all of them have numbers."""
    places = request.resolver_match
    named = [*places.args, places.kwargs.get("object_id", 0)] if places else []
    return [str(each) for each in [*named, *request.POST.getlist("_selected_action")]]


def is_key(text: str) -> bool:
    """Whether this can be the number of a row, which databases hold up to a size."""
    return text.isascii() and text.isdigit() and len(text) < 19


def turn_away(request: HttpRequest, reason: Refusal) -> HttpResponse:
    """Explain the shut door, or lead to what opens it."""
    logger.warning("admin refused: user %s, %s", request.user.pk, reason.value)
    if reason == Refusal.NOT_STAFF:
        return render(request, "accounts/not_staff.html", {"reason": reason}, status=403)
    if reason == Refusal.NO_FACTOR:
        return redirect("account_second_factor")
    return confirming.ask(request, then=wanted(request), ways="mfa")


def wanted(request: HttpRequest) -> str:
    """Name the page to open afterwards: the admin's own sign-in page passes on the one that led to it."""
    index = reverse("admin:index")
    if request.path == reverse("admin:login"):
        return get_next_redirect_url(request) or index
    return request.get_full_path() if request.method == "GET" else index
