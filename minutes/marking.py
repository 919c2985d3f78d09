"""Where the words of a search stand in a text, so that a page can mark them in it."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from members.folding import bare, fold

MOST_LETTERS = 280
SENTENCE = re.compile(r"[^.!?]+[.!?]*")
HEADING_OR_POINT = re.compile(r"^\s*(?:#{1,2} |[-*•] )\s*")


class Piece(NamedTuple):
    text: str
    found: bool


def sentence(text: str, words: Sequence[str]) -> str:
    """The first of the sentences in which most of these folded words stand, rather than a heading."""

    def weight(line: str) -> tuple[int, bool]:
        return sum(word in fold(line) for word in words), not line.startswith("#")

    lines = [line.strip() for line in text.splitlines()]
    parts = [part for line in lines for part in ([line] if line.startswith("#") else SENTENCE.findall(line))]
    return HEADING_OR_POINT.sub("", max(parts, key=weight, default="")).strip()


def marked(text: str, words: Sequence[str]) -> list[Piece]:
    """A text in pieces, those in which a folded word stands told from the others; together they are the text.

    Of a long text only what stands around the first word, with dots for the rest.
    """
    text, places = shortened(text, places_of(text, words))
    pieces, done = [], 0
    for start, end in places:
        pieces += [Piece(text[done:start], found=False), Piece(text[start:end], found=True)]
        done = end
    return [piece for piece in [*pieces, Piece(text[done:], found=False)] if piece.text]


def places_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """From where to where words stand in a text, one after the other, none over another."""
    folded, at = with_places(text)
    spans = sorted((at[start], at[end - 1] + 1) for word in words for start, end in occurrences(folded, word))
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters which letter of the text it comes from."""
    letters: list[str] = []
    at: list[int] = []
    for index, letter in enumerate(text):
        for part in bare(letter):
            if part != " " or (letters and letters[-1] != " "):
                letters.append(part)
                at.append(index)
    return "".join(letters), at


def occurrences(folded: str, word: str) -> Iterator[tuple[int, int]]:
    start = folded.find(word) if word else -1
    while start >= 0:
        yield start, start + len(word)
        start = folded.find(word, start + len(word))


def shortened(text: str, places: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """At most a few lines around the first place, and the places in what is left."""
    if len(text) <= MOST_LETTERS:
        return text, places
    begin = max(0, (places[0][0] if places else 0) - MOST_LETTERS // 3)
    end = begin + MOST_LETTERS
    before, after = ("… " if begin else ""), (" …" if end < len(text) else "")
    kept = [(start, stop) for start, stop in places if start >= begin and stop <= end]
    shift = len(before) - begin
    return before + text[begin:end] + after, [(start + shift, stop + shift) for start, stop in kept]
