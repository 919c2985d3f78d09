"""Keep what would go, by the link in the mail about it: looking changes nothing, one button keeps it."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.link_pages import link_page

from .. import retention
from ..models.rights import CaseState
from ..retention import letters


@link_page
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Say what goes and when; a press keeps it, and a second one changes nothing."""
    case = letters.behind(token, timezone.localdate())
    if case is None or case.state == CaseState.REMOVED:
        return render(request, "members/retention/no_keep.html", status=404)
    if request.method != "POST":
        return render(request, "members/retention/keep.html", {"case": case, "kept": case.state == CaseState.SPARED})
    if case.state != CaseState.SPARED:
        with suppress(retention.Refused):  # it went this moment, and the page says so
            retention.keep(case, timezone.now())
    return redirect("members:keep", token=token)
