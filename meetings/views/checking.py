"""Whoever is shown a certificate checks it by its serial: title, date, minutes, and the name if its owner wants it."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from .. import certificate_words, certificates
from ..forms.checking import SerialForm

RATES = {"certificate": "60/h/ip"}
TOO_MANY = "Many serials were checked from your network in the last hour. Wait an hour, then try again."
PAGE = "meetings/certificates/check.html"


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a serial, and lead to its page."""
    form = SerialForm(request.GET if "serial" in request.GET else None)
    if form.is_valid():
        return redirect("certificate_checked", serial=form.cleaned_data["serial"])
    return unlisted(render(request, PAGE, {"form": form}, status=422 if form.is_bound else 200))


@login_not_required
@require_safe
def checked(request: HttpRequest, serial: str) -> HttpResponse:
    """Say whether a certificate is valid, revoked, or unknown, and no more than its owner agreed to."""
    form = SerialForm({"serial": serial})
    if not form.is_valid():
        return unlisted(render(request, PAGE, {"form": form}, status=404))
    if ratelimit.consume(request, app="meetings", action="certificate", config=RATES, limit_get=True) is None:
        form.add_error(None, TOO_MANY)
        return unlisted(render(request, PAGE, {"form": form}, status=429))
    found = certificates.find(serial)
    context = {
        "certificate": found,
        "verdict": certificate_words.verdict(found),
        "revoked": certificate_words.revoked(found) if found else "",
        "serial": form.cleaned_data["serial"],
        "form": SerialForm(),
    }
    return unlisted(render(request, "meetings/certificates/checked.html", context, status=200 if found else 404))


def unlisted(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and nobody keeps what may be revoked tomorrow."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
