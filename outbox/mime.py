"""A message as the e-mail that leaves: in words, in HTML, and for a calendar in the one shape that all of them read."""

from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, localtime, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from . import parts
from .models import Kind, Message
from .wrapping import wrapped


class Whole:
    """The bytes of a message, as Django's connections ask for them."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets

    def as_bytes(self, linesep: str | None = None) -> bytes:
        """Lines end in CR and LF whatever is asked: that is how mail is sent."""
        return self.octets

    def get_charset(self) -> None:
        """None but what each part names."""


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
    """Headers and body."""
    headers = {
        "Subject": encoded(email.subject),
        "From": in_header(email.from_email),
        "To": ", ".join(map(in_header, email.to)),
        "Date": format_datetime(localtime()),
        **email.extra_headers,
        "MIME-Version": "1.0",
    }
    return Whole(b"".join(header(name, value) for name, value in headers.items()) + body(email))


def header(name: str, value: str) -> bytes:
    """One line, however long: cut, an address to follow leads nowhere. Only encoded words go on in the next line.

    Raises ValueError for what could hold a further header, and for letters beyond ASCII.
    """
    if "".join(value.splitlines()) != value:
        raise ValueError("A header is one line.")
    return f"{name}: {value}\r\n".replace("?= =?", "?=\r\n =?").encode("ascii")


@lru_cache(maxsize=32)  # of thousands of messages most have it from the one before
def encoded(words: str) -> str:
    """Words as a header carries them (RFC 2047). What looks like encoded already is encoded as well: it is read as it
    was typed, and nothing that hides in it becomes a header."""
    if words.isascii() and "=?" not in words:
        return words
    return Header(words, "utf-8", header_name="Subject").encode(linesep="")


def body(email: Email) -> bytes:
    """An invitation has its calendar last of the alternatives, and again as a file (cal-I2); its METHOD is named in
    the header too, without quotes, or some programs show no buttons (RFC 6047 §2.4)."""
    ways = [parts.words("plain", str(email.body))]
    ways += [parts.words(str(kind).partition("/")[2], str(content)) for content, kind in email.alternatives]
    if email.calendar:
        lines, method = parts.base64(email.calendar.encode()), method_of(email.calendar)
        ways.append(parts.in_base64(f"text/calendar; method={method}; charset=UTF-8", lines))
        file = parts.in_base64("application/ics", lines, content_disposition="attachment; filename=invite.ics")
        return parts.together("mixed", [parts.together("alternative", ways), file])
    return parts.together("alternative", ways) if len(ways) > 1 else ways[0]


def method_of(text: str) -> str:
    """What iCalendar text asks a calendar to do. Raises ValueError for one that asks nothing."""
    for line in text.splitlines():
        if line.startswith("METHOD:"):
            return line.partition(":")[2]
    raise ValueError("A calendar that travels by mail names its METHOD.")


@lru_cache(maxsize=32)
def in_header(address: str) -> str:
    """An address as mail servers know it: letters beyond ASCII in its domain are written in Punycode.

    Raises ValueError or HeaderParseError for what is no address, rather than send it to what is left of it.
    """
    name, plain = parseaddr(address) if "<" in address else ("", address)
    local, _, domain = plain.rpartition("@")
    return str(Address(encoded(name), addr_spec=f"{local}@{punycode(domain)}"))
