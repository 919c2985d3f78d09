"""What the domain of a work address tells: a first filter, never proof of an employer (domain.md §2.4)."""

from collections.abc import Iterable

from .mail_patterns import NHS, OPEN_TO_ALL, SHARED, lines
from .models import Organisation


def domain_of(email: str) -> str:
    """The part after the last @, in small letters, without the dot that may end a host name."""
    return email.rpartition("@")[2].strip().lower().removesuffix(".")


def is_below(domain: str, parent: str) -> bool:
    """Whole labels only: trust.nhs.uk is below nhs.uk, evilnhs.uk is not."""
    return domain.endswith(f".{parent}")


def is_nhs(email: str) -> bool:
    """Exactly nhs.net, or a name below nhs.uk."""
    domain = domain_of(email)
    return domain == SHARED or is_below(domain, NHS)


def belongs_to(email: str, organisation: Organisation) -> bool:
    """Whether the address is at one of this organisation's domains, or below one."""
    domain = domain_of(email)
    return any(domain == own or is_below(domain, own) for own in patterns(organisation))


def patterns(organisation: Organisation) -> list[str]:
    """Its domains as coordinators type them, one a line; a single label such as "uk" would match too much."""
    return [domain for domain in lines(organisation.mail_domains) if "." in domain and domain not in OPEN_TO_ALL]


def owners_of(email: str, organisations: Iterable[Organisation]) -> list[Organisation]:
    """The organisations at whose domains this address is."""
    return [organisation for organisation in organisations if belongs_to(email, organisation)]
