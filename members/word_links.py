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
    found = unsigned(token)
    if found is None or on.toordinal() - found[2] > VALID_FOR.days:
        return None
    return found[:2]


def has_run_out(token: str, on: date) -> bool:
    """Whether it was ours and good once."""
    return unsigned(token) is not None and read(token, on) is None


def unsigned(token: str) -> tuple[int, int, int] | None:
    """Fact, supervisor and the day on which it was asked, whether or not that is long ago."""
    try:
        evidence, supervision, asked = signer().unsign_object(token)
        date.fromordinal(asked)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return (evidence, supervision, asked) if isinstance(evidence, int) and isinstance(supervision, int) else None


def signer() -> signing.Signer:
    return signing.Signer(salt="members.supervision.word")
