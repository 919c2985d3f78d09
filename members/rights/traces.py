"""What is left of somebody in words that others typed: their name, addresses and numbers, and what takes their place.

One regular expression is asked of the database, in what SQLite and PostgreSQL both read, and a stricter one decides in
each row that it found. A name counts in any case, with or without accents, with its family name first, and with other
signs between its words; a single word is too common to be looked for in what people write.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

from ..folding import APOSTROPHES, bare, squeeze
from .holding import FORMER, REMOVED, Person

TITLES = frozenset(["dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev"])
# Lines of a calendar are folded after 75 bytes, wherever that is (RFC 5545).
FOLD = r"(?:\r?\n[ \t])?"
BETWEEN = r"(?:[\s.,;_+‐‑–\u00a0-]|%20|&nbsp;|\\[nrt]|\\,|&#(?:39|x27);)"
HYPHENS = frozenset("-‐‑–")
APOSTROPHE = r"(?:[’‘ʼ`´']|&#(?:39|x27);|&(?:apos|[lr]squo);|\\u2019|%27)?"
MARKS = "[\u0300-\u036f]*"
SHORTEST_NUMBER = 5


@dataclass(frozen=True)
class Traces:
    """What to look for of one person, and what stands there afterwards; `bare` is the same in bare letters."""

    names: tuple[str, ...]
    others: tuple[str, ...]
    bare: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> Self:
        """Of all names, addresses and numbers that we know of somebody."""
        names = [pattern for name in person.names for pattern in patterns(name)]
        others = [literal(address) for address in person.addresses]
        others += [number_pattern(number) for number in person.numbers]
        letters = [squeeze(" ".join(order)) for name in person.names for order in orders(words_of(name))]
        letters += [
            squeeze(each) for each in (*person.addresses, *person.numbers) if len(squeeze(each)) >= SHORTEST_NUMBER
        ]
        return cls(longest_first(names), longest_first(each for each in others if each), longest_first(letters))

    @property
    def in_database(self) -> str:
        """For SQLite and PostgreSQL alike, without case; empty where there is nothing to look for."""
        return "|".join(f"(?:{pattern})" for pattern in (*self.others, *self.names))

    @property
    def in_bare_words(self) -> str:
        """For a text of bare words, where a space may part any two letters and none is at the wrong end."""
        return "|".join(f" {' ?'.join(letters)} " for letters in self.bare)

    def __bool__(self) -> bool:
        return bool(self.names or self.others)

    def found_in(self, value: Any) -> bool:
        return self.without(value) != value

    def without(self, value: Any) -> Any:
        """The same words, lists and tables of words with what is left of the person replaced."""
        if isinstance(value, str):
            for pattern, instead in self.strict():
                value = pattern.sub(instead, value)
            return value
        if isinstance(value, list | tuple):
            return [self.without(each) for each in value]
        if isinstance(value, dict):
            return {self.without(key): self.without(each) for key, each in value.items()}
        return value

    def strict(self) -> list[tuple[re.Pattern[str], str]]:
        return strict(self.others, self.names)


@cache
def strict(others: tuple[str, ...], names: tuple[str, ...]) -> list[tuple[re.Pattern[str], str]]:
    """Whole words only; addresses and numbers first, because a name may stand in an address."""
    found = []
    for each, instead in ((others, REMOVED), (names, FORMER)):
        if each:
            words = "|".join(f"(?:{pattern})" for pattern in each)
            found.append((re.compile(rf"(?<![^\W_])(?:{words})(?![^\W_])", re.I), instead))
    return found


def longest_first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def words_of(name: str) -> list[str]:
    """The words of a name without its titles: "Dr Zoë O'Brien-Lee" has Zoë and O'Brien-Lee."""
    parts = re.split(r"[\s,_.]+", unicodedata.normalize("NFC", name))
    found = [part for part in parts if bare(part).strip()]
    while found and bare(found[0]).strip() in TITLES:
        found = found[1:]
    return found


def patterns(name: str) -> list[str]:
    """The whole name, its first and last word, and both with the last word first."""
    return [f"{BETWEEN}+".join(map(word_pattern, order)) for order in orders(words_of(name))]


def any_spelling(name: str) -> str:
    """All of a name in its order, for the database: also one of a single word."""
    return f"{BETWEEN}+".join(map(word_pattern, words_of(name))) or re.escape(name)


def orders(words: list[str]) -> list[list[str]]:
    """In which order a name may stand; a single word is none that is looked for."""
    if len(words) < 2:
        return []
    turned = [[*words[at:], *words[:at]] for at in range(1, len(words))]
    return [words, [words[0], words[-1]], [words[-1], words[0]], *turned]


def word_pattern(word: str) -> str:
    return FOLD.join(letter_pattern(letter) for letter in word)


def letter_pattern(letter: str) -> str:
    """One letter with every accent, or without; an apostrophe of any make, or none."""
    if letter in HYPHENS:
        return f"{BETWEEN}*"
    if letter in APOSTROPHES:
        return APOSTROPHE
    plain = bare(letter).strip()
    if not plain:
        return f"{re.escape(letter)}?"
    whole = "".join(f"[{''.join(variants().get(each, each))}{each}{each.upper()}]{MARKS}" for each in plain)
    return whole if len(plain) == 1 else rf"(?:{re.escape(letter)}|{whole})"


@cache
def variants() -> dict[str, list[str]]:
    """The letters with accents that each plain letter stands for."""
    found: dict[str, list[str]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = bare(chr(code)).strip()
        if len(plain) == 1:
            found.setdefault(plain, []).append(chr(code))
    return found


def literal(address: str) -> str:
    """An address as it is typed, or coded for a link."""
    return FOLD.join(r"(?:@|%40)" if letter == "@" else re.escape(letter) for letter in address)


def number_pattern(number: str) -> str:
    """The digits and letters of a number with or without spaces between; a short one is looked for nowhere."""
    signs = [letter for letter in number if letter.isalnum()]
    if len(signs) < SHORTEST_NUMBER:
        return ""
    return r"[\s().+/-]{0,3}".join(map(re.escape, signs))
