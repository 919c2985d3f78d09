"""Counts of the network for service leads: nobody's name, and no number about fewer than five people."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import coordinators
from ..forms.counts import CountsForm
from ..gaps.reading import read
from ..models import CountsEdition


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """Answer from the newest edition, and from nothing else."""
    assert request.user.is_authenticated  # noqa: S101  every page needs a login
    if not (request.user.is_staff or coordinators.is_service_lead(request.user)):
        raise PermissionDenied("The counts of the network are for service leads. Ask a coordinator to name you as one.")
    edition = CountsEdition.objects.first()
    if edition is None:
        return render(request, "members/counts.html", {"edition": None})
    form = CountsForm(request.GET, edition)
    reading = read(edition, **form.asked)
    context = {"edition": edition, "form": form, "reading": reading}
    return render(request, "members/counts.html", context, status=422 if form.errors else 200)
