"""What a private link to a calendar is made of; the links themselves are kept with what they lead to."""

import secrets


def random_token() -> str:
    """Too long to guess: 256 bits."""
    return secrets.token_urlsafe(32)
