"""The documents of the demonstration: a PDF, a Word file, a picture of a whiteboard, all drawn by us."""

from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typst
from PIL import Image, ImageDraw

from minutes.words import FileType

SHEET = """#set document(title: "{title}", date: none)
#set page(paper: "a4")
#set text(lang: "en", region: "gb", size: 12pt)
= {title}
An invented sheet of the demonstration. Nothing in it is about anybody.
+ Read the example alone.
+ Say it to each other in one plain sentence.
+ Change places.
"""
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONS}">'
    f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
    "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body>'
    "<w:p><w:r><w:t>{title}</w:t></w:r></w:p></w:body></w:document>",
}


def paper(kind: FileType, title: str, now: datetime) -> bytes:
    """A document of this kind, the same for the same title and time."""
    if kind == FileType.DOCX:
        return word_file(title)
    return whiteboard() if kind == FileType.PNG else sheet(title, now)


def sheet(title: str, now: datetime) -> bytes:
    made = typst.compile(SHEET.format(title=title).encode(), format="pdf", timestamp=now.astimezone(UTC))
    assert isinstance(made, bytes)  # noqa: S101  a PDF is one file
    return made


def word_file(title: str) -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for name, words in PARTS.items():
            entry = ZipInfo(name)  # dated 1980, so that it is the same each time
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, f'<?xml version="1.0"?>{words.replace("{title}", escape(title))}')
    return written.getvalue()


def whiteboard() -> bytes:
    """Three boxes with arrows between them, as somebody draws them."""
    picture = Image.new("RGB", (1200, 800), "white")
    pen = ImageDraw.Draw(picture)
    for x, y in ((120, 120), (760, 120), (440, 520)):
        pen.rounded_rectangle((x, y, x + 320, y + 160), 24, outline="#0e3b40", width=8)
        pen.line((x + 40, y + 70, x + 280, y + 70), fill="#c0562b", width=6)
        pen.line((x + 40, y + 105, x + 200, y + 105), fill="#c0562b", width=6)
    for line in ((440, 200, 760, 200), (920, 280, 700, 520), (500, 520, 280, 280)):
        pen.line(line, fill="#0e3b40", width=6)
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
