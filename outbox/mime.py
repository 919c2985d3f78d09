"""A message as the e-mail that leaves: in words, in HTML, and for a calendar in the one shape that all of them read."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, localtime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from .models import Kind, Message
from .wrapping import wrapped

# A parameter that needs no quotes; some programs look for method=REQUEST letter by letter.
TOKEN = re.compile(r'="([\w-]+)"', re.ASCII)


class Unfolded(EmailPolicy):
    """Headers of plain letters stand on one line: folding may encode a long address, and then nobody can follow it."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii():
            written = TOKEN.sub(r"=\1", value) if name == "Content-Type" else value
            return f"{name}: {written}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Unfolded(linesep="\r\n", cte_type="7bit")


class Whole(EmailMessage):
    """The e-mail as its bytes leave; what Django's connections ask of it is answered here."""

    def as_bytes(self, unixfrom: bool = False, linesep: str | None = None) -> bytes:  # type: ignore[override]
        """Lines end in CR and LF whatever is asked: that is how mail is sent."""
        return super().as_bytes(unixfrom)


class Email(EmailMultiAlternatives):
    """What Django's connections carry: who it is from and for, and the bytes that `whole` makes."""

    calendar = ""

    def message(self) -> Whole:  # type: ignore[override]
        return whole(self)


def as_email(message: Message) -> Email:
    """One recipient, From an address of our own, the Message-ID that it has for life; List-* headers only on what can
    be switched off."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.kind == Kind.NEWS or message.topic:
        headers |= message.headers
    elif "Reply-To" in message.headers:
        headers["Reply-To"] = message.headers["Reply-To"]
    email = Email(message.subject, wrapped(message.text), from_us(message.sender), [message.recipient], headers=headers)
    if message.html:
        email.attach_alternative(message.html, "text/html")
    email.calendar = message.calendar
    return email


def from_us(sender: str) -> str:
    """The From header: the network's own address, or another of ours under the network's name."""
    return str(Address(settings.NETWORK_NAME, addr_spec=sender)) if sender else settings.DEFAULT_FROM_EMAIL


def whole(email: Email) -> Whole:
    """Headers and body; an invitation has its calendar last of the alternatives, and again as a file (cal-I2)."""
    made = Whole(policy=POLICY)
    made["Subject"], made["From"] = email.subject, in_header(email.from_email)
    made["To"] = ", ".join(map(in_header, email.to))
    made["Date"] = format_datetime(localtime())
    for name, value in email.extra_headers.items():
        made[name] = value
    made.set_content(str(email.body))
    for content, kind in email.alternatives:
        made.add_alternative(str(content), subtype=str(kind).partition("/")[2])
    if email.calendar:
        add_calendar(made, email.calendar)
    return made


def add_calendar(made: Whole, text: str) -> None:
    """Add iCalendar text; its METHOD is named in the header too, or no program shows buttons (RFC 6047 §2.4)."""
    made.add_alternative(text, subtype="calendar", cte="base64")
    part = list(made.iter_parts())[-1]
    part.replace_header("Content-Type", f"text/calendar; method={method_of(text)}; charset=UTF-8")
    made.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")


def method_of(text: str) -> str:
    """What iCalendar text asks a calendar to do. Raises ValueError for one that asks nothing."""
    for line in text.splitlines():
        if line.startswith("METHOD:"):
            return line.partition(":")[2]
    raise ValueError("A calendar that travels by mail names its METHOD.")


def in_header(address: str) -> str:
    """An address as mail servers know it: letters beyond ASCII in its domain are written in Punycode."""
    name, plain = parseaddr(address)
    local, _, domain = plain.rpartition("@")
    return str(Address(name, local, punycode(domain)))
