"""Reports of mail servers: that a message did not arrive (RFC 3464), or that its reader called it spam (RFC 5965)."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from email.message import Message as Email
from email.utils import parseaddr
from typing import NamedTuple

from django.conf import settings
from flufl.bounce import all_failures

from .. import bounces
from ..models import Incoming, Message, State
from .mail import ADDRESS, CUT, ParsedMail, clean, inside, text
from .telling_apart import Outcome, Told, What

SERVERS = ("mailer-daemon", "postmaster")
DELIVERY = ("message/delivery-status", "message/global-delivery-status")
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
# A report about something sent long ago says nothing about an address of today.
REPORTED_WITHIN = timedelta(days=30)
RECIPIENTS, IDS = 20, 20


class Failure(NamedTuple):
    """What one report says about one recipient."""

    address: str
    action: str
    status: str
    said: str
    for_good: bool | None = None


def report(mail: ParsedMail, now: datetime) -> Told | None:
    """Take the report of a mail server; None for any other mail."""
    if is_complaint(mail):
        return complaint(mail, now)
    failures = [*found_in(mail)][:RECIPIENTS]
    if not failures:
        return None
    failed = [each for each in failures if each.action == "failed"]
    if not failed:
        return (What.BOUNCE, Outcome.SET_ASIDE, "Nothing failed for good: it arrived, or is tried again.")
    if messages := sent_by_us(mail, now):
        for message in messages:
            about = next((each for each in failed if each.address == message.recipient.lower()), failed[0])
            bounces.record(*(message, about.status, about.said, now), for_good=about.for_good, incoming=mail.incoming)
        return (What.BOUNCE, Outcome.DONE, "")
    return unproved(failed, now, mail.incoming)


def unproved(failed: list[Failure], now: datetime, incoming: Incoming) -> Told:
    """A report that names no message of ours stops nobody's mail: anybody can write one."""
    written = Message.objects.filter(state=State.SENT, sent_at__gt=now - REPORTED_WITHIN)
    for each in failed:
        if each.address and written.filter(recipient__iexact=each.address).exists():
            bounces.note_unproved(each.address, each.status, each.said, now, incoming)
            return (What.BOUNCE, Outcome.SET_ASIDE, "It does not show which message of ours, so it does not count.")
    return (What.BOUNCE, Outcome.SET_ASIDE, "It is about no message of ours.")


def is_complaint(mail: ParsedMail) -> bool:
    return any(part.get_content_type() == "message/feedback-report" for part in mail.walk())


def complaint(mail: ParsedMail, now: datetime) -> Told:
    """Whoever calls a message of ours spam gets no more mail, until they or a coordinator say otherwise."""
    messages = sent_by_us(mail, now)
    for message in messages:
        bounces.stop(message.recipient, "Its reader told their mail provider that a message of ours is spam.", now)
    return (
        What.BOUNCE,
        *((Outcome.DONE, "A complaint.") if messages else (Outcome.SET_ASIDE, "About nothing of ours.")),
    )


def sent_by_us(mail: ParsedMail, now: datetime) -> list[Message]:
    """The messages that a report is about: those whose Message-ID it quotes, sent not long ago."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    ours = re.compile(rf"<[0-9a-f]{{32}}@{re.escape(domain)}>", re.IGNORECASE)
    places = [str(part.get(name, "")) for part in mail.walk() for name in ("Message-ID", "In-Reply-To", "References")]
    places += [text(part) for part in mail.parts()]
    ids = dict.fromkeys(found.lower() for place in places for found in ours.findall(place))
    rows = Message.objects.filter(message_id__in=[*ids][:IDS], state=State.SENT, sent_at__gt=now - REPORTED_WITHIN)
    return list(rows.order_by("pk"))


def found_in(mail: ParsedMail) -> Iterator[Failure]:
    """What the standard parts say; where a mail server writes in its own words, what those come to."""
    delivery = [part for part in mail.walk() if part.get_content_type() in DELIVERY]
    for part in delivery:
        for block in blocks(part):
            if block.get("Action"):
                yield in_block(block)
    if not delivery and is_from_a_server(mail):
        yield from in_own_words(mail)


def blocks(part: Email) -> list[Email]:
    """The blocks of a delivery status: one about the message, and one for each recipient."""
    written = re.split(r"\r?\n\r?\n", text(part))[:RECIPIENTS]
    return inside(part) or [message_from_string(block, policy=CUT) for block in written]


def in_block(block: Email) -> Failure:
    said, status = field(block, "Diagnostic-Code"), field(block, "Status")
    to = field(block, "Original-Recipient") or field(block, "Final-Recipient")
    action = field(block, "Action").partition(" ")[0].lower()
    return Failure(plain(to.rpartition(";")[2]), action, status_in(status) or status_in(said), said.partition(";")[2])


def field(block: Email, name: str) -> str:
    return " ".join(clean(str(block.get(name, "")))[:2000].split())


def plain(address: str) -> str:
    address = address.strip().strip("<>").lower()
    return address if ADDRESS.fullmatch(address) else ""


def status_in(said: str) -> str:
    found = STATUS.search(said)
    return found[0] if found else ""


def is_from_a_server(mail: ParsedMail) -> bool:
    return (
        mail.header("Return-Path") == "<>"
        or mail.sender.partition("@")[0] in SERVERS
        or bool(mail.header("X-Failed-Recipients"))
    )


def in_own_words(mail: ParsedMail) -> Iterator[Failure]:
    """What the many older shapes of report say, as a library knows them."""
    try:
        for_now, for_good = all_failures(mail.email)
    except Exception:  # a library's heuristics: whatever they stumble over is no report that we read
        return
    status = next(filter(None, (status_in(text(part)[:20_000]) for part in mail.parts())), "")
    for address in [*for_good][:RECIPIENTS]:
        yield Failure(plain(address.decode(errors="replace")), "failed", status, "", status[:1] != "4")
    for address in [*for_now][:RECIPIENTS]:
        yield Failure(plain(address.decode(errors="replace")), "delayed", status, "")
