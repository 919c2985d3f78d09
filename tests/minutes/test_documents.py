"""Documents of a meeting: who adds them, who reads them, and how they leave again."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import desk
from meetings.models import Meeting
from meetings.words import Duty, Status
from minutes import documents, sections
from minutes.checking import MOST_BYTES, Checked
from minutes.models import Document, DocumentContent
from minutes.words import FileType
from tests.access.people import Browser, Person, show_second_step
from tests.factories import make_applicant, make_coordinator, make_document, make_meeting, make_member, make_role
from tests.minutes import samples

pytestmark = pytest.mark.django_db
NHS_NUMBER = "943 476 5919"


class Desk(NamedTuple):
    client: Client
    meeting: Meeting

    def add(self, data: bytes | None, name: str = "mine.pdf", title: str = "Slides on endings"):
        file = {} if data is None else {"file": samples.upload(data, name)}
        return self.client.post(page_of(self.meeting), {"title": title, **file})


@pytest.fixture
def at_desk(client):
    user = make_coordinator()
    client.force_login(user)
    show_second_step(client, user)
    return Desk(client, make_meeting())


def page_of(meeting: Meeting) -> str:
    return reverse("minutes:documents", args=[meeting.slug])


def as_member(**fields) -> Client:
    client = Client()
    client.force_login(make_member(**fields).user)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("kind", FileType)
def test_what_a_coordinator_adds_every_member_takes_away_as_it_was(at_desk, kind):
    honest = samples.honest(kind)
    at_desk.add(honest, f"mine.{kind}")
    document = Document.objects.get()

    answer = as_member().get(document.get_absolute_url())

    assert (answer.status_code, answer["Content-Type"]) == (200, documents.CONTENT_TYPES[kind])
    assert len(answer.content) == document.size
    if kind not in (FileType.PNG, FileType.JPEG):
        assert answer.content == honest


def test_a_document_leaves_as_a_file_that_no_browser_opens_here_and_nobody_keeps():
    document = make_document()

    answer = as_member().get(document.get_absolute_url())

    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_a_document_has_a_name_of_the_day_and_its_title_in_plain_letters():
    starts_at = datetime(2026, 11, 12, 14, tzinfo=ZoneInfo("Europe/London"))
    document = make_document(meeting=make_meeting(starts_at=starts_at), title="Élodie’s slides: “endings” / 2")

    answer = as_member().get(document.get_absolute_url())

    assert answer["Content-Disposition"] == 'attachment; filename="2026-11-12-elodies-slides-endings-2.pdf"'


@given(st.text(max_size=120))
def test_no_title_makes_a_name_that_a_header_or_a_folder_could_misread(title):
    document = Document(meeting=Meeting(starts_at=timezone.now()), title=title, file_type=FileType.PDF)

    name = documents.file_name(document)

    assert name.isascii()
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert name.count(".") == 1


MAY_NOT = {
    "somebody who has not joined": make_applicant,
    "a suspended member": lambda: make_member(suspended_on=timezone.localdate()),
    "somebody who left": lambda: make_member(left_on=timezone.localdate()),
}


@pytest.mark.parametrize("make", MAY_NOT.values(), ids=MAY_NOT)
def test_for_whoever_may_not_read_it_there_is_no_document(client, make):
    client.force_login(make().user)

    assert client.get(make_document().get_absolute_url()).status_code == 404


def test_the_documents_of_a_draft_are_for_coordinators_alone(at_desk):
    draft = make_meeting(status=Status.DRAFT)
    document = make_document(meeting=draft)
    helper = make_member()
    make_role(draft, Duty.MINUTE_TAKER, helper)
    client = Client()
    client.force_login(helper.user)

    assert at_desk.client.get(document.get_absolute_url()).status_code == 200
    assert at_desk.client.get(page_of(draft)).status_code == 200
    for address in (document.get_absolute_url(), page_of(draft)):
        assert client.get(address).status_code == 404
    assert client.post(take_away_of(document)).status_code == 404


def test_a_document_of_a_meeting_that_was_cancelled_before_anybody_heard_of_it_is_not_for_members(client):
    never = make_meeting(status=Status.CANCELLED, cancelled_at=timezone.now(), published_at=None)
    client.force_login(make_member().user)

    assert client.get(make_document(meeting=never).get_absolute_url()).status_code == 404


def take_away_of(document: Document) -> str:
    return reverse("minutes:take_away", args=[document.public_id])


@pytest.mark.parametrize(
    ("duty", "status"), [(Duty.COORDINATOR, 200), (Duty.MINUTE_TAKER, 200), (Duty.DOOR, 403), (None, 403)]
)
def test_who_coordinates_a_meeting_or_takes_its_minutes_adds_documents_and_nobody_else(client, duty, status):
    meeting, member = make_meeting(), make_member()
    if duty:
        make_role(meeting, duty, member)
    client.force_login(member.user)

    looked = client.get(page_of(meeting))
    client.post(page_of(meeting), {"title": "Slides", "file": samples.upload(samples.pdf())})
    client.post(take_away_of(make_document(meeting=meeting, title="Other")))

    assert looked.status_code == status
    assert [document.title for document in documents.of(meeting)] == (["Slides"] if status == 200 else ["Other"])
    shown = text(client.get(meeting.get_absolute_url()))
    assert ("Add or take away documents" in shown) == (status == 200)


def test_a_coordinator_whose_desk_is_shut_adds_nothing():
    browser, meeting = Browser(Person.UNPROVEN_COORDINATOR), make_meeting()

    assert browser.ask("GET", page_of(meeting)).status_code == 403


def test_what_was_taken_away_is_gone_for_good_and_that_it_was_there_is_kept(at_desk):
    document = make_document(meeting=at_desk.meeting)

    answers = [at_desk.client.post(take_away_of(document)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    document.refresh_from_db()
    assert (document.removed_at is None, document.search_text, DocumentContent.objects.count()) == (False, "", 0)
    assert as_member().get(document.get_absolute_url()).status_code == 404
    assert document.title not in text(as_member().get(at_desk.meeting.get_absolute_url()))


def test_the_same_file_twice_is_said_and_kept_once(at_desk):
    for title in ("Slides", "The same again"):
        answer = at_desk.add(samples.pdf(), title=title)

    assert answer.status_code == 422
    assert "This file is with the meeting already, as “Slides”." in text(answer)
    assert 'value="The same again"' in text(answer)
    assert Document.objects.get().title == "Slides"


def test_the_same_file_may_come_back_and_be_with_another_meeting(at_desk):
    at_desk.add(samples.pdf())
    at_desk.client.post(take_away_of(Document.objects.get()))

    answers = [at_desk.add(samples.pdf()), Desk(at_desk.client, make_meeting()).add(samples.pdf())]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_meeting_has_no_more_documents_than_somebody_looks_through():
    meeting, by, now = make_meeting(), make_coordinator(), timezone.now()
    for number in range(documents.MOST_OF_A_MEETING):
        documents.add(meeting, "Slides", Checked(FileType.PDF, bytes([number])), now, by)

    with pytest.raises(documents.Refused, match="Take one away first"):
        documents.add(meeting, "Slides", Checked(FileType.PDF, b"one more"), now, by)


BAD = {
    "no file": (None, "a.pdf", "Choose a file"),
    "an empty one": (b"", "a.pdf", "This file is empty"),
    "one byte too many": (b"%PDF-" + bytes(MOST_BYTES), "a.pdf", "larger than 10 MB"),
    "eleven megabytes": (bytes(11_000_000), "a.pdf", "larger than 10 MB"),
    "a web page": (b"<html><script>alert(1)</script>", "a.pdf", "looks like a web page"),
    "a drawing with a script": (b"<svg onload='alert(1)'/>", "a.png", "looks like an SVG drawing"),
    "an NHS number in its name": (samples.pdf(), f"{NHS_NUMBER}.pdf", "looks as if it held something about a patient"),
    "a NUL in its name": (samples.pdf(), "a\0b.exe", "says no type that we take"),
    "a way to a folder in its name": (b"x", "../../etc/passwd", "says no type that we take"),
}


@pytest.mark.parametrize(("data", "name", "advice"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_words_and_the_title_is_kept(at_desk, data, name, advice):
    answer = at_desk.add(data, name, title="My long title")

    assert answer.status_code == 422
    assert advice in text(answer)
    assert 'value="My long title"' in text(answer)
    assert not Document.objects.exists()


def test_a_title_is_guarded_and_has_a_length(at_desk):
    answers = {title: text(at_desk.add(samples.pdf(), title=title)) for title in ("x" * 10_000, f"Of {NHS_NUMBER}", "")}

    said = ("at most 120 characters", "looks like an NHS number", "Enter title")
    assert [advice in answer for advice, answer in zip(said, answers.values(), strict=True)] == [True] * 3
    assert not Document.objects.exists()


def test_a_name_of_ten_thousand_letters_and_two_files_at_once_are_refused_at_the_door(at_desk):
    file = samples.upload(samples.pdf())
    file._name = "x" * 10_000 + ".pdf"

    long = at_desk.client.post(page_of(at_desk.meeting), {"title": "x", "file": file})
    files = [samples.upload(b"x"), samples.upload(b"y")]
    two = at_desk.client.post(page_of(at_desk.meeting), {"title": "x", "file": files})

    assert [long.status_code, two.status_code] == [400, 400]
    assert "go back and try again" in text(long)
    assert not Document.objects.exists()


def test_a_request_far_beyond_any_form_is_refused_before_it_is_read(at_desk):
    answer = at_desk.client.post(page_of(at_desk.meeting), {"title": "x"}, CONTENT_LENGTH=str(33 * 1024 * 1024))

    assert answer.status_code == 400


def test_nothing_of_a_large_file_is_kept_while_it_comes_in(at_desk, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    at_desk.add(bytes(11_000_000))
    at_desk.add(samples.pdf() + b"\n%%EOF")

    assert list(tmp_path.iterdir()) == []


def test_the_page_of_a_meeting_lists_its_documents_with_type_and_size_and_reads_no_content(
    client, django_assert_num_queries
):
    meeting = make_meeting()
    document = make_document(meeting=meeting, title="Slides on endings")
    member = make_member()
    client.force_login(member.user)

    with django_assert_num_queries(2):
        sections.documents_section(meeting, member, timezone.now())
    page = text(client.get(meeting.get_absolute_url()))

    assert f'<a href="{document.get_absolute_url()}">Slides on endings</a>' in page
    assert "(PDF, " in page
    assert "Add or take away" not in page


def test_a_coordinator_finds_the_documents_above_the_meeting_on_the_desk():
    meeting = make_meeting()

    assert ("Documents", page_of(meeting)) in [(page.label, page.href) for page in desk.pages(meeting, timezone.now())]
