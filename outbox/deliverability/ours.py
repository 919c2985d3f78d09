"""What this installation says of itself in every message, and whether its parts belong together."""

from email.utils import parseaddr
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from . import dkim
from .finding import Finding, fine, not_asked, wrong

# Which SPF terms well-known providers ask their customers to add.
KNOWN_SENDERS = {
    "outlook.office365.com": "include:spf.protection.outlook.com",
    "office365.com": "include:spf.protection.outlook.com",
    "gmail.com": "include:_spf.google.com",
    "fastmail.com": "include:spf.messagingengine.com",
}
HERE = ("localhost", "127.0.0.1", "::1")
INVENTED = (".example", ".test", ".invalid", ".localhost")


class Part(NamedTuple):
    """One place in which a domain of ours stands in a message."""

    title: str
    value: str
    finding: Finding


class Record(NamedTuple):
    """A DNS record to add: where, and what; `value` is empty where only the provider can say it."""

    title: str
    name: str
    value: str
    note: str


def domain_of(address: str) -> str:
    return parseaddr(address)[1].rpartition("@")[2].lower()


def sender_domain() -> str:
    return domain_of(settings.DEFAULT_FROM_EMAIL)


def reply_domain() -> str:
    return domain_of(settings.REPLY_ADDRESS)


def host_of_site() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or ""


def is_invented(domain: str) -> bool:
    """Whether a domain is one of those that lead nowhere (RFC 2606), so that nobody need be asked."""
    return f".{domain}".endswith(INVENTED)


def is_aligned(domain: str, with_domain: str) -> bool:
    """The same domain, or one below the other: what relaxed alignment takes for one sender."""
    return f".{domain}".endswith(f".{with_domain}") or f".{with_domain}".endswith(f".{domain}")


def parts() -> list[Part]:
    """The sender, and what has to be on its domain."""
    sender, replies, site = sender_domain(), reply_domain(), host_of_site()
    beside = f"Choose an address on {sender} or below it."
    linked = fine(f"On {sender}, like the sender.") if is_aligned(site, sender) else fine(apart(site, sender))
    return [
        Part("From", settings.DEFAULT_FROM_EMAIL, fine(f"All below has to belong to {sender}.")),
        Part(
            "Answers come to (REPLY_ADDRESS)",
            settings.REPLY_ADDRESS,
            fine("On the same domain; invitations are from there too.")
            if is_aligned(replies, sender)
            else wrong(f"{replies} is another domain, and invitations are from there.", beside),
        ),
        Part("Message-ID", f"…@{sender}", fine("Always made from the sender.")),
        Part("Links lead to (PUBLIC_ADDRESS)", site, linked),
        Part("Sent through (EMAIL_URL)", settings.EMAIL_HOST if is_smtp() else "no server", way_out()),
    ]


def is_smtp() -> bool:
    """Whether mail leaves this machine; a demonstration keeps it."""
    return "smtp" in settings.EMAIL_BACKEND


def way_out() -> Finding:
    """What EMAIL_URL says of the way to the sending server."""
    if not is_smtp():
        return not_asked("This installation sends no mail: EMAIL_URL names no server.")
    if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL:
        return fine("Encrypted, and its certificate is looked at.")
    if settings.EMAIL_HOST in HERE:
        return fine("A server on this machine, which passes mail on.", "See that it does so over TLS.")
    return wrong("Mail travels there in clear.", "Begin EMAIL_URL with smtp+tls:// or smtp+ssl://.")


def apart(site: str, sender: str) -> str:
    return f"Not on {sender}. That works; some filters trust links more that lead to the sender’s own domain."


def records() -> list[Record]:
    """What belongs into the DNS of the sender's domain, as text to paste."""
    domain = sender_domain()
    return [
        Record("SPF", domain, f"v=spf1 {sending_term()} ~all", SPF_NOTE),
        *spf_of_replies(domain),
        Record("DKIM", dkim.name(domain) or f"<selector>._domainkey.{domain}", dkim_value(), DKIM_NOTE),
        Record("DMARC", f"_dmarc.{domain}", f"v=DMARC1; p=none; rua=mailto:postmaster@{domain}", DMARC_NOTE),
    ]


def spf_of_replies(domain: str) -> list[Record]:
    """Invitations are from the reply address; a domain of its own needs a record of its own."""
    replies = reply_domain()
    if replies == domain:
        return []
    return [Record("SPF of the reply address", replies, f"v=spf1 {sending_term()} ~all", REPLY_NOTE)]


def sending_term() -> str:
    """The term that names the sending server: what its provider asks for where we know it, else its name."""
    host = (settings.EMAIL_HOST or "localhost").lower()
    known = [term for provider, term in KNOWN_SENDERS.items() if f".{host}".endswith(f".{provider}")]
    return known[0] if known else f"a:{host_of_site() if host in ('localhost', '127.0.0.1', '::1') else host}"


def dkim_value() -> str:
    return f"v=DKIM1; k=rsa; p={settings.DKIM_PUBLIC_KEY}" if settings.DKIM_PUBLIC_KEY else ""


REPLY_NOTE = "Invitations are from there, so it needs a record of its own."
SPF_NOTE = (
    "One record only: if there is one already, add the middle part to it. "
    "Where your mail provider names an include:, that stands in the middle."
)
DKIM_NOTE = (
    "This site does not sign; the mail server that sends for it does. Your mail provider gives you the name and the "
    "value, or a CNAME record instead. Ask for a key of 2048 bits."
)
DMARC_NOTE = "Reports of other mail servers go to the address after rua: somebody has to read it."
