"""Files of every kind, made from code: honest ones, and such as lie about themselves."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from minutes.words import FileType

MAIN = {
    FileType.DOCX: ("word/document.xml", "wordprocessingml.document.main+xml"),
    FileType.XLSX: ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    FileType.PPTX: ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
OPEN_DOCUMENT = {FileType.ODT: "text", FileType.ODS: "spreadsheet", FileType.ODP: "presentation"}
TYPES = '<Types><Override PartName="/{0}" ContentType="application/vnd.openxmlformats-officedocument.{1}"/></Types>'


def zipped(parts: dict[str, str | bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", kind) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def office(kind: FileType = FileType.DOCX, **further: str | bytes) -> bytes:
    """An Office file; `further` parts by name, with __ for a slash and _dot_ for a full stop."""
    name, said = MAIN[kind]
    return zipped({"[Content_Types].xml": TYPES.format(name, said), name: "<w/>", **named(further)})


def open_document(kind: FileType = FileType.ODT, **further: str | bytes) -> bytes:
    said = f"application/vnd.oasis.opendocument.{OPEN_DOCUMENT[kind]}"
    return zipped({"mimetype": said, "content.xml": "<office/>", **named(further)})


def named(parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    return {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}


def pdf(words: str = "", **how: object) -> bytes:
    """A page of PDF; `script`, `attached` and `password` make one that is not taken."""
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": words})
    if "script" in how:
        script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert(1)")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject(name): value for name, value in script.items()}
        )
    if "attached" in how:
        writer.add_attachment("a.txt", b"attached")
    if "password" in how:
        writer.encrypt("secret", algorithm="RC4-128")
    writer.write(written)
    return written.getvalue()


def drawn(*words: str) -> bytes:
    """A PDF of as many pages, on each of which these signs are drawn."""
    writer, written = PdfWriter(), BytesIO()
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    for each in words:
        page, drawing = writer.add_blank_page(200, 200), DecodedStreamObject()
        drawing.set_data(f"BT /F 9 Tf {each} ET".encode())
        fonts = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): fonts})}
        )
        page[NameObject("/Contents")] = drawing
    writer.write(written)
    return written.getvalue()


def picture(kind: FileType = FileType.PNG, size: tuple[int, int] = (40, 20), **how: object) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG" if kind == FileType.PNG else "JPEG", **how)
    return written.getvalue()


def honest(kind: FileType) -> bytes:
    """A good file of this kind."""
    if kind == FileType.PDF:
        return pdf()
    if kind in MAIN:
        return office(kind)
    return open_document(kind) if kind in OPEN_DOCUMENT else picture(kind)


def upload(data: bytes, name: str = "slides.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)
