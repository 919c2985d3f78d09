"""One's own certificates: to read, to print, to take away, and whether the check page names their owner."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from members.access import member_of

from .. import certificate_words, certificates
from ..models import Certificate
from ..words import ATTENDANCE_ONLY

exports = logging.getLogger("meetings.exports")


@require_safe
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """Show a certificate to whom it was issued."""
    found = own(request, serial)
    context = {
        "certificate": found,
        "heading": certificate_words.HEADING,
        "facts": certificate_words.facts(found),
        "topics": certificate_words.topics(found),
        "check": certificate_words.check_address(found),
        "revoked": certificate_words.revoked(found),
        "note": ATTENDANCE_ONLY,
    }
    return render(request, "meetings/certificates/certificate.html", context)


@require_safe
def pdf(request: HttpRequest, serial: str) -> HttpResponse:
    """Hand out a certificate as a PDF, made at this moment."""
    found = own(request, serial)
    response = HttpResponse(certificate_words.as_pdf(found, timezone.now()), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.serial}.pdf"'
    exports.info("taken away: certificate as PDF, user %s", request.user.pk)
    return response


@require_POST
def name(request: HttpRequest, serial: str) -> HttpResponse:
    """Show one's name on the check page, or hide it again."""
    found = certificates.show_name(own(request, serial), "show" in request.POST, timezone.now())
    shown = "now shows your name" if found.shows_name else "does not show your name"
    messages.success(request, f"The check page of this certificate {shown}.")
    return redirect(found)


def own(request: HttpRequest, serial: str) -> Certificate:
    """One's own certificate, revoked or not; anybody else's is as if it were not there. Raises Http404."""
    member = member_of(request)
    if member is None:
        raise Http404
    mine = Certificate.objects.filter(member=member).select_related("meeting")
    return get_object_or_404(mine, serial=serial)
