"""How django-allauth behaves here: its mail, its notices, what it asks again, how often one may try, what it says."""

import logging
from email.utils import make_msgid, parseaddr
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from . import addresses, browsers, confirming, throttles
from .models import User

logger = logging.getLogger("accounts")
# Told to the old address and to the new one.
MAIN_CHANGED = "account/email/email_changed"


class NotSent(ImmediateHttpResponse):
    """The mail server did not take a message; the page says so and asks the person to try again."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account has been closed.",
        "cannot_remove_primary_email": "This is the address we write to. Choose another one first.",
        "duplicate_email": "This address is already yours.",
        "email_password_mismatch": "That address and password do not match. Check them, or ask for a code instead.",
        "email_taken": "Somebody else signs in with this address.",
        "enter_current_password": "That is not your present password.",
        "incorrect_code": "That code is not right. Check it and type it again.",
        "incorrect_password": "That password is not right.",
        "invalid_login": "Enter your e-mail address.",
        "max_email_addresses": "You can have %d addresses. Remove one before you add another.",
        "rate_limited": "You have tried too often. Wait a few minutes, then try again.",
        "same_as_current": "This is the address you have now.",
        "too_many_login_attempts": "There have been too many tries. Wait 15 minutes, or sign in another way.",
        "unverified_primary_email": "Enter the code for this address before you make it your main one.",
    }

    # Mail: sent at once, nothing stored.

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Write a message; its links come from PUBLIC_ADDRESS, whatever the request says its host is."""
        context |= {
            "network_name": settings.NETWORK_NAME,
            "public_address": settings.PUBLIC_ADDRESS.rstrip("/"),
            "contact": settings.CONTROLLER_CONTACT,
        }
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        ours = {"Message-ID": make_msgid(domain=domain), "Auto-Submitted": "auto-generated"}
        return super().render_mail(template_prefix, email, context, headers=ours | (headers or {}))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message now. Raises NotSent, which is the page to show, when the mail server does not take it."""
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.error("mail not sent: %s, %s", template_prefix, type(error).__name__)
            raise NotSent(render(self.request, "account/not_sent.html", status=503)) from error

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell somebody that their account changed. The change stands, so a failure is only said on the page."""
        details = {"browser": browsers.in_words(self.get_http_user_agent(self.request)), **(context or {})}
        told = [email, details["to_email"]] if template_prefix == MAIN_CHANGED else [email]
        try:
            for each in told:
                super().send_notification_mail(template_prefix, user, dict(details), each)
        except NotSent:
            messages.warning(self.request, "The change is made, but we could not e-mail you to confirm it.")

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Mark an address as verified; one that is new is told to the address we already had.

        Only whoever is signed in adds one: an address that was taken out meanwhile does not come back on the way in.
        """
        is_new = email_address.pk is None
        if is_new and request.user != email_address.user:
            return False
        confirmed = super().confirm_email(request, email_address)
        if confirmed and is_new:
            added = {"added_email": email_address.email}
            self.send_notification_mail("account/email/email_added", email_address.user, added)
        return confirmed

    # Trying: counted per person and per network address.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try with a password. A success gives back its own count and nobody else's."""
        super().pre_authenticate(request, **credentials)
        refusal = self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage += throttles.spend(request, "spraying", refusal).usage

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return throttles.person(credentials.get("email", ""))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        logger.warning("password refused")

    def pre_login(self, request: HttpRequest, user: User, *, email: str | None, **kwargs: Any) -> HttpResponse | None:
        """A code lets nobody in whose address was taken out of the account after the code had left."""
        if email and not addresses.is_of(email, user):
            clear_login(request)
            messages.error(request, self.error_messages["incorrect_code"])
            return redirect("account_login")
        return super().pre_login(request, user, email=email, **kwargs)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        logger.info("signed in: user %s", user.pk)
        return super().post_login(request, user, **kwargs)

    # Asking again before something sensitive.

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        """List the ways to show who one is: what one has, or a code when one has neither password nor factor."""
        says = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use your authenticator app or a recovery code",
            "mfa_reauthenticate:webauthn": "Use a passkey",
        }
        found = [method | {"description": says[method["id"]]} for method in super().get_reauthentication_methods(user)]
        if found or not user.is_authenticated:
            return found
        return [{"id": "code", "description": "Use a code", "url": reverse("account_confirm_by_code")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask everybody again; django-allauth alone would ask nothing of those who sign in by code."""
        user = self.request.user
        if get_reauthentication_flows(user):
            return super().is_reauthentication_required(app=app, **kwargs)
        if not confirming.is_recent(self.request, signing_in_counts=app == "allauth.mfa"):
            raise ReauthenticationRequired
        return False

    # Where to go next.

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_settings")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")
