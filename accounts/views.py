"""The pages of signing in that django-allauth does not have."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    raise_if_reauthentication_required,
    resume_request,
)
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.account.views import password_set
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import addresses, confirming, factors, staff
from .access import current_user
from .confirming import Confirmation
from .forms import ConfirmLoginCodeForm


@require_GET
def settings(request: HttpRequest) -> HttpResponse:
    """Everything about how this person signs in, on one page."""
    user = current_user(request)
    kept = Authenticator.objects.filter(user=user)
    codes = kept.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    page = {
        "recovery": addresses.recovery(user),
        "verified": addresses.is_verified(user),
        "has_password": user.has_usable_password(),
        "passkeys": kept.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "app": kept.filter(type=Authenticator.Type.TOTP).exists(),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
    }
    return render(request, "accounts/settings.html", page)


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why coordinators need a second step, and the ways to set one up."""
    page = {"has_second_factor": factors.has_second_factor(current_user(request)), "refusal": staff.refusal(request)}
    return render(request, "accounts/second_factor.html", page)


@never_cache
@login_not_required
@require_POST
def another_code(request: HttpRequest) -> HttpResponse:
    """Send a new code in place of the last one, to whoever is waiting for one; an unknown address gets its mail too."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    if stage is None:
        return redirect("account_login")
    email = stage.state["email"]
    if ratelimit.consume(request, action="request_login_code", key=email):
        LoginCodeVerificationProcess.initiate(request=request, user=addresses.owner(email), email=email)
    else:
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
    return redirect(passthrough_next_redirect_url(request, reverse("account_confirm_login_code"), "next"))


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code sent to one of their addresses before something sensitive."""
    if get_reauthentication_flows(request.user):
        return confirming.ask(request, then=get_next_redirect_url(request) or reverse("account_settings"))
    pending = Confirmation.pending(request)
    if request.method == "GET":
        return confirmation_page(request, pending, ConfirmLoginCodeForm())
    if pending is None or "again" in request.POST or "to" in request.POST:
        return send_confirmation(request)
    return take_confirmation(request, pending)


def confirmation_page(request: HttpRequest, pending: Confirmation | None, form: ConfirmLoginCodeForm) -> HttpResponse:
    to = pending.state["email"] if pending else confirming.where_to(request)
    others = [each for each in addresses.all_of(current_user(request)) if each != to]
    page = {"pending": pending, "form": form, "next": get_next_redirect_url(request) or "", "to": to, "others": others}
    return render(request, "accounts/confirm_by_code.html", page, status=422 if form.errors else 200)


def send_confirmation(request: HttpRequest) -> HttpResponse:
    """Send a code and come back to type it."""
    if ratelimit.consume(request, action="request_login_code", key=current_user(request).email):
        Confirmation.begin(request, confirming.where_to(request))
    else:
        messages.error(request, get_adapter().error_messages["too_many_login_attempts"])
    return redirect(passthrough_next_redirect_url(request, request.path, "next"))


def take_confirmation(request: HttpRequest, pending: Confirmation) -> HttpResponse:
    """Go on with what was asked for if the code is right."""
    form = ConfirmLoginCodeForm(request.POST, code=pending.code)
    if form.is_valid():
        pending.finish()
        return resume_request(request) or redirect("account_settings")
    if pending.record_invalid_attempt():
        return confirmation_page(request, pending, form)
    messages.error(request, "That was the last try with this code. Ask for another one.")
    return redirect(passthrough_next_redirect_url(request, request.path, "next"))


@sensitive_post_parameters()
def set_password(request: HttpRequest) -> HttpResponse:
    """Set a first password, once the person has shown again who they are; nothing typed is kept while we ask."""
    try:
        raise_if_reauthentication_required(request, app="allauth.account")
    except ReauthenticationRequired:
        return confirming.ask(request, then=request.path)
    return password_set(request)
