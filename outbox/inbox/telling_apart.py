"""Tell apart what nobody wrote to us: our own messages that came back, and what a program answers by itself."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from ..models import Incoming, Message
from .mail import ParsedMail

What, Outcome = Incoming.What, Incoming.Outcome
Told = tuple[str, str, str]

BY_A_PROGRAM = ("bulk", "junk", "list", "auto_reply")
MARKS_OF_A_PROGRAM = ("X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "List-Id")


def loop(mail: ParsedMail, now: datetime) -> Told | None:
    """A mail from one of our own addresses, or under a Message-ID of ours, is a message of ours that came back."""
    is_ours = any(without_tag(address) in own_addresses() for address in mail.addresses("From", "Sender"))
    if is_ours or (mail.message_id and Message.objects.filter(message_id=mail.message_id).exists()):
        return (What.LOOP, Outcome.SET_ASIDE, "One of our own messages came back.")
    return None


def automatic(mail: ParsedMail, now: datetime) -> Told | None:
    """What a program sends by itself: out of office, a list, a receipt (RFC 3834)."""
    submitted = mail.header("Auto-Submitted").partition(";")[0].strip()
    is_automatic = (
        submitted not in ("", "no")
        or mail.header("Precedence") in BY_A_PROGRAM
        or any(mail.header(name) for name in MARKS_OF_A_PROGRAM)
        or mail.email.get_content_type() == "multipart/report"
        or mail.header("Return-Path") == "<>"
    )
    return (What.AUTOMATIC, Outcome.SET_ASIDE, "") if is_automatic else None


def own_addresses() -> set[str]:
    """The network's own addresses, in small letters."""
    return {settings.REPLY_ADDRESS.lower(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()}


def without_tag(address: str) -> str:
    """An address without what stands after a "+" before its @ (RFC 5233)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def tags(addresses: list[str]) -> list[str]:
    """What stands after the "+" in those addresses that are our own REPLY_ADDRESS with something added."""
    ours, _, domain = settings.REPLY_ADDRESS.lower().rpartition("@")
    found = [address.rpartition("@") for address in addresses]
    return [local[len(ours) + 1 :] for local, _, at in found if at == domain and local.startswith(f"{ours}+")]
