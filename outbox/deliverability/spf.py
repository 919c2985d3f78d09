"""SPF (RFC 7208): who may send for a domain. Read as a receiving server reads it, includes and all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .dns import Dns
from .finding import Finding, fine, wrong

LOOKUPS = 10  # RFC 7208 §4.6.4: a record that needs more counts as broken
TERM = re.compile(r"([+?~-]?)(all|include|a|mx|ptr|ip4|ip6|exists)(?:[:/](.*))?", re.IGNORECASE)
MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)
ASKS = {"include", "a", "mx", "ptr", "exists", "redirect"}
ENDS_WELL = {"-": "refused", "~": "suspected"}


class Broken(Exception):
    """A receiving server would take this record for none; the words say why."""


@dataclass(frozen=True)
class Term:
    qualifier: str
    name: str
    value: str


@dataclass
class Reading:
    """What was counted on the way through a record and those that it includes."""

    lookups: int = 0
    path: list[str] = field(default_factory=list)


def check(dns: Dns, domain: str) -> Finding:
    """Exactly one record, readable, within ten questions, and closed at its end."""
    records = records_of(dns, domain)
    if not records:
        return wrong(f"{domain} has no SPF record.", "Add the record below as a TXT record.")
    if len(records) > 1:
        return wrong(f"{domain} has {len(records)} SPF records: none counts.", "Make one of them.", *records)
    reading = Reading()
    try:
        ending = follow(dns, domain, records[0], reading)
    except Broken as broken:
        return wrong(f"The SPF record does not count: {broken}", "Correct it with your mail provider.", *records)
    if ending not in ENDS_WELL:
        return wrong(
            "The SPF record lets everybody send in our name: it does not end in -all or ~all.",
            "Let it end in ~all, and in -all once everything of ours arrives.",
            *records,
        )
    asked = f"{reading.lookups} of {LOOKUPS} look-ups used, others are {ENDS_WELL[ending]}"
    return fine(f"One SPF record, {asked}.", "", *records)


def records_of(dns: Dns, domain: str) -> list[str]:
    return [text for text in dns.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]


def parse(record: str) -> Iterator[Term]:
    """The terms after the version. Raises Broken."""
    for word in record.split()[1:]:
        if found := TERM.fullmatch(word):
            yield Term(found[1] or "+", found[2].lower(), found[3] or "")
        elif found := MODIFIER.fullmatch(word):
            yield Term("", found[1].lower(), found[2])
        else:
            raise Broken(f"“{word[:60]}” is nothing that SPF knows.")


def follow(dns: Dns, domain: str, record: str, reading: Reading) -> str:
    """Count what a record asks for, and give the qualifier of its end: of `all`, or of where it redirects to."""
    if domain in reading.path:
        raise Broken(f"{domain} includes itself.")
    reading.path.append(domain)
    ending, redirect = "", ""
    for term in parse(record):
        count(term, reading)
        if term.name == "include":
            follow_to(dns, term.value, reading)
        elif term.name == "all":
            ending = term.qualifier
            break  # what stands after it is never read
        elif term.name == "redirect":
            redirect = term.value
    if redirect and not ending:
        ending = follow_to(dns, redirect, reading)
    reading.path.pop()
    return ending


def count(term: Term, reading: Reading) -> None:
    reading.lookups += term.name in ASKS
    if reading.lookups > LOOKUPS:
        raise Broken(f"it needs more than {LOOKUPS} look-ups.")


def follow_to(dns: Dns, domain: str, reading: Reading) -> str:
    """Go on at another domain; one with a macro depends on the message and is not followed."""
    if "%" in domain:
        return ""
    found = records_of(dns, domain)
    if len(found) != 1:
        raise Broken(f"{domain}, which it names, has {'no' if not found else 'more than one'} SPF record.")
    return follow(dns, domain, found[0], reading)
