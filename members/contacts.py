"""Pass on what a visitor writes, to a contact or to the controller, without showing anybody's address on a page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from accounts import addresses
from outbox import post
from outbox.models import Message

from . import link_names, registers
from .contacts_answering import answering
from .models import Contact

if TYPE_CHECKING:
    from accounts.models import User


ACKNOWLEDGED_AN_HOUR = 5
COPY, COPY_FOR = "contact-copy", timedelta(days=30)


@dataclass(frozen=True)
class Note:
    """What somebody wrote; `mark` is of the one form that was shown to them, so that sending it twice is once."""

    name: str
    email: str
    text: str
    mark: str

    @property
    def reference(self) -> str:
        """What to quote later."""
        return self.mark[:8].upper()


class NobodyThere(Exception):
    """Nobody answers for this contact today; nothing was sent."""


@transaction.atomic
def pass_on(contact: Contact, note: Note, now: datetime, by: "User | None" = None) -> None:
    """Send the note to whoever answers for the contact, who writes back to its writer, and tell the writer.

    Anybody can type anybody's address. So what was typed goes back at once only to someone signed in with that address;
    another address gets a receipt without a word of it, at most one a day, whose link has a button for the copy.
    Raises NobodyThere.
    """
    on = timezone.localdate(now)
    to = answering(contact, on)
    if to is None:
        raise NobodyThere
    is_own = by is not None and is_theirs(by, note.email)
    words = {"contact": contact, "to": to, "note": note, "is_own": is_own}
    about = f"contact:{contact.slug}"
    passed = post.write(
        "members/passed_on", to=to.email, key=note.mark, now=now, about=about, reply_to=note.email, context=words
    )
    words["link"] = "" if is_own else copy_path(passed, on)
    once = note.mark if is_own else f"{note.email.casefold()}:{on}"
    post.write("members/passed_on_receipt", to=note.email, key=once, now=now, about=about, context=words)


def is_theirs(user: "User", email: str) -> bool:
    """Whether this is an address that the person has proved to be theirs."""
    own = addresses.recovery(user) + ([user.email] if addresses.is_verified(user) else [])
    return email.casefold() in (each.casefold() for each in own)


def copy_path(passed: Message, on: date) -> str:
    return reverse("members:contact_copy", args=[link_names.name(COPY, passed.pk, on)])


def to_copy(token: str, on: date) -> Message | None:
    """The message of which a receipt's link asks for a copy, while its words are kept."""
    pk = link_names.read(COPY, token, on, COPY_FOR)
    return Message.objects.filter(pk=pk, name="members/passed_on", words_erased_at=None).first() if pk else None


def send_copy(passed: Message, now: datetime) -> None:
    """Send the writer what was passed on, once: they have shown that they read mail at the address they typed."""
    to, words = passed.headers["Reply-To"], {"original": passed.text.strip()}
    post.write("members/passed_on_copy", to=to, key=str(passed.pk), now=now, about=passed.about, context=words)


@transaction.atomic
def complain(note: Note, now: datetime, by: "User | None" = None) -> None:
    """Send a complaint about the use of data to the controller, acknowledge it (Data (Use and Access) Act 2025), and
    keep it in the register.

    Each one counts, from wherever it comes; only the mail to an address that nobody has proved has an end, so that
    strangers cannot fill somebody's mailbox with our receipts. The desk acknowledges the rest.
    """
    is_told = (by and is_theirs(by, note.email)) or acknowledged_lately(note.email, now) < ACKNOWLEDGED_AN_HOUR
    registers.complaint(note, now, by, is_acknowledged=bool(is_told))
    words, about = {"note": note}, f"complaint:{note.reference}"
    to = settings.CONTROLLER_CONTACT
    post.write("members/complaint", to=to, key=note.mark, now=now, about=about, reply_to=note.email, context=words)
    if is_told:
        registers.tell_that_it_came(note.reference, note.email, note.mark, now)


def acknowledged_lately(email: str, now: datetime) -> int:
    received = Message.objects.filter(name="members/complaint_received", created_at__gt=now - timedelta(hours=1))
    return received.alias(lower=Lower("recipient")).filter(lower=email.lower()).count()
