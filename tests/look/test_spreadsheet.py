"""What leaves as CSV is read back as it was, and no spreadsheet runs any of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from look import spreadsheet

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
]
FORMULAS += ["'=1", "\ufeff=1", '=HYPERLINK("http://evil.example","Click")', "=cmd|' /C calc'!A0"]


def read(file: str) -> list[list[str]]:
    """Read such a file as RFC 4180 says, and take off the mark of UTF-8 and our apostrophes."""
    rows = csv.reader(io.StringIO(file.removeprefix("\ufeff"), newline=""), strict=True)
    return [
        [value[1:] if value[:1] == "'" and spreadsheet.cell(value[1:]) == value else value for value in row]
        for row in rows
    ]


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(formula):
    assert spreadsheet.cell(formula) == f"'{formula}"


@pytest.mark.parametrize("harmless", ["", "Ada Example", "2pm", "a=b", "O’Neil", "'tis", "1+1"])
def test_plain_words_stay_as_they_are(harmless):
    assert spreadsheet.cell(harmless) == harmless


def test_numbers_stay_numbers():
    assert spreadsheet.cell(120) == 120


def test_a_file_has_crlf_quotes_where_needed_and_the_mark_by_which_excel_knows_utf8():
    assert spreadsheet.text([["Event", "Minutes"], ['Łódź, "endings"', 120]]) == (
        '\ufeffEvent,Minutes\r\n"Łódź, ""endings""",120\r\n'
    )


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_was_typed_is_read_back_as_it_was(rows):
    assert read(spreadsheet.text(rows)) == rows


@given(st.text())
def test_no_cell_begins_with_what_a_spreadsheet_runs(value):
    [[first]] = csv.reader(io.StringIO(spreadsheet.text([[value]]).removeprefix("\ufeff"), newline="")) or [[""]]

    assert first[:1] not in tuple("=+-@\t\r\n\0＝＋－＠")
