"""One table as the law sees it: whose rows are somebody's, why we hold them, for how long, and how they end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from ..models import Member

if TYPE_CHECKING:
    from accounts.models import User


class Basis(models.TextChoices):
    """On which ground of the UK GDPR we hold something."""

    INTEREST = "interest", "Legitimate interests: running a network for its members"
    CONSENT = "consent", "Your consent, which you can take back"
    DUTY = "duty", "A legal duty"


@dataclass(frozen=True)
class Person:
    """Somebody whose data we hold: with an account, a row as a member, or both; and every address of theirs."""

    user: "User | None"
    member: Member | None
    addresses: tuple[str, ...]

    @property
    def name(self) -> str:
        """What we call them; empty for somebody who never told their name."""
        return self.member.name if self.member else ""


Erase = Callable[[Person, "models.QuerySet[Any]", datetime], object]


def delete(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
    """The rows go."""
    return rows.delete()


def leave_blank(**values: object) -> Erase:
    """The rows stay for what they count, without whom they are about."""

    def erase(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
        return rows.update(**values)

    return erase


@dataclass(frozen=True)
class Holding:
    """What one table holds about people.

    `of` finds somebody's rows; `title` and `purpose` are in words for them; `kept` is the code of a retention rule;
    `hides` are columns that even its owner is not shown, each with the reason; `erase` ends the rows of somebody who
    is erased. Holdings are erased in the order of `order`, lowest first.
    """

    model: str
    title: str
    purpose: str
    basis: Basis
    kept: str
    of: Callable[[Person], "models.QuerySet[Any]"]
    erase: Erase = delete
    hides: Mapping[str, str] = field(default_factory=dict)
    order: int = 50

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)


# Upper apps append theirs in `AppConfig.ready()`.
holdings: list[Holding] = []


def person_of(user: "User") -> Person:
    """Somebody who can sign in, with all their addresses, as they are stored."""
    known = user.emailaddress_set.values_list("email", flat=True)  # type: ignore[attr-defined]  # allauth has no types
    member = Member.objects.filter(user=user).first()
    return Person(user, member, tuple(dict.fromkeys([user.email, *known])))
