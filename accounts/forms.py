"""The forms of signing in, in our words and our look; what they do stays django-allauth's."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification_by_code import EmailVerificationProcess
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.base import forms as factors
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.usersessions import forms as sessions
from crispy_forms.helper import FormHelper
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from look.forms import form_helper

from . import addresses, confirming, throttles

logger = logging.getLogger("accounts")

# What every text that somebody types has to pass: the apps above append it, because these know nothing of theirs.
typed: list[Callable[[str], None]] = []

EMAIL = ("E-mail address", "")
CODE_FIELD = ("Code", "8 numbers, such as 1234-5678. The code works once, for 10 minutes.")
FACTOR_CODE = ("Code", "From your authenticator app, or one of your recovery codes.")
NEW_PASSWORD = (
    "New password",
    "At least 12 characters. Three or four words that do not belong together are easy to remember and hard to guess.",
)
MISSING = {
    "code": "Enter the code",
    "email": "Enter your e-mail address",
    "login": "Enter your e-mail address",
    "oldpassword": "Enter your present password",
    "password": "Enter your password",
    "password1": "Enter a new password",
}


class Worded(forms.Form):
    """Give each field our label and hint, no placeholder, and the form our look."""

    words: dict[str, tuple[str, str]] = {}
    submit = "Continue"
    warning = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)  # what is typed can be shown, so it is asked once
        for name, field in self.fields.items():
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if isinstance(field, forms.EmailField):
                field.validators = [*field.validators, addresses.refuse_unwritable]
            field.widget.attrs.pop("placeholder", None)
            field.label, field.help_text = self.words.get(name, (field.label, field.help_text))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false", "class": "nhsuk-input--width-10"}

    @property
    def helper(self) -> FormHelper:
        """The page writes the form's tag, because it passes on where to go next."""
        helper = form_helper(self.submit, warning=self.warning)
        helper.form_tag = False
        return helper


class ByCode(Worded):
    """A wrong code leaves a line in the log, and nothing of what was typed."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "code" in self.errors:
            logger.warning("code refused: %s", type(self).__name__)
        return cleaned


# Coming in.


class LoginForm(Worded, account.LoginForm):
    """An address alone gets a code by e-mail; with a password it signs in."""

    words = {"login": EMAIL, "password": ("Password", "")}
    submit = "Send me a code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].required = False

    def clean(self) -> dict[str, Any] | None:
        by_password = "by_password" in self.data and not self.cleaned_data.get("password")
        if by_password and not self.errors:
            self.add_error("password", "Enter your password, or ask for a code instead.")
        return super().clean()


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    words = {"email": EMAIL}
    submit = "Send me a code"


class SignupForm(Worded, account.SignupForm):
    """Ask for an address and send it a code, the same whether or not we know it, so that nobody learns which."""

    words = {"email": ("E-mail address", "We will send a code to it. Use the address we should write to.")}
    submit = "Send me a code"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password1"]

    def validate_unique_email(self, value: str) -> str:
        return value

    def clean_email(self) -> str:
        email = super().clean_email()
        refusal = get_adapter().validation_error("too_many_login_attempts")
        throttles.spend(get_adapter().request, "request_login_code", refusal, key=email)
        return email

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Enter the address and send its owner a code; whoever types the code is signed in."""
        email = self.cleaned_data["email"]
        LoginCodeVerificationProcess.initiate(request=request, user=addresses.enter(email), email=email)
        return None, redirect(passthrough_next_redirect_url(request, reverse("account_confirm_login_code"), "next"))


class ConfirmLoginCodeForm(ByCode, account.ConfirmLoginCodeForm):
    words = {"code": CODE_FIELD}


class ConfirmEmailVerificationCodeForm(ByCode, account.ConfirmEmailVerificationCodeForm):
    words = {"code": CODE_FIELD}

    def clean_code(self) -> str:
        """Whoever is signed in adds an address by its code; on the way in it counts only while it is theirs."""
        code: str = super().clean_code()
        request = get_adapter().request
        typed_in = EmailVerificationProcess.resume(request)
        is_theirs = typed_in and typed_in.user and addresses.is_of(typed_in.email, typed_in.user)
        if not (request.user.is_authenticated or is_theirs):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ConfirmPasswordResetCodeForm(ByCode, account.ConfirmPasswordResetCodeForm):
    words = {"code": CODE_FIELD}

    def clean_code(self) -> str:
        """The code counts only while the address is still one of theirs."""
        code: str = super().clean_code()
        reset = PasswordResetVerificationProcess.resume(get_adapter().request)
        if reset is None or reset.user is None or not addresses.is_of(reset.state["email"], reset.user):
            raise get_adapter().validation_error("incorrect_code")
        return code


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    words = {"password": ("Password", "")}


# Addresses and passwords.


class AddEmailForm(Worded, account.AddEmailForm):
    words = {"email": ("Another e-mail address", "We will send a code to it, and tell your main address.")}
    submit = "Send a code to this address"


class ChangeEmailForm(Worded, account.ChangeEmailForm):
    words = {"email": EMAIL}


class SetPasswordForm(Worded, account.SetPasswordForm):
    words = {"password1": NEW_PASSWORD}
    submit = "Set password"


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {"oldpassword": ("Present password", ""), "password1": NEW_PASSWORD}
    submit = "Change password"


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    words = {"email": EMAIL}
    submit = "Send me a code"


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    words = {"password1": NEW_PASSWORD}
    submit = "Set new password"


# The second step.


class AuthenticateForm(ByCode, factors.AuthenticateForm):
    words = {"code": FACTOR_CODE}


class ReauthenticateFactorForm(ByCode, factors.ReauthenticateForm):
    words = {"code": FACTOR_CODE}


class ActivateTOTPForm(ByCode, totp.ActivateTOTPForm):
    words = {"code": ("Code that the app shows", "6 numbers. The app shows new ones every 30 seconds.")}
    submit = "Turn on"

    def clean_code(self) -> str:
        code = super().clean_code()
        confirming.shown(self.user, "totp")
        return code

    @property
    def secret_in_fours(self) -> str:
        """The key as people read it out and type it."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


class DeactivateTOTPForm(Worded, totp.DeactivateTOTPForm):
    submit, warning = "Turn off", True


class GenerateRecoveryCodesForm(Worded, recovery_codes.GenerateRecoveryCodesForm):
    submit = "Make new codes"


class Named(Worded):
    """The name of a passkey is typed, so it takes only what the apps above let be typed anywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators += typed


class AddWebAuthnForm(Named, webauthn.AddWebAuthnForm):
    words = {
        "name": ("Name of this passkey", "So that you can tell your passkeys apart, such as “My phone”."),
        "passwordless": (
            "Sign in with this passkey alone",
            "Leave this ticked for a phone, a computer or a password manager. Untick it for an older security key "
            "without a PIN, which can only be your second step.",
        ),
    }
    submit = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("credential"):
            confirming.shown(self.user, "webauthn")
        return cleaned


class EditWebAuthnForm(Named, webauthn.EditWebAuthnForm):
    words = {"name": ("Name of this passkey", "")}
    submit = "Save"


class ManageUserSessionsForm(Worded, sessions.ManageUserSessionsForm):
    submit = "Sign out everywhere else"
