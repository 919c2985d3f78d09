"""How often somebody may try: per person and per network address, never lifted by what another person does."""

from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from . import addresses


def person(login: str) -> str:
    """Name who is being guessed at; the Host header, letter case, spaces and a second address make no difference."""
    user = addresses.owner(login)
    return f"user:{user.pk}" if user else f"address:{addresses.normal(login)}"


def spend(request: HttpRequest, action: str, refusal: ValidationError, key: str = "") -> ratelimit.RateLimitUsage:
    """Count one try. Raises the refusal when there were too many."""
    usage = ratelimit.consume(request, app="allauth.account", action=action, key=key or None)
    if usage is None:
        raise refusal
    return usage
