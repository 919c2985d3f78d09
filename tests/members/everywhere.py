"""A search of the whole database by its own metadata, and of what is encoded in it, for traces of somebody."""

import base64
import io
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

from django.contrib.sessions.models import Session
from django.db import connection
from pypdf import PdfReader
from pypdf.errors import PyPdfError


def cells() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, as words, with where it stands."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    yield f"{table}.{name}", words_in(value)
    for session in Session.objects.all():
        yield "session", repr(session.get_decoded())


def words_in(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return " ".join(pieces(bytes(value)))
    text = str(value)
    try:
        return text + base64.b64decode(text, validate=True).decode("latin-1") if len(text) > 20 else text
    except ValueError:
        return text.encode().decode("unicode_escape", "replace") + text if "\\u" in text else text


def pieces(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):
        with suppress(PyPdfError):  # a few bytes that only begin like one
            yield from (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            yield from (file.read(name).decode("utf-8", "replace") for name in file.namelist())


@cache
def plain(text: str) -> str:
    """Letters and digits alone, small and without accents: nothing hides behind a space, a sign or an apostrophe."""
    apart = unicodedata.normalize("NFKD", text.replace("&#x27;", "")).casefold()
    return "".join(letter for letter in apart if letter.isalnum())


def traces(*sought: str) -> set[str]:
    """Where one of these stands."""
    wanted = [plain(each) for each in sought]
    return {where for where, text in cells() if any(each in found for found in [plain(text)] for each in wanted)}
