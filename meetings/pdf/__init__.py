"""PDFs for people who read with their ears too: tagged, with a language and a title (PDF/UA-1), made when asked for."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from django.template.loader import render_to_string

from look.qr import code

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent


def make(template: str, says: Mapping[str, object], now: datetime) -> bytes:
    """Typeset one of the documents beside this module. What people typed goes in as data, never as source.

    Its own fonts come first, so that it looks the same everywhere. Letters that they lack are taken from the system's
    fonts; with letters that no font here has, it is still tagged, but does not claim to be PDF/UA.
    """
    ways: list[tuple[bool, list[PDFStandard]]] = [(False, ["ua-1"]), (True, ["ua-1"]), (True, [])]
    for with_system_fonts, standards in ways:
        try:
            return typeset(template, says, now, with_system_fonts=with_system_fonts, standards=standards)
        except typst.TypstError as error:
            if not standards or "could not be displayed" not in str(error):
                raise
    raise AssertionError  # the last way has no standard that could refuse


def typeset(
    template: str, says: Mapping[str, object], now: datetime, *, with_system_fonts: bool, standards: list["PDFStandard"]
) -> bytes:
    """Run typst on a document that reads no file and no package besides itself."""
    made = typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        package_path=HERE,
        package_cache_path=HERE,
        ignore_system_fonts=not with_system_fonts,
        format="pdf",
        sys_inputs={"says": json.dumps(says)},
        pdf_standards=standards,
        timestamp=now.replace(microsecond=0),
    )
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file, however many pages
    return made


def drawn(address: str) -> str:
    """The QR code of an address as a picture to put into a document."""
    return render_to_string("meetings/certificates/qr.svg", {"code": code(address)})
