"""What a file really is, and which files are refused with which advice."""

import struct
import zlib
from io import BytesIO
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from minutes.checking import ENDINGS, MOST_BYTES, Unfit, check, pdf, zipped
from minutes.words import FileType
from tests.minutes import samples


def said(name: str, data: bytes) -> str:
    """What whoever chose this file reads."""
    with pytest.raises(Unfit) as refused:
        check(name, data)
    return str(refused.value)


@pytest.mark.parametrize("kind", FileType)
def test_an_honest_file_of_every_kind_is_taken_as_what_it_is(kind):
    checked = check(f"Slides.{kind.upper()}", samples.honest(kind))

    assert checked.file_type == kind


@pytest.mark.parametrize("kind", FileType)
def test_a_file_that_lies_about_its_type_is_refused_saying_what_it_looks_like(kind):
    others = [other for other in FileType if other != kind]

    answers = {other: said(f"slides.{other}", samples.honest(kind)) for other in others}

    assert all(f"called .{other} but looks like a" in answer for other, answer in answers.items())
    assert len({answer.partition("looks like")[2] for answer in answers.values()}) == 1


LIARS = {
    "a web page": b"<!DOCTYPE html><script>alert(1)</script>",
    "an SVG drawing": b'<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>',
    "a program for Windows": b"MZ\x90\0",
    "an old Office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a GIF picture": b"GIF89a",
    "HEIC": b"\0\0\0\x18ftypheic",
    "plain text": b"Agenda for Thursday",
    "something we do not know": b"\0\1\2",
    "a damaged zip file": b"PK\x07\x08",
}


@pytest.mark.parametrize(("really", "data"), LIARS.items(), ids=LIARS)
@pytest.mark.parametrize("ending", ["pdf", "png", "docx"])
def test_what_we_do_not_take_is_named_under_whatever_ending(ending, really, data):
    assert really in said(f"slides.{ending}", data)


@pytest.mark.parametrize(
    "name", ["slides", "slides.svg", "slides.html", "slides.exe", "pdf", "slides.docm", "a." * 5000]
)
def test_only_endings_that_we_take_are_looked_into(name):
    assert "says no type that we take" in said(name, samples.pdf())


def test_nothing_and_too_much_are_refused():
    assert "empty" in said("a.pdf", b"")
    assert "larger than 10 MB" in said("a.pdf", b"%PDF-" + bytes(MOST_BYTES))


TINY = b"/ObjStm stream\n" + zlib.compress(b"x")
# Each file is made in its own test, here and below: as this file is read, they would be made in every process.
SLOW = {
    "thousands of packed objects": ("a.pdf", lambda: b"%PDF-1.7 " + TINY * 15_000 + bytes(9_000_000) + b"%%EOF"),
    "packed objects that never come": ("a.pdf", lambda: b"%PDF-1.7 " + b"/ObjStm" * 1_000_000 + b"%%EOF"),
    "remarks before nothing": ("a.pdf", lambda: b"<!-- -->" * 240 + b"<"),
    "ties that do not end": ("a.docx", lambda: samples.office(_rels___dot_rels="<Relationship " * 140_000)),
    "charts full of nothing": ("a.docx", lambda: many_charts(samples.office(FileType.XLSX, a=bytes(1_000_000)))),
}


def many_charts(chart: bytes) -> bytes:
    return samples.office(**{f"word__embeddings__{number}_dot_xlsx": chart for number in range(200)})


@pytest.mark.parametrize(("name", "make"), SLOW.values(), ids=SLOW)
def test_no_file_holds_up_whoever_looks_at_it(name, make):
    data, began = make(), process_time()

    check_or_refusal(name, data)

    assert process_time() - began < 2


UNFIT_PDFS = {
    "a script": (lambda: samples.pdf(script=True), pdf.ACTIVE),
    "an attached file": (lambda: samples.pdf(attached=True), pdf.ACTIVE),
    "a script spelled with codes": (lambda: b"%PDF-1.7 << /S /J#61vaScript >> %%EOF", pdf.ACTIVE),
    "a script in packed objects": (
        lambda: (
            b"%PDF-1.7 << /Type /ObjStm >> stream\r\n" + zlib.compress(b"<< /S /JavaScript >>") + b" endstream %%EOF"
        ),
        pdf.ACTIVE,
    ),
    "a bomb of packed objects": (
        lambda: b"%PDF-1.7 << /Type /ObjStm >> stream\n" * 2 + zlib.compress(bytes(50_000_000)) + b" endstream %%EOF",
        None,
    ),
    "a command": (lambda: b"%PDF-1.7 << /S /Launch /F (cmd) >> %%EOF", pdf.ACTIVE),
    "a password": (lambda: samples.pdf(password=True), "protected by a password"),
    "half of it": (lambda: samples.pdf()[:300], "damaged"),
    "a zip file at its end": (lambda: samples.pdf() + samples.office(), pdf.TWO_THINGS),
}


@pytest.mark.parametrize(("make", "advice"), UNFIT_PDFS.values(), ids=UNFIT_PDFS)
def test_a_pdf_that_would_act_or_cannot_be_read_is_refused(make, advice):
    data = make()

    if advice is None:
        assert check("a.pdf", data).data == data  # unpacked no further than is read, and harmless
    else:
        assert advice in said("a.pdf", data + (b"%%EOF" if advice == pdf.TWO_THINGS else b""))


def tie(kind: str, mode: str = "External") -> str:
    return f'<Relationship Id="1" Type="http://x/{kind}" Target="https://evil.example/" TargetMode="{mode}"/>'


