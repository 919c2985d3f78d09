"""A QR code as one path of an SVG, the same on pages and in PDFs: nothing inline, nothing fetched."""

from typing import NamedTuple

import segno

QUIET = 4  # modules of white on every side, which readers need


class Code(NamedTuple):
    """`size` modules on each side, the quiet zone included; `path` fills the dark ones."""

    size: int
    path: str


def code(text: str) -> Code:
    """Draw a text, with a quarter of the code to spare for creases and coffee."""
    rows = [bytes(row) for row in segno.make(text, error="q", micro=False).matrix_iter(border=QUIET)]
    return Code(len(rows), "".join(run for y, row in enumerate(rows) for run in runs(row, y)))


def runs(row: bytes, y: int) -> list[str]:
    """The dark modules of one row, those side by side as one piece."""
    found, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            found.append(f"M{start} {y}h{x - start}v1H{start}z")
            start = None
    return found
