"""One table as the law sees it: whose rows are somebody's, why we hold them, for how long, and how they end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import models

from ..models import Application, Appointment, Member, NewAddress

if TYPE_CHECKING:
    from accounts.models import User

# What stands where a name or an address stood.
FORMER, REMOVED = "a former member", "[removed]"


class Basis(models.TextChoices):
    """On which ground of the UK GDPR we hold something."""

    INTEREST = "interest", "Legitimate interests: running a network for its members"
    CONSENT = "consent", "Your consent, which you can take back"
    DUTY = "duty", "A legal duty"


@dataclass(frozen=True)
class Person:
    """Somebody whose data we hold: with an account, a row as a member, or both; and every address of theirs.

    `names` are what they are or were called here; `numbers` their telephone and their registrations.
    """

    user: "User | None"
    member: Member | None
    addresses: tuple[str, ...]
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What we call them; empty for somebody who never told their name."""
        return self.member.name if self.member else next(iter(self.names), "")

    @property
    def member_pk(self) -> int | None:
        return self.member.pk if self.member else None

    @property
    def user_pk(self) -> int | None:
        return self.user.pk if self.user else None


Rows = Callable[[Person], "models.QuerySet[Any]"]
Erase = Callable[[Person, "models.QuerySet[Any]", datetime], object]


def delete(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
    """The rows go."""
    return rows.delete()


def keep(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
    """The rows are somebody else's, or the network's: the sweep takes this person's name and addresses out of them."""
    return None


def leave_blank(**values: object) -> Erase:
    """The rows stay for what they count, without whom they are about."""

    def erase(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
        return rows.update(**values)

    return erase


@dataclass(frozen=True)
class Holding:
    """What one table holds about people.

    `of` finds somebody's rows; `title` and `purpose` are in words for them; `kept` is the code of a retention rule;
    `shows` are the columns of text and the links to people that their owner reads (dates, numbers and choices are shown
    by themselves), `hides` those that even its owner is not shown, each with the reason; `seen_by` says in words who
    else can read it; `erase` ends the rows of somebody who is erased. Holdings are erased in the order of `order`,
    lowest first.
    """

    model: str
    title: str
    purpose: str
    basis: Basis
    kept: str
    of: Rows
    erase: Erase = delete
    shows: tuple[str, ...] = ()
    hides: Mapping[str, str] = field(default_factory=dict)
    seen_by: str = "You and coordinators."
    order: int = 50

    @property
    def table(self) -> type[models.Model]:
        return apps.get_model(self.model)


# Upper apps append theirs in `AppConfig.ready()`.
holdings: list[Holding] = []

# The tables that hold nothing about anybody, each with the reason; upper apps add theirs.
about_nobody: dict[str, str] = {}

# Upper apps append what else knows a name or an address of somebody, such as a certificate of years ago.
further_names: list[Callable[[Person], Iterable[str]]] = []
further_addresses: list[Callable[[Person], Iterable[str]]] = []


def person_of(user: "User") -> Person:
    """Somebody who can sign in, with all their addresses, as they are stored."""
    known = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    member = Member.objects.filter(user=user).first()
    asked = Application.objects.filter(user=user).values_list("name", "registration_number").order_by("pk")
    called = [*([member.name] if member else []), *(name for name, _ in asked)]
    called += Appointment.objects.filter(user=user).values_list("name", flat=True)
    numbers = [*([member.registration_number, member.phone] if member else []), *(number for _, number in asked)]
    person = Person(user, member, unique([user.email, *known]), unique(called), unique(numbers))
    names = [*person.names, *(name for more in further_names for name in more(person))]
    further = [*offered(user), *(each for more in further_addresses for each in more(person))]
    addresses = [*person.addresses, *not_handed_on(further, user)]
    own = [name for name in names if "@" not in name]  # who has no name is recorded by address
    return Person(user, member, unique(addresses), unique(own), person.numbers)


def offered(user: "User") -> Iterable[str]:
    """The addresses that coordinators wanted to let in for them."""
    return NewAddress.objects.filter(user=user).values_list("email", flat=True)


def not_handed_on(addresses: Iterable[str], user: "User") -> list[str]:
    """Without those by which somebody else signs in by now: what is written to these is the other's."""
    asked = {address: address.lower() for address in addresses}
    others = EmailAddress.objects.exclude(user=user).filter(email__in=asked.values())
    handed_on = set(others.values_list("email", flat=True))
    return [address for address, lower in asked.items() if lower not in handed_on]


def unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in words if word.strip()))
