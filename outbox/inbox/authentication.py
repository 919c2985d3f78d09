"""Who signed a mail, as our own receiving server found it (RFC 8601); what others say of themselves does not count."""

import re
from collections.abc import Iterator

from django.conf import settings

from .mail import ParsedMail

PASSED = re.compile(r"dkim(?:\s*/\s*1)?\s*=\s*pass\s", re.IGNORECASE)
SIGNER = re.compile(r"\sheader\.(d|i)\s*=\s*(?:[^\s@=]*@)?([a-z0-9.-]+)(?=\s|$)", re.IGNORECASE)


def is_from_its_domain(mail: ParsedMail) -> bool:
    """Say whether the domain of its one sender signed it, or a domain that this one is part of."""
    domain = mail.sender.rpartition("@")[2]
    return any(domain == signer or ("." in signer and domain.endswith(f".{signer}")) for signer in signers(mail))


def signers(mail: ParsedMail) -> list[str]:
    """The domains whose DKIM signature our receiving server found good.

    Only the header on top can be its own: those further down may have come with the mail.
    """
    ours, found = settings.REPLY_AUTHSERV_ID.strip().lower(), mail.headers("Authentication-Results")
    if not ours or not found:
        return []
    who, *results = "".join(said_outright(" ".join(found[0].split()))).split(";")
    if who.lower().split() not in ([ours], [ours, "1"]):
        return []
    passed = [f"{result.strip()} " for result in results if PASSED.match(f"{result.strip()} ")]
    return [signer for result in passed if (signer := signer_in(result))]


def signer_in(result: str) -> str:
    """Whose signature it was; nobody's if the result names two."""
    found = {kind.lower(): domain.lower() for kind, domain in SIGNER.findall(result)}
    named = [kind.lower() for kind, _ in SIGNER.findall(result)]
    return found.get("d", found.get("i", "")) if len(named) == len(set(named)) else ""


def said_outright(value: str) -> Iterator[str]:
    """The letters outside quotes and comments: inside, a stranger's words may stand."""
    depth, quoted, letters = 0, False, iter(value)
    for letter in letters:
        if letter == "\\":
            next(letters, "")
        elif quoted:
            quoted = letter != '"'
        elif letter == '"' and not depth:
            quoted = True
        elif letter in "()":
            depth = max(depth + (1 if letter == "(" else -1), 0)
            yield " "
        elif not depth:
            yield letter
