"""A mail that came in, read with suspicion: size, parts and depth have limits, and no header is taken at its word."""

import codecs
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message as Email
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime

from ..models import Incoming

LARGEST = 2 * 1024 * 1024  # bytes: a reply has a few thousand, a report with a whole message of ours less than this
LINES, NESTS, PARTS, DEPTH = 60_000, 60, 200, 30
HEADER, ADDRESSES, NAMES = 2000, 30, 20
KEPT = 4000  # letters of each header; taking parameters apart takes the library the square of its length
# Charsets of domain names, which no mail has: reading one takes the square of its length.
SLOW = ("punycode", "idna")
NEST = re.compile(rb"boundary\s*\*?\d*\*?\s*=|message/", re.IGNORECASE)
ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\x00-\x1f\x7f]{1,120}@[A-Za-z0-9.-]{1,120}", re.ASCII)
MESSAGE_ID = re.compile(r"<[^<>\s\x00-\x1f\x7f]{3,198}>", re.ASCII)
# Where mail servers and writers say to whom a mail goes. Whoever writes a mail writes these too.
TO_WHOM = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


class Cut(Compat32):
    """Reads mail as it is, and no more of any header than one can want to say."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:KEPT]


CUT = Cut()


class Unreadable(Exception):
    """The bytes are no mail that we take apart; the words say why."""


@dataclass
class ParsedMail:
    """One mail: its parts and what its headers claim. `incoming` is the row being written about it."""

    email: Email
    recipient: str = ""
    incoming: Incoming = field(default_factory=Incoming)

    def header(self, name: str) -> str:
        """What a header says, on one line and in small letters; empty without it."""
        return " ".join(clean(str(self.email.get(name, "")))[:HEADER].split()).lower()

    def headers(self, name: str) -> list[str]:
        """Each header of this name, the last added first."""
        return [clean(str(value))[:HEADER] for value in self.email.get_all(name, [])[:NAMES]]

    def addresses(self, *names: str) -> list[str]:
        """The addresses in these headers, in small letters, each once."""
        values = [value for name in names for value in self.headers(name)]
        return addresses_in(values)

    @property
    def sender(self) -> str:
        """The one address in From; empty if there is none, or more than one."""
        found = self.addresses("From")
        return found[0] if len(found) == 1 and len(self.headers("From")) == 1 else ""

    @property
    def recipients(self) -> list[str]:
        """Every address to which this mail may have come, what the mail server said first."""
        given = [self.recipient.strip().lower()] if ADDRESS.fullmatch(self.recipient.strip()) else []
        return list(dict.fromkeys([*given, *self.addresses(*TO_WHOM)]))

    @property
    def message_id(self) -> str:
        return next(iter(MESSAGE_ID.findall(clean(str(self.email.get("Message-ID", "")))[:HEADER])), "")

    @property
    def date(self) -> datetime | None:
        """When its writer says that it was written."""
        try:
            found = parsedate_to_datetime(clean(str(self.email.get("Date", "")))[:100])
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
        except (TypeError, ValueError, OverflowError, IndexError, RecursionError):
            return None

    def parts(self) -> Iterator[Email]:
        """Every part that is no container, also of mails within this mail."""
        return (part for part in self.walk() if not inside(part))

    def walk(self) -> Iterator[Email]:
        """Every part, containers first."""
        waiting, seen = deque([(self.email, 0)]), 0
        while waiting and seen < PARTS:
            part, depth = waiting.popleft()
            seen += 1
            yield part
            if depth < DEPTH:
                waiting += [(each, depth + 1) for each in inside(part)]


def parse(raw: bytes, recipient: str = "") -> ParsedMail:
    """Take a mail apart. Raises Unreadable."""
    if not raw.strip():
        raise Unreadable("it is empty")
    if raw.count(b"\n") > LINES:
        raise Unreadable("it has too many lines")
    if len(NEST.findall(raw)) > NESTS:
        raise Unreadable("it has too many parts")
    try:
        return ParsedMail(message_from_bytes(raw, policy=CUT), recipient)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable(f"it cannot be taken apart ({type(error).__name__})") from error


def inside(part: Email) -> list[Email]:
    """What a container holds; nothing for any other part."""
    found = part.get_payload() if part.is_multipart() else []
    return [each for each in found if isinstance(each, Email)] if isinstance(found, list) else []


def content(part: Email) -> bytes:
    """The bytes of a part as they were before they were sent; empty where they cannot be had."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def text(part: Email) -> str:
    """The content of a part as text, in the charset that it names if that is one."""
    octets = content(part)
    for charset in (part.get_content_charset("utf-8"), "utf-8"):
        try:
            if codecs.lookup(charset).name not in SLOW:
                return octets.decode(charset)
        except (LookupError, UnicodeError, ValueError):
            continue
    return octets.decode("utf-8", errors="replace")


def addresses_in(values: Sequence[str]) -> list[str]:
    """The addresses in what headers say, in small letters, each once; what is none is left out."""
    try:
        found = getaddresses(list(values))[:ADDRESSES]
    except (ValueError, IndexError, TypeError, RecursionError):
        return []
    plain = [address.strip().lower() for _, address in found]
    return list(dict.fromkeys(address for address in plain if ADDRESS.fullmatch(address)))


def clean(value: str) -> str:
    """Without letters that a database does not take."""
    return value.encode("utf-8", errors="replace").decode().replace("\x00", "")
