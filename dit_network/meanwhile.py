"""Two at the same moment: what was there when a page looked for it is gone, or made already, when its deed begins."""

import logging
from collections.abc import Callable
from functools import partial

from django.contrib.auth import get_user, logout
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

logger = logging.getLogger("dit_network.refusals")

# What PostgreSQL says to one of two that wait for each other (its manual, appendix A).
CROSSED = ("40001", "40P01")


class AskAgain:
    """Middleware: a page that somebody else came before is asked once more, and finds what there is now.

    A deed happens whole or not at all, so nothing was done the first time. Whatever goes wrong again is a mistake of
    ours, and answered as one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not came_before(exception) or request.resolver_match is None:
            return None
        page = request.resolver_match
        logger.info("asked again", extra={"route": page.route, "error": type(exception).__name__})
        was_signed_in = request.user.is_authenticated
        forget(request)
        if was_signed_in and not request.user.is_authenticated:  # erased this moment
            logout(request)
            return redirect("account_login")
        answer: HttpResponse = page.func(request, *page.args, **page.kwargs)
        # A page of the desk is written after its view; if that is what failed, Django does not write this one.
        return answer.render() if hasattr(answer, "render") else answer


def came_before(exception: Exception) -> bool:
    """Whether somebody else's deed can be why: it erased, or made, or waited for, the same."""
    if isinstance(exception, OperationalError):
        return getattr(exception.__cause__, "pgcode", "") in CROSSED
    is_gone = type(exception) is DatabaseError  # a row to be saved is not there any more
    return is_gone or isinstance(exception, ObjectDoesNotExist | IntegrityError)


def forget(request: HttpRequest) -> None:
    """Read anew who is asking, and their row."""
    if hasattr(request, "_cached_user"):
        del request._cached_user
    request.user = SimpleLazyObject(partial(get_user, request))  # type: ignore[assignment]
