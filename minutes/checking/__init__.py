"""What a document really is: read from its content, never believed from its name, and refused where it could act."""

from dataclasses import dataclass
from pathlib import PurePath

from ..words import FileType
from . import pdf, pictures, zipped
from .looks import looks_like
from .unfit import Unfit

__all__ = ["MOST_BYTES", "Checked", "Unfit", "check"]

MOST_BYTES = 10 * 1024 * 1024
TOO_BIG = "This file is larger than 10 MB. Make it smaller, for example by saving it as a PDF for the web."
EMPTY = "This file is empty. Check that it opens on your own computer, then add it again."
NO_ENDING = (
    "The name of this file says no type that we take. Choose a PDF, a Word, Excel, PowerPoint or "
    "OpenDocument file, or a PNG or JPEG picture."
)
LIES = "This file is called .{ending} but looks like {really}. Save it as what it is, then add it again."
ENDINGS = {**{kind.value: kind for kind in FileType}, "jpeg": FileType.JPEG}
PICTURES = (FileType.PNG, FileType.JPEG)


@dataclass(frozen=True)
class Checked:
    """The bytes to keep, and what they are."""

    file_type: FileType
    data: bytes


def check(name: str, data: bytes) -> Checked:
    """Say what this file is and give what to keep of it: a picture is drawn anew, without what it said of its maker.

    Of the name only its ending is read. Raises Unfit, with what to do.
    """
    if not data:
        raise Unfit(EMPTY)
    if len(data) > MOST_BYTES:
        raise Unfit(TOO_BIG)
    ending = PurePath(name).suffix.lower().removeprefix(".")[:10]
    if ending not in ENDINGS:
        raise Unfit(NO_ENDING)
    claimed = ENDINGS[ending]
    really, said = kind_of(data)
    if really != claimed:
        raise Unfit(LIES.format(ending=ending, really=said))
    return Checked(claimed, harmless(claimed, data))


def kind_of(data: bytes) -> tuple[FileType | None, str]:
    """What the content is, and how to say so. Raises Unfit for a zip file that nobody should open."""
    if data.startswith(zipped.BEGINS):
        kind = zipped.kind_of(data)
    else:
        kind = next((kind for start, kind in BEGINNINGS.items() if data.startswith(start)), None)
    return kind, f"{NAMES[kind]}" if kind else looks_like(data)


def harmless(kind: FileType, data: bytes) -> bytes:
    """The bytes to keep. Raises Unfit for what is damaged, protected, or could do something by itself."""
    if kind == FileType.PDF:
        return pdf.checked(data)
    return pictures.drawn_anew(kind, data) if kind in PICTURES else zipped.checked(data)


BEGINNINGS = {b"%PDF-": FileType.PDF, b"\x89PNG\r\n\x1a\n": FileType.PNG, b"\xff\xd8\xff": FileType.JPEG}
NAMES = {
    FileType.PDF: "a PDF",
    FileType.DOCX: "a Word document (.docx)",
    FileType.XLSX: "an Excel workbook (.xlsx)",
    FileType.PPTX: "a PowerPoint presentation (.pptx)",
    FileType.ODT: "an OpenDocument text (.odt)",
    FileType.ODS: "an OpenDocument spreadsheet (.ods)",
    FileType.ODP: "an OpenDocument presentation (.odp)",
    FileType.PNG: "a PNG picture",
    FileType.JPEG: "a JPEG picture",
}
