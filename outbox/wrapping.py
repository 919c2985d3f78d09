"""Plain text as it leaves: no line longer than people read with ease; an address is never cut."""

from collections.abc import Sequence
from functools import lru_cache
from textwrap import wrap

COLUMNS = 76


def wrapped(text: str) -> str:
    """The same words; what is longer than a line goes on in the next one, below its own beginning in a list."""
    return "\n".join(piece for line in text.split("\n") for piece in pieces(line))


@lru_cache(maxsize=256)  # most lines of a message are those of the one before, to somebody else
def pieces(line: str) -> Sequence[str]:
    if len(line) <= COLUMNS:
        return [line]
    return wrap(
        line,
        COLUMNS,
        subsequent_indent="  " if line.startswith("- ") else "",
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
