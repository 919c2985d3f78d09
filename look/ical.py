"""The letters of iCalendar (RFC 5545): values that cannot break out of their line, lines of 75 octets."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

LINE = 75  # octets


def as_bytes(lines: Iterable[str]) -> bytes:
    """The lines as they are sent: folded, each ended by CR and LF."""
    return b"".join(fold(line) + b"\r\n" for line in lines)


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Text as a value: its specials escaped, no control characters (cal-B1)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return uri(text)


def uri(text: str) -> str:
    """Nothing that could end a line or hide in it."""
    return "".join(letter for letter in text if letter.isprintable())


def fold(line: str) -> bytes:
    """Fold at 75 octets, never inside a character."""
    parts, part = [], b""
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > LINE:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part])
