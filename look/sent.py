"""Numbers that come back in hidden fields and addresses of ours, and may have been changed on the way."""

LONGEST = 18  # digits: every database keeps as many


def number(text: str | None) -> int:
    """A whole number, or 0 for whatever is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0
