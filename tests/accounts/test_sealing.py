"""Secrets of authenticator apps are sealed in the database."""

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken

from accounts import sealing
from tests.accounts.ways import authenticator_app
from tests.factories import make_user


def test_the_database_does_not_hold_the_secret_itself():
    user = make_user()
    secret = authenticator_app(user)

    kept = Authenticator.objects.get(user=user).data["secret"]

    assert secret not in kept
    assert sealing.unseal(kept) == secret


def test_what_was_sealed_opens_while_the_old_key_is_named_and_not_afterwards(settings):
    sealed = sealing.seal("a secret")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [settings.SECRET_KEY]

    assert sealing.unseal(sealed) == "a secret"

    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        sealing.unseal(sealed)
