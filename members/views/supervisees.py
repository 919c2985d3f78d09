"""The people whom I supervise: how far those have come who show it to me, and what waits for my word."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import current_user

from .. import standing, supervision
from .. import supervisees as mine
from ..access import current_member
from ..models import Evidence
from ..stages import SUPERVISING
from .word import ANSWERS

SAID = {
    "yes": "You confirmed it: {}. They are told.",
    "no": "You said that it is not so: {}. They are told.",
}


@require_safe
def supervisees(request: HttpRequest) -> HttpResponse:
    """My supervisees who allow it, and what they ask me to confirm."""
    member, on = current_member(request), timezone.localdate()
    is_supervisor = member.standing in SUPERVISING
    context = {
        "is_supervisor": is_supervisor,
        "supervisees": mine.supervisees_of(member, on),
        "waiting": list(supervision.waiting_for(current_user(request), on)) if is_supervisor else [],
    }
    return render(request, "members/supervision/supervisees.html", context)


@require_POST
def supervisee_word(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say of one fact whether it is so."""
    current_member(request)
    asked = Evidence.objects.select_related("member").filter(supervision__supervisor__user=current_user(request))
    found = get_object_or_404(asked, public_id=public_id)
    answer = request.POST.get("answer", "")
    if answer not in ANSWERS:
        raise Http404
    try:
        ANSWERS[answer](found, timezone.now())
    except (supervision.Refused, standing.Refused) as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, SAID[answer].format(f"{found.member.name}, {found.title()}"))
    return redirect("members:supervisees")
