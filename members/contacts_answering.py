"""Who answers for a contact today: the contact or, while they are away or get no mail, a deputy; and how they are."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from look import words
from outbox.models import Bounce, Message, State, StoppedAddress

from .models import Contact, Member

# So long after a contact last said that all is right we ask again; the desk hears of silence two weeks later.
HALF_A_YEAR, PATIENCE = timedelta(days=182), timedelta(days=14)
# A message of so long ago that did not arrive says nothing about today.
LATELY = timedelta(days=30)


class Health(models.TextChoices):
    """How it stands with a contact, the worst last."""

    WELL = "well", "answers"
    AWAY = "away", "away"
    ENDED = "ended", "not on the site"
    GONE = "gone", "has left the network"
    SILENT = "silent", "has not confirmed for 6 months"
    NOT_ARRIVED = "not_arrived", "a message did not arrive"
    STOPPED = "stopped", "the address gets no mail"
    NOBODY = "nobody", "nobody answers"


OWN = {
    Health.WELL: "What visitors write to this contact comes to you.",
    Health.SILENT: "You have not said for 6 months that this is right. One press says so.",
}
ASKS = (Health.GONE, Health.SILENT, Health.NOT_ARRIVED, Health.STOPPED, Health.NOBODY)


class Rota(NamedTuple):
    """All contacts as they are on one date, read once however many are asked about."""

    on: date
    contacts: dict[int, Contact]
    stopped: frozenset[str]
    troubled: frozenset[str]
    gone: frozenset[str] = frozenset()

    def is_there(self, contact: Contact) -> bool:
        """Whether what is sent to this contact today reaches somebody who reads it."""
        return contact.is_current(self.on) and not is_away(contact, self.on) and not self.is_stopped(contact)

    def is_stopped(self, contact: Contact) -> bool:
        return contact.email.lower() in self.stopped

    def answering(self, contact: Contact) -> Contact | None:
        """The contact, or the first of their deputies who is there; None if nobody is. A circle of deputies ends."""
        asked: set[int] = set()
        at: Contact | None = contact
        while at and at.pk not in asked:
            if self.is_there(at):
                return at
            asked.add(at.pk)
            at = self.contacts.get(at.deputy_id) if at.deputy_id else None
        return None

    def others(self, contact: Contact) -> list[Contact]:
        """Whom else one can write to."""
        current = [each for each in self.contacts.values() if each.pk != contact.pk and each.is_current(self.on)]
        return [each for each in current if self.answering(each)]

    def health(self, contact: Contact) -> Health:
        if not contact.is_current(self.on):
            return Health.ENDED
        if self.answering(contact) is None:
            return Health.NOBODY
        if self.is_stopped(contact):
            return Health.STOPPED
        if contact.email.lower() in self.troubled:
            return Health.NOT_ARRIVED
        if is_silent(contact, self.on):
            return Health.SILENT
        if contact.email.lower() in self.gone:
            return Health.GONE
        return Health.AWAY if is_away(contact, self.on) else Health.WELL

    def meanwhile(self, contact: Contact) -> str:
        """What a page says of somebody who is away: who answers, and until when. Empty while they are there."""
        if self.is_there(contact):
            return ""
        until = f" until {words.day(contact.away_until)}" if is_away(contact, self.on) and contact.away_until else ""
        answering = self.answering(contact)
        who = f"{answering.name} answers meanwhile" if answering else "Nobody can answer meanwhile"
        return f"Away{until}. {who}." if until else f"{who}."

    def in_words(self, contact: Contact) -> str:
        """For the desk: how it stands, and who answers instead."""
        health = self.health(contact)
        state = "" if health == Health.AWAY else f"{health.label.capitalize()}."
        return " ".join(filter(None, [state, self.meanwhile(contact)]))

    def in_words_to_owner(self, contact: Contact) -> str:
        """The same for whoever the contact is."""
        return OWN.get(self.health(contact)) or self.in_words(contact)

    def asking(self) -> list[Contact]:
        """Those that a coordinator must look at."""
        return [each for each in self.contacts.values() if self.health(each) in ASKS]


def rota(on: date) -> Rota:
    contacts = {each.pk: each for each in Contact.objects.all()}
    known = {each.email.lower() for each in contacts.values()}
    stopped = StoppedAddress.objects.filter(address__in=known).values_list("address", flat=True)
    left = Member.objects.filter(left_on__lte=on, user__emailaddress__email__in=known)
    gone = left.values_list("user__emailaddress__email", flat=True)
    return Rota(on, contacts, frozenset(stopped), troubled_among(known, on), frozenset(gone))


def troubled_among(addresses: Iterable[str], on: date) -> frozenset[str]:
    """Those at which a message lately failed or came back, and nobody has said since that they work."""
    since = timezone.make_aware(datetime.combine(on - LATELY, time.min))
    # It was tried last after it was written: by this, and with its words, an index finds the few that failed.
    failed = Message.objects.filter(state=State.FAILED, words_erased_at=None, next_attempt_at__gte=since)
    failed = failed.alias(lower=Lower("recipient")).filter(lower__in=addresses, created_at__gte=since)
    back = Bounce.objects.filter(address__in=addresses, forgiven_at=None, at__gte=since)
    came_back = back.exclude(message=None).values_list("address", flat=True)
    return frozenset(each.lower() for each in failed.values_list("recipient", flat=True)) | frozenset(came_back)


def answering(contact: Contact, on: date) -> Contact | None:
    """Who gets what is written to this contact on that date; None if nobody can."""
    return rota(on).answering(contact)


def is_away(contact: Contact, on: date) -> bool:
    return bool(contact.away_from and contact.away_until and contact.away_from <= on <= contact.away_until)


def is_due(contact: Contact, on: date) -> bool:
    """Whether to ask if all is still right: two weeks before half a year has passed, and once for each half year."""
    sure, asked = contact.confirmed_on, contact.asked_on
    recently = HALF_A_YEAR - PATIENCE
    if not contact.is_current(on) or (sure and on - sure < recently):
        return False
    return asked is None or on - asked >= recently


def is_silent(contact: Contact, on: date) -> bool:
    """Whether half a year has passed since they said that all is right; a new contact has two weeks to answer."""
    if contact.confirmed_on:
        return on - contact.confirmed_on >= HALF_A_YEAR
    return contact.asked_on is not None and on - contact.asked_on >= PATIENCE
