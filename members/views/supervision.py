"""Who supervises whom: the answer of a supervisor from a mail, one's own supervisors, one's own supervisees."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import standing, supervision


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def give_word(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever holds the link say whether a fact is so; looking at the page changes nothing."""
    now = timezone.now()
    evidence = supervision.evidence_behind(token)
    if evidence is None:
        return render(request, "members/supervision/no_word.html", status=404)
    refused = None
    if request.method == "POST":
        answer = supervision.deny_word if "no" in request.POST else supervision.give_word
        try:
            evidence = answer(evidence, now)
        except (supervision.Refused, standing.Refused) as error:
            refused = error.reason
    context = {
        "evidence": evidence,
        "refused": refused,
        "waits": supervision.waits(evidence, timezone.localdate(now)),
    }
    return render(request, "members/supervision/word.html", context)
