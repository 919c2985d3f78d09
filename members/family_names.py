"""The order in which people look for a name on a list: by family name, folded, then by the names before it."""

import re

from .folding import fold

TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "rev", "sir", "dame"}
# What belongs to the family name that follows it: van der Berg, de Souza, bin Rashid.
PARTICLES = {
    *("van", "von", "der", "den", "ter", "de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le"),
    *("al", "el", "bin", "ibn", "bint", "ap", "st", "san"),
}


def by_family_name(name: str) -> tuple[str, str]:
    """Make a name into a key for sorting: "Dr Élodie van der Berg (she)" is found under "van der berg"."""
    words = re.sub(r"\([^)]*\)", " ", name).partition(",")[0].split()
    while len(words) > 1 and fold(words[0]) in TITLES:
        words = words[1:]
    start = max(len(words) - 1, 0)
    while start > 1 and fold(words[start - 1]) in PARTICLES:
        start -= 1
    return fold(" ".join(words[start:])), fold(" ".join(words[:start]))


def first_letter(name: str) -> str:
    """The letter under which a name stands in a list."""
    return by_family_name(name)[0][:1].upper() or "–"
