"""What can be read in a document, as bare words: kept beside it, so that a search opens no file.

Letters are taken as the program drew them: a PDF may break a word, part every letter, or leave a space out. So a word
also ends where a small letter meets a capital, and whoever searches allows a space between any two letters.
"""

import html
import io
import logging
import re
import time
import zipfile
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from typing import Any

from pypdf import PdfReader
from pypdf.generic import IndirectObject, StreamObject

from members.folding import bare

from .words import FileType, Legible

logger = logging.getLogger(__name__)

MOST_LETTERS, MOST_PAGES, MOST_OBJECTS, MOST_UNPACKED = 5_000_000, 1_000, 100_000, 100_000_000
# Bytes of the drawing of one page and of all; and how long, because a reader may take in 100,000 of them in a second.
MOST_ON_A_PAGE, MOST_DRAWN, SECONDS = 1_000_000, 40_000_000, 20
MOST_OF_A_PART = 20_000_000
# None of these looks through the rest of the file more than once, whatever stands there.
TAG, ATTRIBUTE = re.compile(r"<[^<>]*>"), re.compile(r"=\s*\"([^\"]{5,2000})\"|=\s*'([^']{5,2000})'")
# In a workbook each text stands once, apart from the cells in which it is: first and family name may be far apart.
TEXT_OF_CELLS = re.compile(r"<si\b(?:(?!<si\b).)*?</si>", re.S)
CELL = re.compile(r"<c\b[^<>]{0,300}?\bt=\"s\"[^<>]{0,300}>\s*<v>(\d{1,7})</v>")
BREAK = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
PICTURES = frozenset({FileType.PNG, FileType.JPEG})


class Reading:
    """What was read so far; `is_whole` until something could not be."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.letters = 0
        self.is_whole = True
        self.until = time.monotonic() + SECONDS

    @property
    def is_over(self) -> bool:
        return self.letters > MOST_LETTERS or time.monotonic() > self.until

    def add(self, texts: Iterable[str]) -> None:
        """Take what there is, as much as is kept; files that others wrote fail a reader in any way there is."""
        try:
            for text in texts:
                if self.is_over:
                    self.is_whole = False
                    return
                self.texts.append(text)
                self.letters += len(text)
        except Exception:
            logger.info("a part of a document could not be read", exc_info=True)
            self.is_whole = False

    def outcome(self) -> tuple[str, Legible]:
        words = in_words(" ".join(self.texts))
        if not words:
            return "", Legible.NOTHING
        return words, Legible.ALL if self.is_whole else Legible.PART


def read(kind: FileType, data: bytes) -> tuple[str, Legible]:
    """The words of a document, and whether that is all of it."""
    reading = Reading()
    if kind == FileType.PDF:
        read_pdf(data, reading)
    elif kind not in PICTURES:
        reading.add(of_zip(data, reading, MOST_UNPACKED))
    return reading.outcome()


def in_words(text: str) -> str:
    """Small plain letters and digits, one space between words and around all of them."""
    words = " ".join(bare(BREAK.sub(" ", text)).split())
    return f" {words} " if words else ""


def read_pdf(data: bytes, reading: Reading) -> None:
    """What its pages show, and what stands beside them: its title, remarks, fields, and words for screen readers."""
    try:
        reader = PdfReader(io.BytesIO(data))
        pages = len(reader.pages)
    except Exception:
        logger.info("a PDF could not be read", exc_info=True)
        reading.is_whole = False
        reading.texts.append(data[:MOST_LETTERS].decode("utf-8", "replace"))
        return
    drawn = 0
    for number in range(min(pages, MOST_PAGES)):
        on_this = size_of(reader, number)
        drawn += on_this
        if drawn > MOST_DRAWN or reading.is_over:
            reading.is_whole = False
            break
        if on_this > MOST_ON_A_PAGE:
            reading.is_whole = False
        else:
            reading.add(of_page(reader, number, reading))
    reading.is_whole = reading.is_whole and pages <= MOST_PAGES
    reading.add(text for found in islice(objects(reader), MOST_OBJECTS) for text in strings(found))


def size_of(reader: PdfReader, number: int) -> int:
    try:
        contents = reader.pages[number].get_contents()
        return len(contents.get_data()) if contents is not None else 0
    except Exception:
        return 0  # reading the page says what is wrong with it


def of_page(reader: PdfReader, number: int, reading: Reading) -> Iterator[str]:
    """The text of a page; one that shows pictures alone is a scan."""
    page = reader.pages[number]
    text = page.extract_text()
    if not text.strip() and "/XObject" in (page.get("/Resources") or {}):
        reading.is_whole = False
    yield text


def objects(reader: PdfReader) -> Iterator[Any]:
    """All that the file is made of, whatever leads to it."""
    for generation, found in reader.xref.items():
        for number in found:
            yield reader.get_object(IndirectObject(number, generation, reader))
    for number in reader.xref_objStm:
        yield reader.get_object(IndirectObject(number, 0, reader))
    yield reader.trailer.get("/Info")


def strings(found: Any, depth: int = 0) -> Iterator[str]:
    """The texts in an object, and the words of a description in XML; what it leads to comes by itself."""
    if isinstance(found, StreamObject) and found.get("/Type") == "/Metadata":
        yield from of_xml(found.get_data())
    if depth > 20 or isinstance(found, IndirectObject):
        return
    if isinstance(found, dict):
        for each in found.values():
            yield from strings(each, depth + 1)
    elif isinstance(found, list | tuple):
        for each in found:
            yield from strings(each, depth + 1)
    elif isinstance(found, str) and not found.startswith("/"):
        yield found


def of_zip(data: bytes, reading: Reading, left: int, depth: int = 0) -> Generator[str, None, int]:
    """The parts of an Office file, and the workbooks behind its charts; says how much may still be unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        texts: list[str] = []
        for name in sorted(archive.namelist()):  # the texts of a workbook come before its sheets
            is_read = archive.getinfo(name).file_size <= min(left, MOST_OF_A_PART)
            reading.is_whole = reading.is_whole and is_read
            part = archive.read(name) if is_read else b""
            left -= len(part)
            if part.startswith(b"PK\x03\x04") and depth == 0:
                left = yield from of_zip(part, reading, left, depth + 1)
            elif name.endswith("sharedStrings.xml"):
                texts = [TAG.sub(" ", each) for each in TEXT_OF_CELLS.findall(decoded(part))]
            elif "worksheets/" in name:
                cells = (int(number) for number in CELL.findall(decoded(part)))
                yield html.unescape(" ".join(texts[at] for at in cells if at < len(texts)))
            if name.endswith((".xml", ".rels")):
                yield from of_xml(part)
    return left


def of_xml(data: bytes) -> Iterator[str]:
    """The text between tags, run into run as it is read; and what attributes say, such as who wrote a remark."""
    text = decoded(data)
    yield html.unescape(TAG.sub(lambda tag: "" if is_inside_a_word(tag[0]) else " ", text))
    said = {first or second for first, second in ATTRIBUTE.findall(text)}
    yield html.unescape(" ; ".join(sorted(said)))


def is_inside_a_word(tag: str) -> bool:
    """Whether a program may put this tag between two letters of one word."""
    return not re.match(r"</?(?:\w+:)?(?:p|h|br|tab|cr|tc|tr|si|c|row|s|line-break|table-cell|list-item|a:p)\b", tag)


def decoded(data: bytes) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_wide else "utf-8", "replace")
