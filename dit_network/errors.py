"""What people see when something cannot be done: each page says why, and what to do instead."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from members.access import NotEligible

logger = logging.getLogger("dit_network.refusals")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Give the reason that the refusal carries; without one the page says that it is not for this person.

    How to join is said to those alone whom it is about: whoever takes part already is not sent there.
    """
    route = request.resolver_match.route if request.resolver_match else ""
    logger.warning("refused: user %s", getattr(request, "user", None) and request.user.pk, extra={"route": route})
    context = {"reason": str(exception), "about_joining": isinstance(exception, NotEligible)}
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Never say what was looked for: a page that one may not know of answers as one that is not there."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Ask nothing of the database, the request or the context processors: one of them may be what failed."""
    name = {"network_name": settings.NETWORK_NAME}
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return HttpResponse(render_to_string("503.html", name), status=503, headers={"Retry-After": "60"})
    return HttpResponseServerError(render_to_string("500.html", name))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
