"""A standing as pages say it: confirmed when and against what; never "expired" (domain.md §1.6)."""

from collections.abc import Iterable
from datetime import date

from dateutil.relativedelta import relativedelta

from look import words

from .models import Evidence
from .stages import Against, EvidenceKind, Standing

RECHECK_AFTER = relativedelta(months=12)

# Standings that are confirmed against a list, and the evidence that says so.
CONFIRMED_BY = {
    Standing.ACCREDITED: EvidenceKind.ACCREDITED,
    Standing.SUPERVISOR_IN_TRAINING: EvidenceKind.ACCREDITED,
    Standing.SUPERVISOR: EvidenceKind.SUPERVISOR,
}


def in_words(standing: str, evidence: Iterable[Evidence], on: date) -> str:
    """Say a standing with its confirmation: "Accredited DIT practitioner (confirmed March 2026, BPC list)"."""
    return with_confirmation(Standing(standing).label, confirmed_in_words(standing, evidence, on))


def with_confirmation(standing: str, confirmed: str) -> str:
    return f"{standing} ({confirmed})" if confirmed else standing


def confirmed_in_words(standing: str, evidence: Iterable[Evidence], on: date) -> str:
    """Say when and against what a standing was last confirmed; after twelve months, that nobody has rechecked it."""
    kind = CONFIRMED_BY.get(Standing(standing))
    checks = [
        (item.verified_on, item.verified_against)
        for item in evidence
        if item.kind == kind and item.verified_on and item.superseded_by_id is None
    ]
    if not checks:
        return ""
    checked_on, against = max(checks)
    said = f"confirmed {words.month(checked_on)}, {Against(against).label}"
    return f"{said}; not rechecked since" if on > checked_on + RECHECK_AFTER else said
