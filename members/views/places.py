"""A supervisor's own offers: made, changed, one place more or fewer, still right, closed; and what is public."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import current_member
from ..forms.places import OfferForm
from ..models import Member, Offer, PlaceRequest
from ..models.places import OPEN_REQUESTS
from ..places import known, offers
from ..places.shown import Shown
from ..stages import SUPERVISING
from ..switches import Audience

MOST = 200


def current_supervisor(request: HttpRequest) -> Member:
    """The signed-in person as somebody who may offer supervision. Raises PermissionDenied."""
    member = current_member(request)
    if member.standing not in SUPERVISING:
        raise PermissionDenied(offers.Refusal.NOT_SUPERVISOR.label)
    return member


@require_safe
def offers_page(request: HttpRequest) -> HttpResponse:
    """All that I offer, who has a place, and who waits for my answer."""
    member, on = current_supervisor(request), timezone.localdate()
    mine = [Shown(each, on) for each in offers.mine(member).counted(on).select_related("supervisor")]
    context = {"offers": mine, "hidden": not member.listed, "requests": asked_of(member, on)}
    return render(request, "members/places/offers.html", context)


def asked_of(member: Member, on: date) -> list[tuple[PlaceRequest, str]]:
    """What this supervisor was asked and by whom, what waits for an answer first."""
    found = PlaceRequest.objects.filter(offer__supervisor=member).select_related("member", "offer__supervisor")[:MOST]
    names = known.names(member, found, on)
    return [(each, names[each.member_id]) for each in sorted(found, key=lambda each: each.state not in OPEN_REQUESTS)]


@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request: HttpRequest) -> HttpResponse:
    member = current_supervisor(request)
    form = OfferForm(request.POST if request.method == "POST" else None, supervisor=member, submit="Save this offer")
    if form.is_valid():
        try:
            offers.make(member, form.said(), timezone.now())
        except offers.Refused as refused:
            form.add_error(None, refused.reason.label)
        else:
            messages.success(request, "Your offer is saved.")
            return redirect("members:offers")
    context = {"form": form, "title": "Offer supervision"}
    return render(request, "members/places/offer.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_change(request: HttpRequest, public_id: str) -> HttpResponse:
    member = current_supervisor(request)
    offer = get_object_or_404(offers.mine(member), public_id=public_id)
    data = request.POST if request.method == "POST" else None
    form = OfferForm(data, supervisor=member, offer=offer, submit="Save the change")
    if form.is_valid():
        try:
            offers.change(offer, form.said(), member, timezone.now())
        except offers.Refused as refused:
            form.add_error("places" if refused.reason == offers.Refusal.TAKEN else None, refused.reason.label)
        else:
            messages.success(request, "Your offer is changed.")
            return redirect("members:offers")
    context = {"form": form, "title": "Change this offer"}
    return render(request, "members/places/offer.html", context, status=422 if form.is_bound else 200)


@require_POST
def offer_deed(request: HttpRequest, public_id: str, deed: str) -> HttpResponse:
    """One place more or fewer, still right, or closed."""
    member, now = current_supervisor(request), timezone.now()
    offer = get_object_or_404(Offer, supervisor=member, public_id=public_id)
    try:
        if deed == "places":
            number = offers.set_places(offer, int(request.POST.get("number", "")), member, now).places
            said = f"You have {number} {'place' if number == 1 else 'places'} in all."
        elif deed == "right":
            offers.still_right(offer, member, now)
            said = "Thank you. Your offer is marked as right today."
        elif deed == "close":
            offers.close(offer, member, now)
            said = "The offer is closed. Whoever has a place keeps it."
        else:
            raise Http404
    except ValueError:
        messages.error(request, offers.Refusal.PLACES.label)
    except offers.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, said)
    return redirect("members:offers")


@login_not_required
@require_safe
def public_offers(request: HttpRequest) -> HttpResponse:
    """What supervisors let everybody see: their name, their standing, and the offer."""
    on = timezone.localdate()
    found = (
        offers.open_to(Audience.PUBLIC, on)
        .counted(on)
        .select_related("supervisor", "area")
        .order_by("supervisor__name", "pk")
    )
    return render(request, "members/places/public.html", {"offers": [Shown(each, on) for each in found[:MOST]]})
