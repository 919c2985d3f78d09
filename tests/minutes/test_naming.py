"""Documents that name somebody who leaves are found however they are written, and are gone on the day."""

import io
import time
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings import certificate_words
from members import leaving, rights
from minutes import document_words, documents, naming
from minutes.checking import Checked
from minutes.document_words import in_words, of_xml, read
from minutes.models import Document, DocumentContent
from minutes.words import FileType, Legible
from tests.access.people import show_second_step
from tests.factories import make_certificate, make_coordinator, make_document, make_meeting, make_member
from tests.members.everywhere import traces
from tests.minutes import samples

pytestmark = pytest.mark.django_db
NAME, ADDRESS, NUMBER = "Zoë Brontë-Vexley", "zq.vexley@trust.example", "PYL987123"
SHEET = '<row><c r="A1" t="s"><v>2</v></c><c r="B1" t="s"><v>0</v></c></row>'
TEXTS = "<si><t>Bronte-Vexley</t></si><si><t>Trust</t></si><si><t>Zoe</t></si>"


def leaver(**fields):
    return make_member(name=NAME, registration_number=NUMBER, **fields)


def by_glyphs() -> bytes:
    """As many programs write a PDF: compressed, each letter the number of a glyph."""
    data = certificate_words.as_pdf(make_certificate(make_member(name="Ada"), name=NAME), timezone.now())
    assert b"Vexley" not in data
    return data


WRITTEN = {
    "a PDF of glyph numbers": (FileType.PDF, by_glyphs),
    "the title of a PDF": (FileType.PDF, lambda: samples.pdf(f"Slides of {NAME}")),
    "Word, in pieces": (
        FileType.DOCX,
        lambda: samples.office(word__notes_dot_xml="<w:p><w:t>Zoë Bron</w:t></w:r><w:r><w:t>të-Vexley</w:t></w:p>"),
    ),
    "who wrote a remark": (
        FileType.DOCX,
        lambda: samples.office(word__comments_dot_xml='<w:comment w:author="Zo&#235; Bront&#235;-Vexley"/>'),
    ),
    "an address in a link": (
        FileType.ODT,
        lambda: samples.open_document(styles_dot_xml=f'<text:a xlink:href="mailto:{ADDRESS.upper()}">me</text:a>'),
    ),
    "a number": (FileType.PPTX, lambda: samples.office(FileType.PPTX, ppt__a_dot_xml="<a:t>No PYL 987-123.</a:t>")),
    "cells far apart": (
        FileType.XLSX,
        lambda: samples.office(FileType.XLSX, xl__sharedStrings_dot_xml=TEXTS, xl__worksheets__sheet1_dot_xml=SHEET),
    ),
}


@pytest.mark.parametrize(("kind", "written"), WRITTEN.values(), ids=WRITTEN)
def test_a_document_that_names_somebody_is_found_however_it_is_written(kind, written):
    member = leaver()
    member.user.emailaddress_set.create(email=ADDRESS, verified=True)
    document = make_document(file_type=kind, data=written())
    make_document(data=samples.pdf("Slides of Rosezoë Brontë-Vexleyson, and of Zoë alone"))

    assert list(naming.of(rights.person_of(member.user))) == [document]


def test_what_no_search_can_read_is_known_and_said_to_whoever_leaves(client):
    member = leaver()
    assert read(FileType.PDF, b"%PDF-1.7 not whole")[1] == Legible.PART
    make_document(file_type=FileType.PNG, data=samples.picture())
    client.force_login(member.user)

    page = client.get(reverse("members:leave")).content.decode()

    assert "1 document: pictures, scans, or files that cannot be read" in page


def zipped(**parts: str | bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(f"{name}.xml" if isinstance(part, str) else f"{name}.xlsx", part)
    return written.getvalue()


def test_files_within_a_file_share_what_may_be_unpacked_and_what_was_too_much_is_not_taken_as_read(monkeypatch):
    inner = {name: zipped(text="<t>" + "word " * 300 + "</t>") for name in ("a", "b", "c")}
    whole = zipped(first="<t>Ada</t>", **inner)
    assert read(FileType.DOCX, whole)[1] == Legible.ALL

    monkeypatch.setattr(document_words, "MOST_UNPACKED", 3500)
    words, legible = read(FileType.DOCX, whole)

    assert (words.count("word"), legible) == (600, Legible.PART)


def test_the_page_of_leaving_opens_no_document(client):
    make_document(data=samples.pdf(NAME))
    client.force_login(leaver().user)

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("members:leave")).content.decode()

    assert "Slides on endings (" in page
    assert not [each["sql"] for each in asked.captured_queries if '"minutes_documentcontent"."data"' in each["sql"]]


