"""A person's entry as a card for an address book: vCard 4.0 (RFC 6350) or 3.0 (RFC 2426), only what is shown."""

from look import ical

from ..directory import Entry
from ..family_names import in_parts

LONGEST = 75  # octets of a line, without its end


def card(entry: Entry, address: str, *, version: str = "4.0") -> bytes:
    """Write what this entry shows; `address` is its page."""
    given, family = in_parts(entry.name)
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"FN:{escaped(entry.name)}",
        f"N:{escaped(family)};{escaped(given)};;;",
        *(["KIND:individual"] if version == "4.0" else []),
        f"ORG:{escaped(entry.organisation)}" + (f";{escaped(entry.service)}" if entry.service else ""),
        f"TITLE:{escaped(entry.job_title or entry.profession)}",
        f"EMAIL;TYPE=work:{escaped(entry.email)}"
        if version == "4.0"
        else f"EMAIL;TYPE=INTERNET:{escaped(entry.email)}",
        f"TEL;TYPE=work:{escaped(entry.phone)}",
        f"NOTE:{escaped(entry.standing_in_words)}",
        f"URL:{address}",
        "END:VCARD",
    ]
    return b"".join(folded(line) + b"\r\n" for line in lines if says_something(line))


def says_something(line: str) -> bool:
    return bool(line.partition(":")[2])


def escaped(text: str) -> str:
    """RFC 6350 §3.4, as in a calendar: specials escaped, and a space for every line end that some program knows."""
    return ical.escape(text)


def folded(line: str) -> bytes:
    """RFC 6350 §3.2: at most 75 octets a line, never within a letter; what goes on begins with a space."""
    rows, row = [], b""
    for letter in line:
        octets = letter.encode("utf-8", "replace")
        if len(row) + len(octets) > LONGEST:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row])
