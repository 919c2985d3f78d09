"""Take one mail: whatever it is, it is read once, and a row says what it was and what became of it."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import InterfaceError, OperationalError, transaction

from ..models import Incoming
from . import people, reports, telling_apart
from .mail import LARGEST, ParsedMail, Unreadable, parse

logger = logging.getLogger(__name__)

What, Outcome = Incoming.What, Incoming.Outcome
# Then it is not the mail that is at fault: it stays where it is, and is taken another time.
AWAY = (OperationalError, InterfaceError)


class Verdict(NamedTuple):
    """What a mail was, what became of it, and why."""

    what: str
    outcome: str
    why: str = ""


Handler = Callable[[ParsedMail, datetime], Verdict | None]

# What understands a mail is asked in turn, once it is known to be neither one of our own nor a report of a server.
on_mail: list[Handler] = []


def take(raw: bytes, recipient: str, now: datetime) -> Incoming:
    """Take a mail that came to `recipient`, as far as the mail server says it; the same bytes again change nothing.

    Never raises because of a mail. Raises the database's OperationalError and InterfaceError: nothing was taken then.
    """
    row = Incoming(digest=hashlib.sha256(raw).hexdigest(), received_at=now, what=What.BROKEN, outcome=Outcome.SET_ASIDE)
    try:
        mail, trouble = opened(raw, recipient)
        if mail:
            row.message_id, row.sender = mail.message_id[:255], mail.sender[:254]
        return decided(row, mail, trouble, now)
    except AWAY:
        raise
    except Exception as error:
        logger.exception("mail set aside")
        broken = Verdict(What.BROKEN, Outcome.SET_ASIDE, f"Reading it ended with {type(error).__name__}.")
        return decided(row, None, broken, now)


def opened(raw: bytes, recipient: str) -> tuple[ParsedMail | None, Verdict | None]:
    """The mail, if it can be read; if not, why."""
    large = Verdict(What.BROKEN, Outcome.SET_ASIDE, f"It is larger than {LARGEST // 1024 // 1024} MB.")
    try:
        if len(raw) > LARGEST:
            return parse(raw[:LARGEST].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0], recipient), large
        return parse(raw, recipient), None
    except Unreadable as error:
        return None, Verdict(What.BROKEN, Outcome.SET_ASIDE, f"Set aside, because {error}.")


@transaction.atomic
def decided(row: Incoming, mail: ParsedMail | None, verdict: Verdict | None, now: datetime) -> Incoming:
    """Write the row and do what the mail asks in one transaction, unless these bytes were taken before."""
    values = {name: getattr(row, name) for name in ("message_id", "received_at", "sender", "what", "outcome")}
    incoming, is_new = Incoming.objects.get_or_create(digest=row.digest, defaults=values)
    if not is_new:
        return incoming
    if mail and not verdict:
        mail.incoming = incoming
        verdict = asked(mail, now)
    if verdict:
        incoming.what, incoming.outcome, incoming.why = verdict.what, verdict.outcome, verdict.why[:300]
        incoming.save(update_fields=["what", "outcome", "why"])
    return incoming


def asked(mail: ParsedMail, now: datetime) -> Verdict:
    """Our own messages first, so that nothing goes round; then reports of servers, then who understands the mail."""
    for understands in (telling_apart.loop, reports.report, *on_mail, telling_apart.automatic):
        if verdict := understands(mail, now):
            return Verdict(*verdict)
    return Verdict(*people.wrote(mail, now))