def test_coordinators_are_told_in_time_and_what_is_left_on_the_day_is_gone_until_they_replace_it(client):
    member, meeting, user, now = leaver(), make_meeting(), make_coordinator(), timezone.now()
    first = make_document(meeting=meeting, data=samples.pdf(NAME), title="Slides")
    second = make_document(meeting=meeting, data=samples.pdf(f"{NAME} again"), title="List")
    leaving.ask(member.user, now)
    client.force_login(user)
    show_second_step(client, user)
    desk = client.get(reverse("minutes:desk")).content.decode()
    assert (NAME in desk, naming.waiting()) == (True, 2)
    assert "Documents that name somebody who left" in client.get(reverse("admin:index")).content.decode()
    assert client.get(first.get_absolute_url()).status_code == 200

    leaving.on_tick(now + timedelta(days=30))

    assert [client.get(each.get_absolute_url()).status_code for each in (first, second)] == [404, 404]
    assert (DocumentContent.objects.count(), naming.waiting(), traces(NAME)) == (0, 2, set())
    documents.add(meeting, "Slides", Checked(FileType.PDF, samples.pdf("Without")), now, user)
    client.post(reverse("minutes:make_good", args=[second.public_id]))
    assert (naming.waiting(), [each.title for each in Document.objects.shown()]) == (0, ["Slides"])


def test_a_document_that_was_stored_before_documents_were_read_is_read_by_the_clock_or_on_the_day():
    member, now = leaver(), timezone.now()
    document = make_document(data=samples.pdf(NAME))
    DocumentContent.objects.update(words="", legible=Legible.WAITS)

    assert list(naming.of(rights.person_of(member.user))) == []
    naming.on_tick(now)
    assert list(naming.of(rights.person_of(member.user))) == [document]
    DocumentContent.objects.update(words="", legible=Legible.WAITS)
    rights.erase(rights.person_of(member.user), now)
    assert traces(NAME) == set()


BUSY = {
    "tags that never end": (FileType.DOCX, {"word/document.xml": "<" * 300_000}),
    "texts that never end": (FileType.XLSX, {"xl/sharedStrings.xml": "<si " * 75_000}),
    "cells that never end": (FileType.XLSX, {"xl/worksheets/sheet1.xml": "<c " * 100_000}),
    "cells of many kinds": (FileType.XLSX, {"xl/worksheets/sheet1.xml": "<c " + ' t="s"' * 50_000}),
}


@pytest.mark.parametrize(("kind", "parts"), BUSY.values(), ids=BUSY)
def test_no_document_however_odd_keeps_its_reader_busy(kind, parts):
    began = time.process_time()

    read(kind, samples.zipped(parts))

    assert time.process_time() - began < 5


def test_a_page_with_more_than_a_page_holds_is_not_read_and_the_others_are(monkeypatch):
    monkeypatch.setattr(document_words, "MOST_ON_A_PAGE", 500)

    words, legible = read(FileType.PDF, samples.drawn("(Ada) Tj " * 100, "(Bea) Tj"))

    assert ("ada" in words, "bea" in words, legible) == (False, True, Legible.PART)


def test_reading_ends_when_its_time_is_over(monkeypatch):
    monkeypatch.setattr(document_words, "SECONDS", 0)

    assert read(FileType.PDF, samples.drawn("(Ada) Tj")) == ("", Legible.NOTHING)


def test_a_word_that_a_program_parted_is_one_word_and_two_paragraphs_are_not():
    xml = b"<w:p><w:r><w:t>Quar</w:t></w:r><w:r><w:t>rington</w:t></w:r></w:p><w:p><w:t>Nia</w:t></w:p>"

    assert in_words(" ".join(of_xml(xml))) == " quarrington nia "
