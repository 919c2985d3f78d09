"""The page of the desk that helps who lost every address: one asks, a second one agrees, anybody stops it."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.models import User

from .. import new_addresses
from ..forms.deciding import NewAddressForm
from ..models import NewAddress
from ..names import name_of
from . import pages
from .deciding import by

AGREED = "{} agreed to: a message is on its way to the new address."
STOPPED = "{}: it is stopped."
IN_USE = "{}: they have signed in with it, and it is their main address now."
ENDED = "{}: it is stopped, because {}."


def page(desk: ModelAdmin, request: HttpRequest, user: User | None, back: str) -> HttpResponse:
    """Say what is on its way and what this coordinator can do about it; a POST does that. `back` leads to the person.

    The caller has found them among those whom this coordinator may look at.
    """
    may_change = desk.has_change_permission(request) or desk.has_add_permission(request)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = NewAddressForm(request.POST if request.POST.get("deed") == "ask" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            messages.success(request, done(request.POST.get("deed", ""), user, form, by(request)))
        except new_addresses.Refused as refused:
            messages.error(request, refused.reason.label)
        return HttpResponseRedirect(request.path)
    person = name_of(user) if user else "nobody any more"
    context = pages.desk(desk, request, f"New address: {person}") | about(user, by(request))
    if not may_change:
        context |= {"may_ask": False, "may_agree": False, "may_stop": False}
    context |= {"form": form, "person": person, "back": back}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "admin/members/member/new_address.html", context, status=status)


def about(user: User | None, who: User) -> dict[str, Any]:
    """What is on its way, what was, and which buttons there are."""
    rows = list(NewAddress.objects.filter(user=user).select_related("user")) if user else []
    running = next((row for row in rows if not (row.used_at or row.stopped_at)), None)
    refusal = new_addresses.refusal_to_ask(user, who)
    to_agree = new_addresses.refusal_to_agree(running, who, timezone.now()) if running else None
    return {
        "running": running,
        "past": [row for row in rows if row is not running],
        "refusal": to_agree if running else refusal,
        "may_ask": refusal is None,
        "may_agree": bool(running and to_agree is None),
        "may_stop": bool(running and new_addresses.may_stop(running.user, who)),
    }


def done(deed: str, user: User | None, form: NewAddressForm, who: User) -> str:
    """Do what a button says. Raises Refused."""
    now = timezone.now()
    if user is None:
        raise new_addresses.Refused(new_addresses.Refusal.NO_ACCOUNT)
    if deed == "ask":
        row = new_addresses.ask(user, form.cleaned_data["email"], form.cleaned_data["why"], who, now)
        return f"{row.email} is on its way. Every old address of {name_of(user)} is told."
    found = new_addresses.running(user)
    if found is None or deed not in ("agree", "stop"):
        raise new_addresses.Refused(new_addresses.Refusal.OVER)
    if deed == "stop":
        ended = new_addresses.stop(found, now, who)
        return (STOPPED if ended.stopped_at else IN_USE).format(ended.email)
    row = new_addresses.agree(found, who, now)
    return ENDED.format(row.email, row.stopped_by_name) if row.stopped_at else AGREED.format(row.email)
