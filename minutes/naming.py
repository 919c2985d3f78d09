"""Documents that name somebody who is erased: told to coordinators in time to replace them, and taken away on the day.

A PDF or an Office file is not rewritten. What can be read of it is: its own bytes, what it holds compressed, and the
files inside a zip. A name in a picture, or drawn letter by letter, is not found.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime

from members.leaving import Effect
from members.rights.holding import Person
from members.rights.traces import Traces

from .models import Document, DocumentContent

MOST_UNPACKED = 20_000_000
STREAM = re.compile(rb"stream\r?\n")
TAGS = re.compile(r"<[^>]*>")
# Letters of a text in a PDF stand in brackets, in pieces: [(An) -20 (na)] TJ.
IN_PIECES = re.compile(r"\)\s*-?[\d.]*\s*\(")
BY_ERASURE = "erasure"


def titles(person: Person) -> list[str]:
    """The documents that name them, by title and meeting."""
    return [f"{document.title} ({document.meeting})" for document in naming(Traces.of(person))]


def effects(person: Person, now: datetime) -> list[Effect]:
    return [Effect("If you are erased, coordinators replace these documents, which name you", titles(person))]


def naming(traces: Traces) -> list[Document]:
    """Read one at a time, so that no more than one document is in memory."""
    if not traces:
        return []
    found = []
    for content in DocumentContent.objects.select_related("document__meeting").order_by("pk").iterator(chunk_size=1):
        if any(traces.found_in(piece) for piece in pieces(bytes(content.data))):
            found.append(content.document)
    return found


def take_away(traces: Traces, now: datetime) -> int:
    """On the day nothing that names them can be read any more; that a document was there is kept."""
    found = [document.pk for document in naming(traces)]
    DocumentContent.objects.filter(document__in=found).delete()
    Document.objects.filter(pk__in=found, removed_at=None).update(
        removed_at=now, removed_by_name=BY_ERASURE, search_text=""
    )
    return len(found)


def pieces(data: bytes) -> Iterator[str]:
    """What can be read in a file: as it is, without tags, and what is compressed in it."""
    yield from words(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for name in file.namelist():
                with file.open(name) as part:
                    yield from words(part.read(MOST_UNPACKED))
        return
    for start in STREAM.finditer(data):
        try:
            yield from words(zlib.decompressobj().decompress(data[start.end() :], MOST_UNPACKED))
        except zlib.error:
            continue  # not compressed: read above


def words(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "replace")
    yield text
    yield TAGS.sub("", text)
    yield IN_PIECES.sub("", data.decode("latin-1"))
