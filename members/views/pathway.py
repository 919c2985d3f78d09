"""My pathway: how far I have come, what is next, by when, whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import eligibility
from ..access import member_of
from ..evidence import refusal_to_add
from ..forms.as_at import AsAtForm
from ..my_pathway import read


@require_safe
def pathway(request: HttpRequest) -> HttpResponse:
    """Show people their own pathway, today or as at a date; whoever is not in the network reads what to do."""
    member, today = member_of(request), timezone.localdate()
    if member is None:
        return render(request, "members/pathway.html", {"member": None})
    form = AsAtForm(request.GET if "on" in request.GET else None, today=today)
    on = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today
    context = {
        "member": member,
        "way": read(member, on),
        "overlays": list(member.overlays.on(on)),
        "form": form,
        "is_past": on != today,
        "no_adding": refusal_to_add(member),
        "eligible": eligibility.refusal(member, today) is None,
    }
    return render(request, "members/pathway.html", context, status=422 if form.errors else 200)
