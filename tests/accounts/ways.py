"""Signing in through HTTP, as the tests of this folder do it."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User

SIGN_IN, SIGN_UP, CODE = "account_login", "account_signup", "account_confirm_login_code"
PASSWORD = "correct horse battery staple"


def post(client: Client, name: str, *, query: str = "", **data: str):
    return client.post(reverse(name) + query, data)


def code_in(message: mail.EmailMessage) -> str:
    """The code that a mail holds, on a line of its own."""
    found = re.findall(r"^\d{4}-\d{4}$", str(message.body), re.MULTILINE)
    assert len(found) == 1, message.body
    return found[0]


def last_code() -> str:
    return code_in(mail.outbox[-1])


def sign_in_by_code(client: Client, email: str, then: str = "/account/"):
    """Ask for a code, read it in the mail, type it."""
    post(client, SIGN_IN, login=email, next=then)
    return post(client, CODE, code=last_code(), next=then)


def sign_in_by_password(client: Client, email: str, then: str = "/account/"):
    return post(client, SIGN_IN, login=email, password=PASSWORD, next=then)


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def authenticator_app(user: User) -> str:
    """Give somebody an authenticator app; its secret makes the codes."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def app_code(secret: str, at_least: int = 3) -> str:
    """A code of the app that counts for so many seconds still; one that is about to change is waited out."""
    left = 30 - time.time() % 30
    time.sleep(left if left < at_least else 0)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def has_app(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]
