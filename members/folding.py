"""Words as a search compares them: without accents, capitals and punctuation, with their synonyms."""

import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

# Letters that Unicode does not take apart, as people in the United Kingdom type them.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
APOSTROPHES = frozenset("'’‘ʼ`´")
LANGUAGE = "~"


def fold(text: str) -> str:
    """Make "  Élodie O’NEILL-Smith" into "elodie oneill smith"; folding twice changes nothing."""
    return " ".join(bare(text).split())


def bare(text: str) -> str:
    """The same with a space for whatever is no letter or digit: each letter of the text by itself gives its part."""
    small = unicodedata.normalize("NFKD", text.translate(dict.fromkeys(map(ord, APOSTROPHES)))).casefold()
    apart = unicodedata.normalize("NFKD", small).casefold().translate(PLAIN)
    return "".join(letter if letter.isalnum() else " " for letter in apart if not is_mark(letter))


def is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M") or letter in APOSTROPHES


def squeeze(text: str) -> str:
    """The same without spaces: "O Neill" is "oneill", and "Talking Therapies" is "talkingtherapies"."""
    return fold(text).replace(" ", "")


def findable(said: Mapping[str, str]) -> str:
    """What a search may find of what somebody says: folded, with its other names, each line as one word as well.

    The words come in their order, a name first; a language is marked besides, so that it can be asked for by itself.
    """
    lines = lines_of(said)
    words = " ".join(map(fold, lines))
    squeezed = dict.fromkeys(squeeze(line) for line in lines if " " in fold(line))
    squeezed |= dict.fromkeys(squeeze(name) for name in others(words) if " " in name)
    return " ".join(filter(None, [with_synonyms(words), *squeezed, *languages_in(said.get("languages", ""))]))


def lines_of(said: Mapping[str, str]) -> list[str]:
    return [line for text in said.values() for line in text.splitlines() if fold(line)]


def plainly(said: Mapping[str, str]) -> str:
    """The same as a person reads it: each word once where it stands, and the other names of what is named."""
    return with_synonyms(" ".join(map(fold, lines_of(said))))


def languages_in(text: str) -> list[str]:
    """The words of languages with the mark that no folded word has."""
    return [f"{LANGUAGE}{word}" for word in fold(text).split()]


def with_synonyms(folded: str) -> str:
    """Add the other names of what is named: whoever shows "Talking Therapies" is also found by "IAPT"."""
    return " ".join([folded, *others(folded)])


def others(folded: str) -> list[str]:
    """The other names of what is named in these words."""
    words = f" {folded} "
    named = [group for group in synonyms() if any(f" {name} " in words for name in group)]
    return [name for group in named for name in group if f" {name} " not in words]


@cache
def synonyms() -> list[list[str]]:
    """Groups of names for one thing, folded (domain.md §2.1)."""
    groups = json.loads((Path(__file__).parent / "data" / "synonyms.json").read_text(encoding="utf-8"))
    return [[fold(name) for name in group] for group in groups]
