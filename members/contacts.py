"""Pass on what a visitor writes, to a contact or to the controller, without showing anybody's address on a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from outbox import post

from .models import Contact

if TYPE_CHECKING:
    from accounts.models import User


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


@transaction.atomic
def pass_on(contact: Contact, note: Note, now: datetime, by: "User | None" = None) -> None:
    """Send the note to the contact, who answers its writer, and tell the writer that it went.

    Anybody can type anybody's address. So what was typed goes back only to someone signed in with that address; another
    address gets a receipt without a word of it, and at most one a day.
    """
    is_own = by is not None and by.email.casefold() == note.email.casefold()
    words = {"contact": contact, "note": note, "is_own": is_own}
    about = f"contact:{contact.slug}"
    post.write(
        "members/passed_on", to=contact.email, key=note.mark, now=now, about=about, reply_to=note.email, context=words
    )
    once = note.mark if is_own else f"{note.email.casefold()}:{timezone.localdate(now)}"
    post.write("members/passed_on_receipt", to=note.email, key=once, now=now, about=about, context=words)


@transaction.atomic
def complain(note: Note, now: datetime) -> None:
    """Send a complaint about the use of data to the controller, and acknowledge it (Data (Use and Access) Act 2025)."""
    words, about = {"note": note}, f"complaint:{note.reference}"
    to = settings.CONTROLLER_CONTACT
    post.write("members/complaint", to=to, key=note.mark, now=now, about=about, reply_to=note.email, context=words)
    post.write("members/complaint_received", to=note.email, key=note.mark, now=now, about=about, context=words)
