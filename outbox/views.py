"""One's own mail: what comes and what not, and the address that stops a sort of it without a login (RFC 8058)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import current_user

from . import choosing, stopping, topics
from .forms import MailForm
from .models import StoppedAddress

CHANGED = "Your mail was changed elsewhere meanwhile, so nothing was saved. This is how it stands now."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Every sort of mail with its switch, what is always sent and why, and addresses that get none."""
    user = current_user(request)
    form = MailForm(request.POST if request.method == "POST" else None, user=user)
    if form.is_valid():
        if form.is_overtaken():
            messages.info(request, CHANGED)
            return redirect("outbox:mail")
        choosing.choose(user, form.wanted(), timezone.now())
        messages.success(request, "Saved.")
        return redirect("outbox:mail")
    stopped = StoppedAddress.objects.filter(address=user.email.lower()).first()
    return render(request, "outbox/mail.html", {"form": form, "always": topics.always, "stopped": stopped})


@never_cache
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, name: str) -> HttpResponse:
    """Stop one sort of mail for whoever the address was made for, or start it again; looking changes nothing.

    The signed address is the proof, so that the one-click POST of a mail program needs no cookie, login or token.
    """
    found = stopping.read(name)
    if found is None:
        raise Http404
    if request.method == "POST":
        topics.switch(found.user, found.topic.code, timezone.now(), wanted=request.POST.get("again") == "yes")
    context = {"stop": found, "is_done": request.method == "POST"}
    return render(request, "outbox/stop.html", context)
