"""Which row an address or a form names, whoever typed it."""


def whole(text: object) -> int:
    """The number that is written there, or 0, which no row has."""
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
