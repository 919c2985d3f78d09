"""Names of people and facts in addresses."""

import secrets


def random_public_id() -> str:
    """A name for addresses that tells nothing: never a person's name, never a sequence."""
    return secrets.token_urlsafe(9)
