"""Plain text as it leaves: no line longer than people read with ease; an address is never cut."""

from textwrap import wrap

COLUMNS = 76


def wrapped(text: str) -> str:
    """The same words; what is longer than a line goes on in the next one, below its own beginning in a list."""
    return "\n".join(piece for line in text.split("\n") for piece in pieces(line))


def pieces(line: str) -> list[str]:
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
