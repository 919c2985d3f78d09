"""When a session ends: after a time without a visit, and at the latest some time after signing in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import logout
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .access import current_user
from .models import User

SIGNED_IN_AT, SEEN_AT = "accounts_signed_in_at", "accounts_seen_at"


@dataclass(frozen=True)
class Length:
    idle: timedelta
    absolute: timedelta

    def __str__(self) -> str:
        return f"{spell(self.idle)} without a visit, and at the latest {spell(self.absolute)} after you signed in"

    @property
    def step(self) -> timedelta:
        """How old the last noted visit may grow, so that not every page writes the session."""
        return self.idle / 20


def spell(time: timedelta) -> str:
    """Say whole days, or hours below a day."""
    return f"{time.days} days" if time.days else f"{time.seconds // 3600} hours"


MEMBER = Length(idle=timedelta(days=14), absolute=timedelta(days=30))
STAFF = Length(idle=timedelta(hours=2), absolute=timedelta(hours=12))


class Ended(models.TextChoices):
    IDLE = "idle", "You were signed out because you had not been here for a while. Sign in again to go on."
    ABSOLUTE = "absolute", "You were signed out because it is some time since you signed in. Sign in again to go on."


def length_for(user: User) -> Length:
    """Coordinators see other people's particulars, so theirs end sooner."""
    return STAFF if user.is_staff else MEMBER


def why_ended(signed_in_at: datetime, seen_at: datetime, length: Length, now: datetime) -> Ended | None:
    """Say why a session is over, or None if it is not."""
    if now - signed_in_at >= length.absolute:
        return Ended.ABSOLUTE
    return Ended.IDLE if now - seen_at >= length.idle else None


def end_in_time(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: end on the server what is over, then go on as a visitor."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            visit(request, timezone.now())
        response = get_response(request)
        if request.user.is_authenticated:
            begin(request, timezone.now())  # by whichever door this request came in
        return response

    return middleware


def begin(request: HttpRequest, now: datetime) -> None:
    """Note when somebody signed in, once for each session."""
    for key in (SIGNED_IN_AT, SEEN_AT):
        request.session.setdefault(key, now.isoformat())


def visit(request: HttpRequest, now: datetime) -> None:
    """Note the visit, or sign the person out and say why."""
    length = length_for(current_user(request))
    begin(request, now)
    signed_in_at, seen_at = (datetime.fromisoformat(request.session[key]) for key in (SIGNED_IN_AT, SEEN_AT))
    if reason := why_ended(signed_in_at, seen_at, length, now):
        logout(request)
        messages.info(request, reason.label)
    elif now - seen_at >= length.step:
        request.session[SEEN_AT] = now.isoformat()