UNFIT_ZIPS = {
    "macros": (lambda: samples.office(word__vbaProject_dot_bin=b"x"), zipped.MACROS),
    "macros under another name": (
        lambda: samples.zipped({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        zipped.MACROS,
    ),
    "controls": (lambda: samples.office(word__activeX__activeX1_dot_xml="<x/>"), zipped.MACROS),
    "a program": (lambda: samples.office(word__media__image1_dot_png=b"MZ program"), zipped.HOLDS_FILES),
    "a zip file": (lambda: samples.office(word__media__image1_dot_png=samples.office()), zipped.HOLDS_FILES),
    "a packed object": (lambda: samples.office(word__embeddings__oleObject1_dot_bin=b"x"), zipped.HOLDS_FILES),
    "macros in its chart": (
        lambda: samples.office(word__embeddings__a_dot_xlsx=samples.office(FileType.XLSX, xl__vbaProject_dot_bin=b"x")),
        zipped.MACROS,
    ),
    "a template elsewhere": (
        lambda: samples.office(word___rels__settings_dot_xml_dot_rels=tie("attachedTemplate")),
        zipped.OUTSIDE,
    ),
    "too many parts": (lambda: samples.office(**{f"p{n}": "" for n in range(zipped.MOST_ENTRIES)}), zipped.BOMB),
    "a bomb": (lambda: samples.office(word__media__a_dot_bin=bytes(60_000_000)), zipped.BOMB),
    "something behind it": (lambda: samples.office() + b"x", "damaged"),
    "half of it": (lambda: samples.office()[:-40], "damaged"),
}


@pytest.mark.parametrize(("make", "advice"), UNFIT_ZIPS.values(), ids=UNFIT_ZIPS)
def test_an_office_file_that_would_act_or_cannot_be_read_is_refused(make, advice):
    assert advice in said("a.docx", make())


def test_an_open_document_with_macros_or_a_password_is_refused():
    locked = '<manifest:encryption-data manifest:checksum="x"/>'

    assert said("a.odt", samples.open_document(Basic__Standard__Module1_dot_xml="<x/>")) == zipped.MACROS
    assert "password" in said("a.odt", samples.open_document(**{"META-INF/manifest.xml": locked}))


def test_a_part_with_a_password_is_refused():
    data = bytearray(samples.office())
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1

    assert "password" in said("a.docx", bytes(data))


def test_links_to_pages_and_the_numbers_behind_a_chart_are_taken():
    data = samples.office(
        word___rels__document_dot_xml_dot_rels=tie("hyperlink") + tie("image", "Internal"),
        word__embeddings__chart_dot_xlsx=samples.office(FileType.XLSX),
    )

    assert check("a.docx", data).data == data


def test_a_part_whose_content_is_spoiled_is_refused():
    data = bytearray(samples.office(word__document2_dot_xml="text " * 50))
    at = data.find(b"word/document2.xml") + len("word/document2.xml")
    data[at + 2 : at + 8] = b"spoilt"

    assert "damaged" in said("a.docx", bytes(data))


def test_a_picture_is_kept_without_place_time_camera_or_remarks_and_upright():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x8825] = "Camera of Ada", 6, {1: "N", 2: (53.0, 32.0, 0.0)}
    data = samples.picture(FileType.JPEG, (40, 20), exif=exif, comment=b"taken at home")

    kept = check("photo.jpeg", data).data

    with Image.open(BytesIO(kept)) as shown:
        assert (shown.size, dict(shown.getexif()), "comment" in shown.info) == ((20, 40), {}, False)
    assert b"Ada" not in kept
    assert b"home" not in kept


@given(st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]))
def test_a_picture_in_any_colours_is_drawn_anew(mode):
    written = BytesIO()
    Image.new(mode, (3, 2)).save(written, "PNG")

    with Image.open(BytesIO(check("a.png", written.getvalue()).data)) as shown:
        assert shown.size == (3, 2)


@pytest.mark.parametrize("size", [(60_000, 60_000), (7_000, 6_000), (30_000, 10)])
def test_a_giant_is_refused_before_it_is_unpacked(size):
    header = piece(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))

    assert "36 million pixels" in said("a.png", b"\x89PNG\r\n\x1a\n" + header + piece(b"IDAT", zlib.compress(b"")))


def piece(name: bytes, content: bytes) -> bytes:
    """A piece of a PNG picture."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@pytest.mark.parametrize("kind", [FileType.PNG, FileType.JPEG])
def test_a_truncated_picture_is_refused(kind):
    noisy = BytesIO()
    Image.effect_noise((200, 200), 80).save(noisy, "PNG" if kind == FileType.PNG else "JPEG")

    assert "damaged" in said(f"a.{kind}", noisy.getvalue()[:900])


STARTS = [b"", *map(samples.honest, FileType), *LIARS.values()]


@given(st.sampled_from(sorted(ENDINGS)), st.sampled_from(STARTS), st.integers(0, 3000), st.binary(max_size=60))
def test_however_a_file_is_spoiled_it_is_taken_or_refused_in_words(ending, start, at, noise):
    data = start[:at] + noise + start[at + len(noise) :]

    assert check_or_refusal(f"a.{ending}", data) in (ENDINGS[ending], "refused")


def check_or_refusal(name: str, data: bytes) -> str:
    try:
        return check(name, data).file_type
    except Unfit as unfit:
        return "refused" if str(unfit) else "refused without a word"
