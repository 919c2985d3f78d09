"""Saying of oneself that one is on leave, not practising, gone from the region or retired, and that it has ended."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User

from .. import overlays
from ..access import own_entry
from ..forms.overlays import OverlayForm
from ..models import Overlay


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """What lies over one's own standing now and before, and a form to add to it."""
    member, now = own_entry(request), timezone.now()
    form = OverlayForm(request.POST if request.method == "POST" else None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        kind, since = form.cleaned_data["kind"], form.cleaned_data["since"]
        try:
            begun = overlays.begin(member, kind, since, cast(User, request.user), now)
        except overlays.Refused as refused:
            form.add_error("kind" if refused.reason == overlays.Refusal.TWICE else "since", refused.reason.label)
        else:
            messages.success(request, f"Recorded: {begun.get_kind_display().lower()}. Your standing stays as it is.")
            return redirect("members:away")
    context = {"form": form, "overlays": list(member.overlays.all())}
    return render(request, "members/pathway/away.html", context, status=422 if form.errors else 200)


@require_POST
def away_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it has ended today."""
    member, now = own_entry(request), timezone.now()
    overlay = get_object_or_404(Overlay.objects.filter(member=member), pk=pk)
    try:
        overlays.end(overlay, timezone.localdate(now), cast(User, request.user), now)
    except overlays.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, f"Ended today: {overlay.get_kind_display().lower()}. Welcome back.")
    return redirect("members:away")
