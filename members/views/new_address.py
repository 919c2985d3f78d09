"""Links about a new address: in a message to an old one, whose button stops it; and to the new one, to give it up."""

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


@link_page
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """For who signed up anew: say what is lost with the new account; a press gives its address to the old one."""
    now, template = timezone.now(), "members/new_address/give_up.html"
    found = new_addresses.to_give_up(token, now)
    if found is None:
        return render(request, template, {"title": "This link leads nowhere"}, status=404)
    if request.method != "POST":
        return render(request, template, {"title": "Go back to your old account?", "new": found})
    try:
        new_addresses.give_up(found, now)
    except new_addresses.Refused as refused:
        context = {"title": "Nothing was changed", "refused": refused.reason.label}
        return render(request, template, context, status=409)
    return render(request, template, {"title": "Your address is back with your old account", "is_done": True})
