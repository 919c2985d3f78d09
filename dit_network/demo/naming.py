"""Serials and names in addresses, random elsewhere, follow from the seed; messages that carry them say the same."""

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Replace

from meetings.models import Certificate, Poll
from meetings.models.attendance import ALPHABET
from members.models import (
    AccessRequest,
    Breach,
    Consent,
    Evidence,
    Leaving,
    NewAddress,
    Offer,
    PlaceRequest,
    Supervision,
)
from minutes.models import Action, AgendaItem, Document
from outbox.models import Message

from .lives import token

FIELDS = ("key", "about", "text", "html", "subject", "calendar")
WITH_A_PUBLIC_ID = (Action, AgendaItem, Document, Evidence, Poll, Leaving, NewAddress, PlaceRequest, Supervision)
IN_MESSAGES = (Poll, PlaceRequest)
WITH_A_REFERENCE = (AccessRequest, Breach)


def settle(seed: int) -> None:
    """Give every row whose name is random elsewhere one that is the same for the same seed."""
    for certificate in Certificate.objects.order_by("pk"):
        old, new = certificate.serial, serial(seed, certificate.pk)
        certificate.serial = new
        certificate.save(update_fields=["serial"])
        Consent.objects.filter(field=f"certificate {old}").update(field=f"certificate {new}")
        rename(Message.objects.filter(text__contains=old), old, new)
    for model in WITH_A_PUBLIC_ID:
        for row in model.objects.order_by("pk"):
            old, row.public_id = row.public_id, token(seed, model.__name__, row.pk)[:12]
            row.save(update_fields=["public_id"])
            if model in IN_MESSAGES:
                rename(Message.objects.filter(text__contains=old), old, row.public_id)
    for register in WITH_A_REFERENCE:
        for entry in register.objects.order_by("pk"):
            entry.reference = token(seed, register.__name__, entry.pk)[:12]
            entry.save(update_fields=["reference"])


def name_offer(offer: Offer, name: str) -> None:
    """Give an offer a name that is the same for the same seed; what was consented to for it goes by the same one."""
    Consent.objects.filter(field=f"offer:{offer.public_id}").update(field=f"offer:{name}")
    Offer.objects.filter(pk=offer.pk).update(public_id=name)


def serial(seed: int, number: int) -> str:
    """As `random_serial` writes one."""
    digits = bytes.fromhex(token(seed, "certificate", number))
    letters = [ALPHABET[digit % len(ALPHABET)] for digit in digits[:12]]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def rename(messages: QuerySet[Message], old: str, new: str) -> None:
    messages.update(**{field: Replace(F(field), Value(old), Value(new)) for field in FIELDS})
