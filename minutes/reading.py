"""Minutes as they are typed, made into headings, paragraphs and lists; everything else stays the text it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

HEADING = re.compile(r"(#{1,2}) +(.+)")
POINT = re.compile(r"[-*•] +(.*)")


@dataclass(frozen=True)
class Block:
    """`kind` is "heading", "small heading", "list" or "paragraph"."""

    kind: str
    lines: tuple[str, ...]


def kind_of(line: str) -> str:
    """Say what a line begins or goes on with."""
    if found := HEADING.match(line):
        return "heading" if found[1] == "#" else "small heading"
    if not line.strip():
        return ""
    return "list" if POINT.match(line) else "paragraph"


def blocks(text: str) -> Iterator[Block]:
    """Lines of one kind that follow one another are one block; each heading stands alone."""
    for kind, lines in groupby(text.splitlines(), kind_of):
        if kind in ("heading", "small heading"):
            yield from (Block(kind, (line.lstrip("#").strip(),)) for line in lines)
        elif kind == "list":
            yield Block(kind, tuple(line[1:].strip() for line in lines))
        elif kind:
            yield Block(kind, tuple(line.strip() for line in lines))
