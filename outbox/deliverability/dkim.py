"""DKIM (RFC 6376): the key with which whoever sends for us signs each message."""

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

from . import dmarc
from .dns import Dns
from .finding import Finding, fine, not_asked, wrong

ENOUGH = 2048  # bits; 1024 are broken by whoever pays for it (cal-L6)
ASK = "Ask your mail provider for a key of 2048 bits and put its record in place of this one."


def name(domain: str) -> str:
    """Where the record of our key stands; no selector, no name."""
    return f"{settings.DKIM_SELECTOR}._domainkey.{domain}" if settings.DKIM_SELECTOR else ""


def check(dns: Dns, domain: str) -> Finding:
    """One record with a key that is long enough and not taken back."""
    if not settings.DKIM_SELECTOR:
        return not_asked(
            "Only your mail provider knows under which name the key stands.",
            "Write the selector that it gives you into DKIM_SELECTOR, and this page can look at the key.",
        )
    records = dns.texts(name(domain))
    if not records:
        return wrong(f"There is no key at {name(domain)}.", "Add the record that your mail provider gives you.")
    if len(records) > 1:
        return wrong(f"There are {len(records)} records at {name(domain)}.", "Keep the one in use.", *records)
    return judge(records[0])


def judge(record: str) -> Finding:
    tags = dmarc.parse(record)
    key = "".join(tags.get("p", "").split())
    if "p" not in tags:
        return wrong("The record at the name of our key holds no key.", ASK, record)
    if not key:
        return wrong("The key was taken back: its record is empty.", ASK, record)
    if "y" in tags.get("t", "").split(":"):
        return wrong("The key says that it is only being tried out (t=y).", "Take t=y out of the record.", record)
    try:
        bits = bits_of(key, tags.get("k", "rsa").lower())
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        return wrong("The key in the record cannot be read.", "Copy the record again, in one piece.", record)
    if bits and bits < ENOUGH:
        return wrong(f"The key has {bits} bits, which is too short.", ASK, record)
    return fine(f"One key, {f'RSA, {bits} bits' if bits else 'Ed25519'}.", "", record)


def bits_of(key: str, kind: str) -> int:
    """The length of an RSA key, 0 for Ed25519 (RFC 8463), which has one length. Raises ValueError."""
    raw = base64.b64decode(key, validate=True)
    if kind == "ed25519":
        if len(raw) != 32:
            raise ValueError("not an Ed25519 key")
        return 0
    public = load_der_public_key(raw)
    if not isinstance(public, RSAPublicKey):
        raise ValueError("not an RSA key")
    return public.key_size
