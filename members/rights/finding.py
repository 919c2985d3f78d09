"""How a table finds somebody's rows: by a link, by an address, by a name, or as what they did themselves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from .holding import FORMER, Basis, Erase, Holding, Person, Rows, keep
from .traces import Traces

ABOUT_OTHERS = "It is about somebody else."
ABOUT_OTHERS_TOO = "It is about others too; it is read where it stands."
RANDOM = "A random name that leads to nothing else."
SECRET = "Whoever knows it could act in your name."  # noqa: S105  says why a secret is not shown
FOR_SEARCH = "The same words again, made ready for a search."


def table(model: str) -> "models.QuerySet[Any]":
    return apps.get_model(model)._default_manager.all()


def by_link(model: str, *paths: str) -> Rows:
    """The rows that lead to this person by one of these paths, each of which ends at a member or at a user."""

    def of(person: Person) -> "models.QuerySet[Any]":
        found = Q(pk__in=[])
        for path in paths:
            pk = person.user_pk if ends_at_a_user(model, path) else person.member_pk
            found |= Q(**{path: pk}) if pk is not None else Q(pk__in=[])
        return table(model).filter(found)

    return of


def ends_at_a_user(model: str, path: str) -> bool:
    at = apps.get_model(model)
    for step in path.split("__"):
        at = at._meta.get_field(step).related_model  # type: ignore[assignment]  # a link always has one
    return at._meta.label == "accounts.User"


def by_address(model: str, *columns: str) -> Rows:
    """The rows with one of their addresses."""

    def of(person: Person) -> "models.QuerySet[Any]":
        found = Q(pk__in=[])
        for column in columns:
            for address in person.addresses:
                found |= Q(**{f"{column}__iexact": address})
        return table(model).filter(found)

    return of


def by_name(model: str, *columns: str) -> Rows:
    """The rows in which exactly their name stands."""

    def of(person: Person) -> "models.QuerySet[Any]":
        found = Q(pk__in=[])
        for column in columns:
            found |= Q(**{f"{column}__in": [*person.names, *person.addresses]})
        return table(model).filter(found)

    return of


def by_mention(model: str, *columns: str) -> Rows:
    """The rows whose text names them, or one of their addresses."""

    def of(person: Person) -> "models.QuerySet[Any]":
        pattern = Traces.of(person).in_database
        if not pattern:
            return table(model).none()
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__iregex": pattern})
        return table(model).filter(found)

    return of


def either(*ways: Rows) -> Rows:
    def of(person: Person) -> "models.QuerySet[Any]":
        first, *others = (way(person) for way in ways)
        for other in others:
            first |= other
        return first

    return of


def unsigned(by: str, named: str) -> Erase:
    """What they did stays done, and says no more that it was they; a name is left blank where none must stand."""

    def erase(person: Person, rows: "models.QuerySet[Any]", now: datetime) -> object:
        if named:
            rows.exclude(**{named: ""}).update(**{named: FORMER})
        return rows.update(**{by: None}) if by else None

    return erase


def deed(
    model: str,
    title: str,
    *,
    by: str = "",
    named: str = "",
    shows: Iterable[str] = (),
    kept: str = "leaver",
) -> Holding:
    """What somebody did about others or for the network: they read that and when, and nothing of whom it was about.

    So every column is hidden but their own name and what `shows` says. Where no rule lets go of the row itself, their
    name goes from it with them.
    """
    ways = [by_link(model, by)] if by else [by_name(model, named)]
    own = [*(column for column in (by, named) if column), *shows]
    columns = [field.name for field in apps.get_model(model)._meta.concrete_fields if not field.primary_key]
    return Holding(
        model=model,
        title=title,
        purpose="So that it can be asked later who decided or wrote something.",
        basis=Basis.INTEREST,
        kept=kept,
        of=either(*ways),
        erase=unsigned(by, named),
        shows=tuple(own),
        hides={column: ABOUT_OTHERS for column in columns if column not in own},
        order=20,
    )


def mention(
    model: str,
    title: str,
    columns: Iterable[str],
    *,
    shows: Iterable[str] = (),
    further: Mapping[str, str] | None = None,
) -> Holding:
    """What others wrote that names somebody: they read where it stands, and members read it there."""
    columns = tuple(columns)
    return Holding(
        model=model,
        title=title,
        purpose="It is the network's own record of what it did, in which you are named.",
        basis=Basis.INTEREST,
        kept="leaver",
        of=by_mention(model, *columns),
        erase=keep,
        shows=tuple(shows),
        hides={column: ABOUT_OTHERS_TOO for column in columns if column not in shows} | dict(further or {}),
        seen_by="Whoever reads the page on which it stands, and coordinators.",
        order=60,
    )
