"""What a certificate says, label by label; its page and its PDF say the same."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from look import words

from . import pdf
from .models import Certificate
from .words import ATTENDANCE_ONLY, Presence

HEADING = "Certificate of attendance"
IN_WORDS = {Presence.ROOM: "In person", Presence.ONLINE: "Online"}


def facts(certificate: Certificate) -> list[tuple[str, str]]:
    """The facts in their order; what was not known on the day of issue is left out."""
    found = [
        ("Date and time", f"{words.period(certificate.starts_at, certificate.ends_at)} (UK time)"),
        ("CPD time", time(certificate)),
        ("How", IN_WORDS[Presence(certificate.mode)]),
        ("Organiser", certificate.organiser),
        ("Facilitator", certificate.facilitator),
        ("Issued", words.day(certificate.issued_on)),
        ("Serial", certificate.serial),
    ]
    return [(label, value) for label, value in found if value]


def time(certificate: Certificate) -> str:
    """All minutes, and which part of them was participatory."""
    whole, part = certificate.minutes, certificate.participatory_minutes
    said = "all" if part == whole else "none" if not part else words.length(part)
    return f"{words.length(whole)}, {said} of it participatory"


def paragraphs(text: str) -> list[str]:
    """Every line that says something."""
    return [line for line in text.splitlines() if line.strip()]


def topics(certificate: Certificate) -> list[str]:
    return certificate.topics.splitlines()


def check_address(certificate: Certificate) -> str:
    """Where whoever is shown the certificate may check it."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + reverse("certificate_checked", args=[certificate.serial])


def revoked(certificate: Certificate) -> str:
    """A sentence about a certificate that counts no longer; nothing about one that does."""
    if certificate.revoked_at is None:
        return ""
    return f"Revoked on {words.day(certificate.revoked_at)}. This certificate no longer counts."


class Verdict(NamedTuple):
    """What the check page says first: a word, its colour, a heading."""

    word: str
    colour: str
    heading: str


def verdict(certificate: Certificate | None) -> Verdict:
    """Valid, revoked, or unknown."""
    if certificate is None:
        return Verdict("Unknown", "orange", "We know no certificate with this serial")
    if certificate.revoked_at:
        return Verdict("Revoked", "red", "This certificate no longer counts")
    return Verdict("Valid", "green", "This certificate is valid")


def as_pdf(certificate: Certificate, now: datetime) -> bytes:
    return pdf.make("certificate", for_pdf(certificate), now)


def for_pdf(certificate: Certificate) -> dict[str, object]:
    """All that the PDF says, as values: none of it is ever read as its source."""
    return {
        "heading": HEADING,
        "name": certificate.name,
        "title": certificate.title,
        "facts": facts(certificate),
        "aims": paragraphs(certificate.aims),
        "topics": topics(certificate),
        "organiser": certificate.organiser,
        "note": ATTENDANCE_ONLY,
        "check": check_address(certificate),
        "qr": pdf.drawn(check_address(certificate)),
        "serial": certificate.serial,
        "revoked": revoked(certificate),
    }
