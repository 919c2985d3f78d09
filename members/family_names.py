"""The parts of a name: the order in which people look for it on a list, by family name; and the first name alone."""

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
    given, family = in_parts(name)
    return fold(family), fold(given)


def in_parts(name: str) -> tuple[str, str]:
    """What stands before the family name, and the family name: "Élodie" and "van der Berg"."""
    words = without_title(name)
    start = max(len(words) - 1, 0)
    while start > 1 and fold(words[start - 1]) in PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def without_title(name: str) -> list[str]:
    """The words of a name: no titles before it, no letters after it."""
    words = re.sub(r"\([^)]*\)", " ", name).partition(",")[0].split()
    while len(words) > 1 and fold(words[0]) in TITLES:
        words = words[1:]
    return words


def given_name(name: str) -> str:
    """The first name of somebody, by which a message that may be forwarded calls them."""
    return next(iter(without_title(name)), name)


def first_letter(name: str) -> str:
    """The letter under which a name stands in a list."""
    return by_family_name(name)[0][:1].upper() or "–"
