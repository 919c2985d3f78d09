"""What one look at the set-up of mail found, in words that a volunteer can act on."""

from dataclasses import dataclass

from django.db import models


class State(models.TextChoices):
    """No answer is no error: the DNS may be slow, or this machine may not reach it."""

    FINE = "fine", "In order"
    WRONG = "wrong", "To change"
    SILENT = "silent", "No answer"
    NOT_ASKED = "not_asked", "Not checked"


class Silent(Exception):
    """Whoever was asked did not answer in time."""


@dataclass(frozen=True)
class Finding:
    """`says` what is so, `to_do` what to change or to know, `found` the records as they were read."""

    state: State
    says: str
    to_do: str = ""
    found: tuple[str, ...] = ()


def fine(says: str, to_do: str = "", *found: str) -> Finding:
    return Finding(State.FINE, says, to_do, found)


def wrong(says: str, to_do: str, *found: str) -> Finding:
    return Finding(State.WRONG, says, to_do, found)


def not_asked(says: str, to_do: str = "") -> Finding:
    return Finding(State.NOT_ASKED, says, to_do)
