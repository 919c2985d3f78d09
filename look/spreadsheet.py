"""Lists that leave as CSV (RFC 4180), safe to open in a spreadsheet: no cell is run as a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

BEFORE_A_FORMULA = "=+-@\t\r\n\0"
# What some spreadsheets drop at the beginning of a cell, and the apostrophe itself.
PASSED_OVER = "' \u00a0\u2007\u202f\u3000\u200b\u2060\ufeff"
CONTENT_TYPE = "text/csv; charset=utf-8; header=present"


def text(rows: Iterable[Sequence[str | int]]) -> str:
    """The whole file: commas, CRLF, quotes where they are needed, and the mark by which Excel knows UTF-8."""
    written = io.StringIO()
    csv.writer(written).writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + written.getvalue()


def cell(value: str | int) -> str | int:
    """An apostrophe before what a spreadsheet would read as a formula, also in full-width letters or after spaces."""
    if isinstance(value, int):
        return value
    first = unicodedata.normalize("NFKC", value.lstrip(PASSED_OVER)[:1] or value[:1])
    return f"'{value}" if first and first in BEFORE_A_FORMULA else value
