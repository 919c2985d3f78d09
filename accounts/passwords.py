"""What no password may be: one that everybody tries, however dressed up, or the person's own address."""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from .models import User

SHORT = 24  # beyond this nobody tries even dull ones
TRIMMINGS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


class NotCommon(CommonPasswordValidator):
    """Refuse the 20,000 most often found in breaches, with anything before or after them, and runs like abcdef."""

    def validate(self, password: str, user: User | None = None) -> None:
        folded = password.casefold()
        heart = TRIMMINGS.sub("", folded)
        dull = len(folded) < SHORT and (is_repeated(folded) or is_run(folded))
        if folded in self.passwords or heart in self.passwords or dull:
            raise ValidationError("Choose another password: this one is among the first that others try.")


class NotTheAddress:
    """Refuse a password that has the part of an address before the @ in it."""

    def validate(self, password: str, user: User | None = None) -> None:
        name = letters_and_digits(user.email.partition("@")[0]) if user else ""
        if len(name) >= 4 and name in letters_and_digits(password):
            raise ValidationError("Choose another password: this one has your address in it.")

    def get_help_text(self) -> str:
        return "Your password must not have your address in it."


def is_repeated(text: str) -> bool:
    """Say whether the text is a short piece said again and again, like abcabcabc."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, min(5, len(text))))


def is_run(text: str) -> bool:
    """Say whether most characters follow the one before in the alphabet or among the digits, either way."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    return sum(step in (-1, 0, 1) for step in steps) > 0.7 * len(steps)


def letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
