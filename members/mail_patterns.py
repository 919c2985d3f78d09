"""Patterns of mail domains as coordinators type them: one a line, a host name, never one that everybody shares."""

import re

from django.core.exceptions import ValidationError

# Open to every publicly funded body and carried from job to job, so it names no employer.
SHARED = "nhs.net"
NHS = "nhs.uk"
# Whoever lives or works in the country, or nobody in particular, has an address there.
OPEN_TO_ALL = frozenset(
    {
        *(SHARED, NHS, "ac.uk", "co.uk", "gov.uk", "org.uk", "nhs.scot", "gmail.com", "googlemail.com"),
        *("hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "yahoo.com", "yahoo.co.uk", "icloud.com"),
    }
)
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN = re.compile(rf"(?:{LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")


def plain(line: str) -> str:
    """One line as it is compared: "*.Trust.example." is trust.example, and so is "@trust.example"."""
    return line.strip().lower().removesuffix(".").removeprefix("*").lstrip("@.")


def lines(typed: str) -> list[str]:
    return [domain for line in typed.splitlines() if (domain := plain(line))]


def are_patterns(typed: str) -> None:
    """Refuse a line that is no domain, or that would take in everybody. Raises ValidationError for each."""
    wrong = []
    for domain in lines(typed):
        if domain in OPEN_TO_ALL:
            wrong.append(f"{domain} is used by many organisations. Enter one that is this organisation's alone.")
        elif len(domain) > 253 or not DOMAIN.fullmatch(domain):
            wrong.append(f"{domain} is no mail domain. Enter what stands after the @, such as trust.example.")
    if wrong:
        raise ValidationError(wrong)
