"""Office files: zip files, measured before they are unpacked, without anything that runs."""

import re
import zipfile
import zlib
from io import BytesIO

from ..words import FileType
from .unfit import DAMAGED, PROTECTED, Unfit

BEGINS = b"PK\x03\x04"
ENDS, ENTRY = b"PK\x05\x06", b"PK\x01\x02"
MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO, HARMLESS_SIZE = 3_000, 100_000_000, 100, 10_000_000
SMALL_PART = 2_000_000
# What reading a broken zip file may raise.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)

BOMB = "This file unpacks to far more than a document does. Save it as a PDF, then add that."
MACROS = (
    "This file holds macros: small programs. Save it without them (.docx, .xlsx, .pptx) or as a PDF, then add that."
)
HOLDS_FILES = "Another file is packed into this one. Take it out, or save the document as a PDF, then add that."
OUTSIDE = "This file draws on something outside itself, such as a linked template or picture. Save it as a PDF."

OFFICE = {
    b"wordprocessingml.document.main+xml": FileType.DOCX,
    b"spreadsheetml.sheet.main+xml": FileType.XLSX,
    b"presentationml.presentation.main+xml": FileType.PPTX,
}
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileType.ODP,
}
PROGRAM = re.compile(r"(^|/)(vba[^/]*\.(bin|xml)|activex/.*|macrosheets/.*)$|^(basic|scripts)/.", re.I)
PACKED_IN = re.compile(
    r"(\.(zip|jar|exe|dll|js|vbs|msi|bat|cmd|ps1|scr|lnk|docm|xlsm|pptm)|oleobject[^/]*\.bin)$", re.I
)
CHART = re.compile(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$", re.I)
PARTS_THAT_SPEAK = re.compile(r"(\.rels|^\[content_types\]\.xml|^meta-inf/manifest\.xml)$", re.I)
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*>")
EXTERNAL, A_LINK = re.compile(rb"""TargetMode\s*=\s*["']External""", re.I), re.compile(rb"/hyperlink[\"']")


def kind_of(data: bytes) -> FileType | None:
    """Which document this zip file is, or None if it is none. Raises Unfit before anything large is unpacked."""
    with opened(data) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names:
            types = part(archive, "[Content_Types].xml")
            if b"macroenabled" in types.lower():
                raise Unfit(MACROS)
            return next((kind for words, kind in OFFICE.items() if words in types), None)
        return OPEN_DOCUMENT.get(part(archive, "mimetype")) if names[:1] == ["mimetype"] else None


def checked(data: bytes, depth: int = 0) -> bytes:
    """The same bytes, once every part was measured, unpacked whole, and looked at. Raises Unfit."""
    with opened(data) as archive:
        try:
            refuse_full_charts(archive)
            if archive.testzip() is not None:
                raise Unfit(DAMAGED)
            for entry in archive.infolist():
                look_at(archive, entry, depth)
        except BROKEN as error:
            raise Unfit(DAMAGED) from error
    return data


def opened(data: bytes) -> zipfile.ZipFile:
    """The zip file, measured by its own list before anything of it is unpacked. Raises Unfit."""
    if data.count(ENTRY) > MOST_ENTRIES:
        raise Unfit(BOMB)
    if data[-22:-18] != ENDS:  # nothing may stand behind it, where another program could read another file
        raise Unfit(DAMAGED)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise Unfit(DAMAGED) from error
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unfit(PROTECTED)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or (unpacked > HARMLESS_SIZE and unpacked > MOST_RATIO * len(data)):
        raise Unfit(BOMB)
    if sum(entry.compress_size for entry in entries) > len(data):  # parts that lie over one another
        raise Unfit(BOMB)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Unfit(DAMAGED)
    return archive


def refuse_full_charts(archive: zipfile.ZipFile) -> None:
    """The workbooks behind charts unpack together to no more than one document does. Raises Unfit."""
    unpacked = 0
    for entry in archive.infolist():
        if CHART.search(entry.filename) and (packed := archive.read(entry)).startswith(BEGINS):
            with opened(packed) as workbook:
                unpacked += sum(each.file_size for each in workbook.infolist())
            if unpacked > MOST_UNPACKED:
                raise Unfit(BOMB)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that says what the document is; none is large. Raises Unfit."""
    try:
        with archive.open(name) as stream:
            found = stream.read(SMALL_PART + 1)
    except (*BROKEN, KeyError) as error:
        raise Unfit(DAMAGED) from error
    if len(found) > SMALL_PART or found.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unfit(DAMAGED)
    return found


def look_at(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    """Refuse a part that runs, that holds another file, or that draws on something outside. Raises Unfit."""
    if PROGRAM.search(entry.filename):
        raise Unfit(MACROS)
    if PARTS_THAT_SPEAK.search(entry.filename):
        listen_to(part(archive, entry.filename))
    with archive.open(entry) as stream:
        begins = stream.read(4)
    if PACKED_IN.search(entry.filename) or begins[:2] == b"MZ":
        raise Unfit(HOLDS_FILES)
    if begins == BEGINS:
        if depth or not CHART.search(entry.filename):
            raise Unfit(HOLDS_FILES)
        checked(archive.read(entry), depth + 1)


def listen_to(words: bytes) -> None:
    """What the parts say that tie a document together. Raises Unfit."""
    if b"encryption-data" in words:
        raise Unfit(PROTECTED)
    if any(EXTERNAL.search(tie) and not A_LINK.search(tie) for tie in RELATION.findall(words)):
        raise Unfit(OUTSIDE)
