"""The people who supervise me: named, shown my pathway or not, asked once more, and no longer."""

from datetime import date, datetime

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import current_user

from .. import asking, supervision
from ..access import current_member
from ..forms.supervision import MemberSupervisorForm, NamingForm, OutsideSupervisorForm
from ..models import Evidence, Member, PlaceRequest, Supervision
from ..places import known

# Whoever is named outside the network gets letters: nobody names a crowd of strangers.
RATES = {"outside": "10/d/user"}
TOO_MANY = "You have named several supervisors today. Name this one tomorrow."
DEEDS = {
    "show": "{} sees your next steps and time limits.",
    "hide": "{} no longer sees your next steps and time limits.",
    "end": "Supervision with {} has ended. What is confirmed stays confirmed.",
}


@require_safe
def supervisors(request: HttpRequest) -> HttpResponse:
    """My supervisors now and before, the places that I have asked for, and what still waits for a word."""
    member, on = current_member(request), timezone.localdate()
    named = member.supervisions.select_related("supervisor__user", "outside")
    running = list(named.running(on))
    context = {
        "now": running,
        "before": [one for one in named if one not in running],
        "requests": places_asked(member, on),
        "asked": asking.asked_of(member, on),
    }
    return render(request, "members/supervision/supervisors.html", context)


def places_asked(member: Member, on: date) -> list[tuple[PlaceRequest, str]]:
    """The requests of this member that have no answer yet, or for which a place is held, and of whom."""
    found = list(member.place_requests.open().select_related("member", "offer__supervisor"))
    names = known.names(member, found, on)
    return [(each, names[each.offer.supervisor_id]) for each in found]


@require_http_methods(["GET", "HEAD", "POST"])
def supervisor_member(request: HttpRequest) -> HttpResponse:
    """Name a member as my supervisor."""
    member, now = current_member(request), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = MemberSupervisorForm(data, member=member, on=timezone.localdate(now), secondary=back())
    return named(request, form, member, now, "members/supervision/supervisor_member.html")


@require_http_methods(["GET", "HEAD", "POST"])
def supervisor_outside(request: HttpRequest) -> HttpResponse:
    """Name somebody who is no member as my supervisor."""
    member, now = current_member(request), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = OutsideSupervisorForm(data, on=timezone.localdate(now), secondary=back())
    if form.is_valid() and ratelimit.consume(request, app="members", action="outside", config=RATES) is None:
        form.add_error(None, TOO_MANY)
    return named(request, form, member, now, "members/supervision/supervisor_outside.html")


def named(request: HttpRequest, form: NamingForm, member: Member, now: datetime, page: str) -> HttpResponse:
    """Name whom a valid form says; show it again, with what is wrong, when it is not or when that is refused."""
    if form.is_valid():
        try:
            found = form.save(member, now)
        except supervision.Refused as refused:
            form.refuse(refused.reason)
        else:
            messages.success(request, f"{found.name} is named as your supervisor.")
            return redirect("members:supervisors")
    return render(request, page, {"form": form}, status=422 if form.is_bound else 200)


def back() -> tuple[str, str]:
    return "Cancel", reverse("members:supervisors")


@require_POST
def supervision_deed(request: HttpRequest, public_id: str, deed: str) -> HttpResponse:
    """Show a supervisor my pathway, or no longer; or say that the supervision has ended."""
    mine = current_member(request).supervisions.select_related("member", "supervisor", "outside")
    found = get_object_or_404(mine, public_id=public_id)
    if deed not in DEEDS:
        raise Http404
    try:
        do(deed, found, request)
    except supervision.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, DEEDS[deed].format(found.name))
    return redirect("members:supervisors")


def do(deed: str, found: Supervision, request: HttpRequest) -> Supervision:
    if deed == "end":
        return supervision.end(found, current_user(request), timezone.now())
    return supervision.show_pathway(found, current_user(request), shown=deed == "show")


@require_POST
def ask_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask a supervisor once more for their word about one fact."""
    found = get_object_or_404(Evidence.objects.filter(member=current_member(request)), public_id=public_id)
    try:
        asked = asking.ask_again(found, current_user(request), timezone.now())
    except supervision.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        assert asked.supervision  # noqa: S101  refused otherwise
        messages.success(request, f"A message is on its way to {asked.supervision.name}.")
    return redirect("members:supervisors")
