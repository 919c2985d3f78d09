"""The link in the message to an old address: somebody is about to let a new address in, and one button stops it."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.link_pages import link_page

from .. import new_addresses


@link_page
def new_address(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; a press stops it, and a second one changes nothing."""
    now = timezone.now()
    found = new_addresses.behind(token, now)
    if found is None:
        return render(request, "members/new_address/stop.html", {"title": "This link leads nowhere"}, status=404)
    if request.method == "POST" and not (found.stopped_at or found.used_at):
        with suppress(new_addresses.Refused):  # somebody else has ended it this moment, and the page says how
            new_addresses.stop(found, now)
        return redirect("members:new_address", token=token)
    title = "Is this you?"
    if found.stopped_at:
        title = "It is stopped"
    elif found.used_at:
        title = "This address is in use"
    return render(request, "members/new_address/stop.html", {"title": title, "new": found})
