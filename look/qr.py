"""A QR code as one path of an SVG, for `components/qr.html`: nothing inline, nothing fetched."""

from typing import NamedTuple

import segno


class Code(NamedTuple):
    """The side of the square in modules, its quiet border included, and its dark modules as a path."""

    side: int
    path: str


def code(text: str) -> Code:
    """Draw a text as a QR code that still reads when a seventh of it is worn off."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=2)]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module)
    return Code(len(rows), path)
