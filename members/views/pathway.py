"""My pathway: how far I have come, what is next, by when, whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..access import member_of
from ..rules import rulebook
from ..standing import standing_of
from ..standing_words import in_words


@require_safe
def pathway(request: HttpRequest) -> HttpResponse:
    """Show people their own pathway; whoever is not in the network reads what to do."""
    member, on = member_of(request), timezone.localdate()
    if member is None:
        return render(request, "members/pathway.html", {"member": None})
    evidence = list(member.evidence.select_related("pathway"))
    derived = standing_of(evidence, rulebook(), on)
    context = {"member": member, "standing": in_words(derived.standing, evidence, on), "reasons": derived.reasons}
    return render(request, "members/pathway.html", context)
