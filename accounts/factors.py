"""The second step at sign-in: what we call it, which site a passkey is for, how its secrets are kept."""

from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from . import sealing
from .models import User


class FactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "You cannot add an address while a second step is set up.",
        "cannot_delete_authenticator": "You cannot turn off this second step.",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey before you make recovery codes.",
        "incorrect_code": "That code is not right. An app shows a new one every 30 seconds: type the one it shows now.",
        "unverified_email": "Enter the code for each of your addresses, or remove it, before you set up a second step.",
    }

    def get_totp_issuer(self) -> str:
        return settings.NETWORK_SHORT_NAME

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey is for our one public address, whatever host the request names."""
        return {"id": urlsplit(settings.PUBLIC_ADDRESS).hostname or "", "name": settings.NETWORK_NAME}

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)


def has_second_factor(user: User) -> bool:
    """Say whether signing in takes a second step; recovery codes alone are none."""
    return is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
