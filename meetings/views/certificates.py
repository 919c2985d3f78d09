"""One's own certificates: to read, to print, to take away."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members.access import member_of

from ..models import Certificate
from ..words import ATTENDANCE_ONLY


@require_safe
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """Show a certificate to whom it was issued."""
    found = own(request, serial)
    return render(request, "meetings/certificates/certificate.html", {"certificate": found, "note": ATTENDANCE_ONLY})


def own(request: HttpRequest, serial: str) -> Certificate:
    """One's own certificate, revoked or not; anybody else's is as if it were not there. Raises Http404."""
    member = member_of(request)
    if member is None:
        raise Http404
    return get_object_or_404(Certificate.objects.select_related("meeting"), serial=serial, member=member)
