"""Contacts keep themselves: they say that all is right and when they are away; what does not reach one is passed on."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from outbox import post
from outbox.models import Message, State

from . import link_names
from .contacts_answering import LATELY, is_due, rota
from .models import Contact

if TYPE_CHECKING:
    from accounts.models import User

GOOD_FOR = timedelta(days=60)
LONGEST_AWAY = timedelta(days=366)


class Refusal(models.TextChoices):
    """Why nothing was changed."""

    PAST = "past", "The last day away must be today or later."
    ORDER = "order", "The last day away must not be before the first."
    LONG = "long", "Give a year at most. For longer, ask a coordinator to name somebody else."
    OURSELVES = "ourselves", "Choose somebody else to answer for you."


class Refused(Exception):
    """Nothing was changed; `reason` says why, in words for the contact."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def of_user(user: "User", on: date) -> models.QuerySet[Contact]:
    """The contacts at an address that this person has verified, whose time has not ended."""
    own = addresses.recovery(user) + ([user.email] if addresses.is_verified(user) else [])
    found = Contact.objects.alias(lower=Lower("email")).filter(lower__in=[each.lower() for each in own])
    return found.filter(Q(until=None) | Q(until__gte=on)).select_related("deputy")


def path(contact: Contact, on: date) -> str:
    """The path of a contact's own page, for a mail to them."""
    return reverse("members:contact_link", args=[link_names.name(purpose(contact), contact.pk, on)])


def behind(token: str, on: date) -> Contact | None:
    """Whose page a link opens; nobody's once the contact is at another address, has ended, or it is too old."""
    pk = link_names.claimed(token)
    contact = Contact.objects.select_related("deputy").filter(pk=pk).first() if pk else None
    if contact is None or (contact.until and contact.until < on):
        return None
    return contact if link_names.read(purpose(contact), token, on, GOOD_FOR) else None


def purpose(contact: Contact) -> str:
    """With the address that it was sent to, so that a successor's page is not opened by an old mail."""
    return f"contact.{contact.email.lower()}"


@transaction.atomic
def confirm(contact: Contact, on: date) -> Contact:
    """The contact says that all is right; saying it again changes nothing."""
    contact = lock(contact)
    contact.confirmed_on = on
    contact.save(update_fields=["confirmed_on"])
    return contact


def refusal(contact: Contact, first: date, last: date, deputy: Contact | None, on: date) -> Refusal | None:
    """Say why a contact cannot be away so, or None if they can."""
    if last < first:
        return Refusal.ORDER
    if last < on:
        return Refusal.PAST
    if last - first > LONGEST_AWAY:
        return Refusal.LONG
    return Refusal.OURSELVES if deputy and deputy.pk == contact.pk else None


@transaction.atomic
def go_away(contact: Contact, first: date, last: date, deputy: Contact | None, on: date) -> Contact:
    """The contact is away, and who answers meanwhile; it says that the rest is right too. Raises Refused."""
    contact = lock(contact)
    if reason := refusal(contact, first, last, deputy, on):
        raise Refused(reason)
    contact.away_from, contact.away_until, contact.deputy, contact.confirmed_on = first, last, deputy, on
    contact.save(update_fields=["away_from", "away_until", "deputy", "confirmed_on"])
    return contact


@transaction.atomic
def come_back(contact: Contact, on: date) -> Contact:
    """The contact answers again from now on; their deputy stays named for the next time."""
    contact = lock(contact)
    contact.away_from = contact.away_until = None
    contact.confirmed_on = on
    contact.save(update_fields=["away_from", "away_until", "confirmed_on"])
    return contact


def hand_on(contacts: models.QuerySet[Contact], name: str, email: str) -> int:
    """Somebody else answers from now on, is not away, and is asked whether all is right: nobody said so for them."""
    anew = dict.fromkeys(("away_from", "away_until", "asked_on", "confirmed_on"))
    return contacts.update(name=name, email=email, **anew)


def lock(contact: Contact) -> Contact:
    return Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)


def ask(now: datetime) -> int:
    """Ask each contact twice a year whether all is still right; a job of `tick`, safe to run twice or late."""
    on = timezone.localdate(now)
    return sum(ask_one(contact, now) for contact in Contact.objects.current(on) if is_due(contact, on))


@transaction.atomic
def ask_one(contact: Contact, now: datetime) -> bool:
    contact, on = lock(contact), timezone.localdate(now)
    if not is_due(contact, on):
        return False
    contact.asked_on = on
    contact.save(update_fields=["asked_on"])
    words = {"contact": contact, "link": path(contact, on)}
    key = f"{contact.pk}:{on}:{contact.email}"[:150]  # whoever takes over on that day is asked too
    post.write("members/contact_asked", to=contact.email, key=key, now=now, context=words)
    return True


def lost(now: datetime) -> models.QuerySet[Message]:
    """What was passed on to a contact in the last month and reached neither them nor, passed on again, another one."""
    lately = Message.objects.filter(created_at__gte=now - LATELY)
    failed = Q(state=State.FAILED) | Q(bounces__isnull=False)
    arrived = passed_again(lately.exclude(failed))
    return lately.filter(failed, name="members/passed_on", words_erased_at=None).exclude(pk__in=arrived).distinct()


def passed_again(messages: models.QuerySet[Message]) -> set[int]:
    """What these passed on a second time."""
    found = messages.filter(name="members/passed_on_again").values_list("about", flat=True)
    return {int(about.rpartition(":")[2]) for about in found}


def pass_on_lost(now: datetime) -> int:
    """Pass on to a deputy once what did not reach a contact; a job of `tick`. What reaches nobody stays at the desk."""
    today = rota(timezone.localdate(now))
    by_slug = {each.slug: each for each in today.contacts.values()}
    passed = 0
    for message in lost(now).exclude(pk__in=passed_again(Message.objects.filter(created_at__gte=now - LATELY))):
        meant = by_slug.get(message.about.partition(":")[2])
        to = today.answering(meant) if meant else None
        if meant and to and to.email.lower() != message.recipient.lower():
            pass_again(message, meant, to, now)
            passed += 1
    return passed


def pass_again(message: Message, meant: Contact, to: Contact, now: datetime) -> None:
    reply_to = message.headers.get("Reply-To", "")
    words = {"contact": meant, "to": to, "original": message.text.strip()}
    about = f"passed:{message.pk}"
    key = str(message.pk)
    post.write("members/passed_on_again", to=to.email, key=key, now=now, about=about, reply_to=reply_to, context=words)
