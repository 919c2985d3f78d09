"""Show that it is still you: a code to one of your addresses, for whoever has neither password nor second factor."""

import time
from typing import Self

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode

from . import addresses
from .access import current_user
from .models import User

SESSION_KEY = "accounts_confirming"


class Confirmation(AbstractCodeVerificationProcess):
    """One code on its way: it works once, for a few minutes, and for a few tries."""

    def __init__(self, request: HttpRequest, state: dict) -> None:
        self.request = request
        tries, seconds = app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS, app_settings.LOGIN_BY_CODE_TIMEOUT
        super().__init__(max_attempts=tries, timeout=seconds, state=state, user=request.user)

    @classmethod
    def begin(cls, request: HttpRequest, email: str) -> Self:
        """Send a code to an address of theirs. Raises NotSent, and expects no code, when the mail does not leave."""
        confirmation = cls(request, cls.initial_state(request.user, email=email))
        confirmation.send()
        confirmation.persist()
        return confirmation

    @classmethod
    def pending(cls, request: HttpRequest) -> Self | None:
        state = request.session.get(SESSION_KEY)
        return cls(request, state).abort_if_invalid() if state else None

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        adapter.send_mail("account/email/confirm_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)

    def finish(self) -> None:
        """Take the code as proof, and forget it."""
        self.abort()
        email = self.state["email"]
        record_authentication(self.request, self.request.user, method="code", email=email, reauthenticated=True)


def where_to(request: HttpRequest) -> str:
    """Where a code goes: to the address chosen of one's own; else where the last code was read; else the main one.

    Whoever lost their work mailbox came in by another address, and must be able to change the main one from there.
    """
    user = current_user(request)
    own = addresses.all_of(user)
    read_at = [record.get("email", "") for record in get_authentication_records(request, user)]
    wished = [request.POST.get("to", ""), *reversed(read_at)]
    return next((email for each in wished if (email := addresses.normal(each or "")) in own), user.email)


def shown(user: User, kind: str) -> None:
    """Count the setting up of a second step as showing it: the app or the passkey has just answered."""
    record_authentication(get_adapter().request, user, method="mfa", type=kind, reauthenticated=True)


def is_recent(request: HttpRequest, *, signing_in_counts: bool = False) -> bool:
    """Say whether this session has lately shown who it is; adding a first factor takes a fresh sign-in for it too."""
    records = get_authentication_records(request, request.user)
    proofs = [record["at"] for record in records if signing_in_counts or record.get("reauthenticated")]
    return bool(proofs) and time.time() - max(proofs) < app_settings.REAUTHENTICATION_TIMEOUT


def ask(request: HttpRequest, *, then: str, ways: str = "") -> HttpResponse:
    """Lead to the first way this person has to show who they are (of those whose name begins so), and back again."""
    found = [way for way in get_adapter().get_reauthentication_methods(request.user) if way["id"].startswith(ways)]
    return redirect(f"{found[0]['url']}?{urlencode({'next': then})}")
