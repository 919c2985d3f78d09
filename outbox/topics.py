"""Mail that can be switched off, sort by sort, and mail that is always sent; upper apps append theirs in `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from .models import MailChoice

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Topic:
    """A sort of mail that can be switched off; its code is one short word, since it stands in addresses."""

    code: str
    label: str
    help: str


@dataclass(frozen=True)
class Always:
    """A sort of mail that cannot be switched off, and why."""

    label: str
    why: str


@dataclass(frozen=True)
class Way:
    """How mail comes: a choice that is kept elsewhere. `is_on` gives None for whoever does not have it."""

    code: str
    label: str
    help: str
    is_on: Callable[["User"], bool | None]
    switch: Callable[["User", bool], None]


known: list[Topic] = []
always: list[Always] = []
ways: list[Way] = []


def topic(code: str) -> Topic | None:
    return next((each for each in known if each.code == code), None)


def wants(user: "User", code: str) -> bool:
    """Say whether somebody wants a sort of mail; who never chose does."""
    return not not_wanting(code).filter(user=user).exists()


def unwanted_by(user: "User") -> set[str]:
    """The sorts of mail that somebody switched off."""
    return set(MailChoice.objects.filter(user=user, wanted=False).values_list("topic", flat=True))


def not_wanting(code: str) -> QuerySet[MailChoice]:
    """Who switched a sort of mail off: for leaving many people out in one question."""
    return MailChoice.objects.filter(topic=code, wanted=False)


@transaction.atomic
def switch(user: "User", code: str, now: datetime, *, wanted: bool) -> None:
    """Switch a sort of mail on or off; the same again changes nothing."""
    choice, made = MailChoice.objects.get_or_create(
        user=user, topic=code, defaults={"wanted": wanted, "changed_at": now}
    )
    if not made and choice.wanted != wanted:
        choice.wanted, choice.changed_at = wanted, now
        choice.save(update_fields=["wanted", "changed_at"])
