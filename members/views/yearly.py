"""The page behind the yearly question: it says what the mail said, and one button says that all is right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.link_pages import link_page

from .. import yearly


@link_page
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked; a POST says yes. Anything else is changed after signing in."""
    on = timezone.localdate()
    member = yearly.behind(token, on)
    if member is None:
        return render(request, "members/yearly/gone.html", status=410 if yearly.was_signed(token, on) else 404)
    if request.method == "POST":
        yearly.confirm(member, on)
        return redirect("members:still_right", token=token)
    asked = member.entry_asked_on or on
    is_said = bool(member.entry_confirmed_on and member.entry_confirmed_on >= asked)
    context = {"member": member, "lines": yearly.lines_of(member, on), "is_said": is_said}
    return render(request, "members/yearly/still_right.html", context)
