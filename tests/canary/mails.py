"""Every message about the person: each function that writes one is called with their rows, found by its signature."""

import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from inspect import Parameter, isfunction, signature
from typing import Any, get_args

from django.db import models
from django.utils import timezone

from members import contacts, contacts_keeping, new_addresses, yearly
from members.models import Application, Contact, Decision, Evidence, Member, NewAddress, Offer, PlaceRequest
from members.models.application import DecisionKind
from members.models.member import MemberQuerySet
from outbox.models import Message
from tests.canary.network import Network
from tests.canary.rows import OURS, made, word
from tests.factories import make_coordinator

# What no row of the person writes, and why.
NOT_MADE = {
    "The words of a meeting and how its reader answered: nobody else is in it.": (
        *("meetings/digest", "meetings/nudge", "meetings/reminder"),
    ),
    "Numbers alone.": ("meetings/goes_ahead", "members/applications_wait"),
    "What a coordinator types.": ("meetings/notice",),
    "To the addresses of whom it is about, and to nobody else.": (
        *("members/new_address_give_up", "members/new_address_open", "members/new_address_used"),
        *("members/mailbox_lost", "members/undone", "members/complaint_closed"),
    ),
    "It names nobody.": ("outbox/nobody_reads", "outbox/test_message"),
}
# What somebody else has to be told: whoever brings a guest says who invites them; whoever asks for a word, for what.
MAY_TELL = {
    "meetings/guest_": {"meetings.Guest.name", "members.Member.name"},
    "members/word_asked": {"members.Evidence.provider"},
}
# Those who act, or who are told of what others do.
OTHERS = ("by", "coordinator")
PLAIN: dict[Any, Callable[[datetime], Any]] = {
    datetime: lambda now: now,
    date: timezone.localdate,
    timedelta: lambda now: timedelta(),
    int: lambda now: 1,
    str: lambda now: "Because",
    bool: lambda now: False,
    dict[str, str]: lambda now: {"when": "Then", "where": "There"},
    object: lambda now: None,
}


def writers() -> Iterator[Callable[..., Any]]:
    """The functions of our modules of messages that take a row; those that take a message's name only help them."""
    for name, module in sorted(sys.modules.items()):
        if name.split(".")[0] in OURS and name.rpartition(".")[2].endswith(("messages", "letters")):
            functions = [each for each in vars(module).values() if isfunction(each) and each.__module__ == name]
            yield from (each for each in functions if writes(each))


def writes(function: Callable[..., Any]) -> bool:
    told = signature(function)
    first = next(iter(told.parameters.values()))
    return told.return_annotation is None and "name" not in told.parameters and bool(model_of(first.annotation))


def model_of(annotation: Any) -> type[models.Model] | None:
    """The model of a parameter, also of one that takes several rows or none."""
    kinds = [annotation, *get_args(annotation)]
    return next((each for each in kinds if isinstance(each, type) and issubclass(each, models.Model)), None)


def write_all(network: Network, now: datetime) -> None:
    """Let each of these functions write about each of the person's rows, and do what writes in other ways."""
    named = network.person.supervisions.exclude(supervisor=None).earliest("pk")
    Evidence.objects.filter(pk__in=[row.pk for row in network.rows if type(row) is Evidence]).update(supervision=named)
    given = Given(network, now)
    for writer in writers():
        first, *further = signature(writer).parameters.values()
        rest = {each.name: given.value(each) for each in further if each.default is Parameter.empty}
        for row in given.rows(model_of(first.annotation)):
            several = model_of(first.annotation) is not first.annotation
            writer([row] if several else row, **rest)
    for name in ("still_right", "still_right_again"):
        yearly.write(name, network.person, now, key="asked")
    write_to_contact(network, now)
    for row in given.rows(NewAddress):
        new_addresses.tell_old_ones(row, "new_address_asked", now)


def write_to_contact(network: Network, now: datetime) -> None:
    """The person is whom a visitor asks, whose address no mail to others tells; who then complains."""
    said = {"name": "A key contact", "email": f"{word(network.words, 'members.Contact.email')}@trust.example"}
    contact = Contact.objects.create(slug="asked", role="Asked", **said)
    note = contacts.Note("A Visitor", "visitor@home.example", "May I come?", "1234567890")
    contacts.pass_on(contact, note, now)
    passed = Message.objects.get(name="members/passed_on", about="contact:asked")
    contacts.send_copy(passed, now)
    contacts_keeping.pass_again(passed, contact, Contact.objects.exclude(pk=contact.pk).earliest("pk"), now)
    contacts.complain(note, now)


class Given:
    """What there is to write about."""

    def __init__(self, network: Network, now: datetime) -> None:
        self.network, self.now, self.coordinator = network, now, make_coordinator()
        theirs = Application.objects.get(user=network.person.user)
        made(Decision, network.next)
        Decision.objects.update(application=theirs, undone_at=now)
        then, offer = now - timedelta(days=60), Offer.objects.filter(supervisor=network.colleague).latest("pk")
        declined = {"purpose": "training", "state": "declined", "asked_at": then, "answered_at": then}
        self.asked = PlaceRequest.objects.create(offer=offer, member=network.person, **declined)

    def rows(self, model: Any) -> list[Any]:
        """The person's rows of a table; of a table that is about nobody its last one."""
        if model is Decision:  # each sort of it has its own letter
            decision = Decision.objects.get()
            return [Decision(**{**values_of(decision), "kind": kind}) for kind in DecisionKind]
        found = [row for row in (*self.network.rows, self.network.next, self.asked) if type(row) is model]
        return [model._default_manager.get(pk=row.pk) for row in found] or [model._default_manager.latest("pk")]

    def value(self, parameter: Parameter) -> Any:
        kind = parameter.annotation
        if parameter.name in OTHERS:
            return self.coordinator
        if kind == "User":
            return self.network.person.user
        if kind is MemberQuerySet:
            users = [user for user in self.network.users.values() if user]
            return Member.objects.filter(user__in=users)
        if model := model_of(kind):
            row = self.rows(model)[0]
            return row if model is kind or type(None) in get_args(kind) else [row]
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if kind in PLAIN:
            return PLAIN[kind](self.now)
        return next(PLAIN[each](self.now) for each in (*get_args(kind), object) if each in PLAIN)


def values_of(row: models.Model) -> dict[str, Any]:
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
