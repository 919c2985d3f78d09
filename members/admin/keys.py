"""Which row an address or a form names, whoever typed it."""

from accounts.staff import is_key


def whole(text: object) -> int:
    """The number that is written there, or 0, which no row has."""
    said = str(text)
    return int(said) if is_key(said) else 0
