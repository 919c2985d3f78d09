"""Everything about me, leaving, and the link that stops an erasure."""

from contextlib import suppress

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import confirming
from accounts.access import current_user
from accounts.link_pages import link_page

from .. import exports, leaving, link_names, registers
from ..messages import REGRET
from ..models import AccessRequest, Leaving
from ..rights import person_of, rehearse, showing

RATES = {"everything": "60/h/user", "download": "10/h/user"}
TOO_OFTEN = {"why": "It takes long to find all that we hold, so nobody asks for it again and again.", "wait": "an hour"}
CHOICES = ("leave", "erase")


@never_cache
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """All that is held about whoever is signed in, also of somebody who left or has only an account."""
    if not allowed(request, "everything"):
        return too_often(request)
    user, on = current_user(request), timezone.localdate()
    parts = showing.parts(person_of(user), on)
    context = {
        "held": [part for part in parts if part.number],
        "empty": [part for part in parts if not part.number],
        "running": leaving.running(user),
    }
    return render(request, "members/rights/everything.html", context)


@never_cache
@require_safe
def everything_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file, once they have shown again who they are."""
    if kind not in ("json", "html"):
        raise Http404
    if not confirming.is_recent(request, signing_in_counts=True):
        return confirming.ask(request, then=request.path)
    if not allowed(request, "download"):
        return too_often(request)
    person, now = person_of(current_user(request)), timezone.now()
    name = f'attachment; filename="everything-about-me-{timezone.localdate(now)}.{kind}"'
    if kind == "json":
        pretty = {"indent": 1, "ensure_ascii": False}
        response: HttpResponse = JsonResponse(showing.as_data(person, now), DjangoJSONEncoder, json_dumps_params=pretty)
    else:
        parts = showing.parts(person, timezone.localdate(now), most=None)
        context = {"held": [part for part in parts if part.number], "made": now, "person": person}
        response = render(request, "members/rights/file.html", context)
    if exports.leaves(request):
        registers.asked(AccessRequest.Kind.ACCESS, current_user(request), now, is_done=True)
    response["Content-Disposition"] = name
    return response


def allowed(request: HttpRequest, action: str) -> bool:
    usage = ratelimit.consume(request, app="members", action=action, user=request.user, config=RATES, limit_get=True)
    return usage is not None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """The effect first, then the choice, then once more whether it is meant."""
    user, now = current_user(request), timezone.now()
    if request.POST.get("regret") and (found := leaving.running(user)):
        return stopped(request, found)
    choice = request.POST.get("choice", "")
    effects = leaving.effect(user, now)
    context = {
        "effects": [each for each in effects if each.at_once],
        "on_the_day": [each for each in effects if not each.at_once],
        "refusal": leaving.refusal(user),
        "running": leaving.running(user),
        "erase_on": timezone.localdate(now) + leaving.GRACE,
        "choice": choice if choice in CHOICES else "",
        "member": person_of(user).member,
    }
    if request.method != "POST":
        return render(request, "members/rights/leave.html", context)
    if not context["choice"]:
        return render(request, "members/rights/leave.html", {**context, "wrong": True}, status=422)
    if request.POST.get("sure") != "yes":
        goes = rehearse(person_of(user)) if choice == "erase" else {}
        return render(request, "members/rights/sure.html", {**context, "goes": goes})
    try:
        (leaving.ask if choice == "erase" else leaving.leave)(user, now)
    except leaving.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, "You have left. A message with what happens now is on its way to you.")
    return redirect("members:leave")


def stopped(request: HttpRequest, found: Leaving) -> HttpResponse:
    try:
        leaving.regret(found, timezone.now())
    except leaving.Refused as refused:
        messages.error(request, refused.reason.label)
    else:
        messages.success(request, "It is stopped. Nothing about you will be erased.")
    return redirect("members:everything")


@link_page
def regret(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link of the message: looking changes nothing, one button stops the erasure."""
    now = timezone.now()
    pk = link_names.read(REGRET, token, timezone.localdate(now), leaving.GRACE)
    found = Leaving.objects.filter(pk=pk).select_related("user").first() if pk else None
    if found is None or leaving.is_history(found):
        return render(request, "members/rights/regret.html", {"title": "This link leads nowhere"}, status=404)
    if request.method == "POST" and found.regretted_at is None:
        with suppress(leaving.Refused):  # ended this moment by somebody else, or by the clock: the page says how
            leaving.regret(found, now)
        return redirect("members:regret", token=token)
    title = "It is stopped" if found.regretted_at else "Stop the erasure?"
    return render(request, "members/rights/regret.html", {"title": title, "leaving": found})


def too_often(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", TOO_OFTEN, status=429)
