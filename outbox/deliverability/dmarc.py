"""DMARC (RFC 7489): what others do with mail that says it is from us and is not, and where they report it."""

from .dns import Dns
from .finding import Finding, fine, wrong

POLICIES = {"none": "let through", "quarantine": "put among the junk", "reject": "refused"}
ALIGNMENT = {"r": "relaxed", "s": "strict"}


def check(dns: Dns, domain: str) -> Finding:
    """One record, at the domain or above it, with a policy that exists."""
    at, records = find(dns, domain)
    if not records:
        return wrong(f"{domain} has no DMARC record.", "Add the record below as a TXT record.")
    if len(records) > 1:
        return wrong(f"_dmarc.{at} has {len(records)} DMARC records: none counts.", "Keep one of them.", *records)
    tags = parse(records[0])
    policy = tags.get("p", "").lower() if at == domain else tags.get("sp", tags.get("p", "")).lower()
    if policy not in POLICIES:
        return wrong("The DMARC record has no policy.", "Write p=none into it, at first.", *records)
    if odd := [tag for tag in ("adkim", "aspf") if tags.get(tag, "r").lower() not in ALIGNMENT]:
        return wrong(f"The DMARC record has an unknown {' and '.join(odd)}.", "Take r, which is relaxed.", *records)
    return fine(in_words(tags, policy), advice(tags, policy), *records)


def find(dns: Dns, domain: str) -> tuple[str, list[str]]:
    """The records at the domain, else at the next one above it that has any; and where that is."""
    labels = domain.split(".")
    for start in range(max(len(labels) - 1, 1)):
        at = ".".join(labels[start:])
        if found := [text for text in dns.texts(f"_dmarc.{at}") if parse(text).get("v") == "DMARC1"]:
            return at, found
    return domain, []


def parse(record: str) -> dict[str, str]:
    """The tags of a record, the first of each."""
    pairs = [part.partition("=") for part in record.split(";") if "=" in part]
    return {name.strip().lower(): value.strip() for name, _, value in reversed(pairs)}


def in_words(tags: dict[str, str], policy: str) -> str:
    dkim, spf = (ALIGNMENT[tags.get(tag, "r").lower()] for tag in ("adkim", "aspf"))
    same = f"{dkim} for DKIM and {spf} for SPF" if dkim != spf else f"{dkim} for both"
    return f"One DMARC record: mail that only pretends to be ours is {POLICIES[policy]}. Alignment is {same}."


def advice(tags: dict[str, str], policy: str) -> str:
    said = []
    if "rua" not in tags:
        said.append("Add rua=mailto: with an address that somebody reads: other servers report there.")
    if policy == "none":
        said.append(
            "When their reports show that all our mail passes, change p=none to p=quarantine, then to p=reject."
        )
    return " ".join(said)
