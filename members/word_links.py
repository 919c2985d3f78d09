"""The signed part of a link by which a supervisor answers for one fact: shown to nobody else, good for 90 days."""

from datetime import date, timedelta

from django.core import signing

# A supervisor may be on leave for a while; after that the member can ask again.
VALID_FOR = timedelta(days=90)


def token_for(evidence: int, supervision: int, on: date) -> str:
    """Sign which fact, of which supervisor, and the day on which it was asked."""
    return signer().sign_object([evidence, supervision, on.toordinal()])


def read(token: str, on: date) -> tuple[int, int] | None:
    """Which fact and which supervisor a token names; None if it was altered, is of another shape, or has run out."""
    try:
        evidence, supervision, asked = signer().unsign_object(token)
        age = on - date.fromordinal(asked)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    is_good = isinstance(evidence, int) and isinstance(supervision, int) and age <= VALID_FOR
    return (evidence, supervision) if is_good else None


def signer() -> signing.Signer:
    return signing.Signer(salt="members.supervision.word")
