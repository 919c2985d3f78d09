"""Numbers about attendance for members: the same plots as on the desk, with small numbers hidden."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.access import current_member

from .. import figures as numbers


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show the numbers of a calendar year."""
    current_member(request)
    periods, meetings = numbers.for_members(request.GET.get("period", ""))
    plots = numbers.plots(numbers.hidden(numbers.count(meetings)))
    return render(request, "meetings/figures.html", {"periods": periods, "plots": plots})
