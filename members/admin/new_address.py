"""The page of the desk that helps a member who lost every address: one asks, a second one agrees, anybody stops it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.models import User

from .. import coordinators, new_addresses
from ..forms.deciding import NewAddressForm
from ..models import Member, NewAddress
from . import pages
from .deciding import by

if TYPE_CHECKING:
    from .members import MemberAdmin

AGREED = "{} agreed to: a message is on its way to the new address."
STOPPED = "{}: it is stopped."
IN_USE = "{}: they have signed in with it, and it is their main address now."
ENDED = "{}: it is stopped, because {}."


def page(desk: "MemberAdmin", request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is on its way and what this coordinator can do about it; a POST does that."""
    member = get_object_or_404(desk.get_queryset(request).select_related("user"), pk=pk)
    may_look = desk.has_view_permission(request, member)
    if not may_look or (request.method == "POST" and not request.user.has_perm("members.change_member")):
        raise PermissionDenied
    form = NewAddressForm(request.POST if request.POST.get("deed") == "ask" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            messages.success(request, done(request.POST.get("deed", ""), member, form, by(request)))
        except new_addresses.Refused as refused:
            messages.error(request, refused.reason.label)
        return HttpResponseRedirect(reverse("admin:members_member_new_address", args=[pk]))
    context = pages.desk(desk, request, f"New address: {member}") | about(member, by(request))
    if not request.user.has_perm("members.change_member"):
        context |= {"may_ask": False, "may_agree": False, "may_stop": False}
    status = 422 if form.errors else 200
    template = "admin/members/member/new_address.html"
    return TemplateResponse(request, template, context | {"form": form}, status=status)


def about(member: Member, user: User) -> dict[str, Any]:
    """What is on its way, what was, and which buttons there are."""
    rows = list(NewAddress.objects.filter(user=member.user)) if member.user else []
    running = next((row for row in rows if not (row.used_at or row.stopped_at)), None)
    refusal = new_addresses.refusal_to_ask(member, user)
    to_agree = new_addresses.refusal_to_agree(running, member, user, timezone.now()) if running else None
    return {
        "member": member,
        "running": running,
        "past": [row for row in rows if row is not running],
        "refusal": to_agree if running else refusal,
        "may_ask": refusal is None,
        "may_agree": bool(running and to_agree is None),
        "may_stop": bool(running and coordinators.may_decide_about(user, member)),
    }


def done(deed: str, member: Member, form: NewAddressForm, user: User) -> str:
    """Do what a button says. Raises Refused."""
    now = timezone.now()
    if deed == "ask":
        row = new_addresses.ask(member, form.cleaned_data["email"], form.cleaned_data["why"], user, now)
        return f"{row.email} is on its way. Every old address of {member} is told."
    found = new_addresses.running(member.user) if member.user else None
    if found is None or deed not in ("agree", "stop"):
        raise new_addresses.Refused(new_addresses.Refusal.OVER)
    if deed == "stop":
        ended = new_addresses.stop(found, now, user)
        return (STOPPED if ended.stopped_at else IN_USE).format(ended.email)
    row = new_addresses.agree(found, user, now)
    return ENDED.format(row.email, row.stopped_by_name) if row.stopped_at else AGREED.format(row.email)
