"""A message as the e-mail that leaves: in words, in HTML, and for a calendar in the one shape that all of them read."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, localtime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from . import parts
from .models import Kind, Message
from .wrapping import wrapped


class Unfolded(EmailPolicy):
    """Headers of plain letters stand on one line: folding may encode a long address, and then nobody can follow it."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if value.isascii():
            return f"{name}: {value}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


POLICY = Unfolded(linesep="\r\n", cte_type="7bit")


class Whole(EmailMessage):
    """The headers, and the bytes that follow them; what Django's connections ask of it is answered here."""

    body = b""

    def as_bytes(self, unixfrom: bool = False, linesep: str | None = None) -> bytes:  # type: ignore[override]
        """Lines end in CR and LF whatever is asked: that is how mail is sent."""
        return b"".join(self.policy.fold_binary(name, value) for name, value in self.raw_items()) + self.body


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
    made = Whole(policy=POLICY)
    made["Subject"], made["From"] = email.subject, in_header(email.from_email)
    made["To"] = ", ".join(map(in_header, email.to))
    made["Date"] = format_datetime(localtime())
    for name, value in email.extra_headers.items():
        made[name] = value
    made["MIME-Version"] = "1.0"
    made.body = body(email)
    return made


def body(email: Email) -> bytes:
    """An invitation has its calendar last of the alternatives, and again as a file (cal-I2); its METHOD is named in
    the header too, without quotes, or some programs show no buttons (RFC 6047 §2.4)."""
    ways = [parts.words("plain", str(email.body))]
    ways += [parts.words(str(kind).partition("/")[2], str(content)) for content, kind in email.alternatives]
    if email.calendar:
        octets, method = email.calendar.encode(), method_of(email.calendar)
        ways.append(parts.in_base64(f"text/calendar; method={method}; charset=UTF-8", octets))
        file = parts.in_base64("application/ics", octets, content_disposition="attachment; filename=invite.ics")
        return parts.together("mixed", [parts.together("alternative", ways), file])
    return parts.together("alternative", ways) if len(ways) > 1 else ways[0]


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
