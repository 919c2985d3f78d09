"""The letters of iCalendar (RFC 5545): values that cannot break out of their line, lines of 75 octets."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

LINE = 75  # octets
INSIDE_A_CHARACTER = 0b10  # how the second and every further octet of a character begins in UTF-8


def calendar(network: str, product: str, lines: Iterable[str], *, method: str = "") -> bytes:
    """A whole calendar as it is sent: its head, then these lines."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{escape(network)}//{product}//EN", "CALSCALE:GREGORIAN"]
    return as_bytes([*head, *([f"METHOD:{method}"] if method else []), *lines, "END:VCALENDAR"])


def event(properties: Mapping[str, str], inside: Iterable[str] = ()) -> list[str]:
    """A VEVENT of these properties, each under its name with its parameters; alarms go `inside`."""
    return ["BEGIN:VEVENT", *(f"{name}:{value}" for name, value in properties.items()), *inside, "END:VEVENT"]


def as_bytes(lines: Iterable[str]) -> bytes:
    """The lines as they are sent: folded, each ended by CR and LF."""
    return b"".join(fold(line) + b"\r\n" for line in lines)


def utc(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"


def escape(text: str) -> str:
    """Text as a value: its specials escaped, no control characters (cal-B1)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return plain(text)


def parameter(text: str) -> str:
    """Text as the value of a parameter, in quotation marks, which it cannot hold itself (RFC 5545 §3.2)."""
    inside = plain(text).replace('"', "'")
    return f'"{inside}"'


def plain(text: str) -> str:
    """A space for every sort of space, so that words stay apart, and nothing that could end a line or hide in it."""
    return uri(text if text.isprintable() else "".join(" " if letter.isspace() else letter for letter in text))


def uri(text: str) -> str:
    """Nothing that could end a line or hide in it."""
    return text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())


def fold(line: str) -> bytes:
    """Fold at 75 octets, never inside a character."""
    octets, parts, start = line.encode(), [], 0
    while len(octets) - start > LINE - bool(start):
        end = start + LINE - bool(start)  # a further line begins with a space
        while octets[end] >> 6 == INSIDE_A_CHARACTER:
            end -= 1
        parts.append(octets[start:end])
        start = end
    return b"\r\n ".join([*parts, octets[start:]])
