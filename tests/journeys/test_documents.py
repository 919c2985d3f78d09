"""A document in a browser without scripts: added by who takes the minutes, found by a member, taken home."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Role
from meetings.words import Duty
from members.folding import fold
from tests.factories import make_item, make_meeting, make_member
from tests.journeys import axe
from tests.journeys.axe import NARROW
from tests.minutes import samples

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def file(name: str, data: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/pdf", "buffer": data}


def test_a_document_is_added_found_and_taken_home_and_a_liar_is_refused(open_page):
    meeting, taker, taken = make_meeting(title="Endings together"), make_member(), timezone.now()
    Role.objects.create(meeting=meeting, member=taker, duty=Duty.MINUTE_TAKER, given_at=taken, given_by_name="Ada")
    make_item(meeting, title="How we end", search_text=fold("How we end"))
    slides = samples.pdf("Slides")

    page = open_page(taker.user, java_script_enabled=False)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Add or take away documents").click()
    page.get_by_label("Title").fill("Slides on endings")
    page.get_by_label("File").set_input_files(file("slides.pdf", b"<html><script>alert(1)</script>"))
    page.get_by_role("button", name="Add document").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.locator("main")).to_contain_text("This file is called .pdf but looks like a web page.")
    expect(page.get_by_label("Title")).to_have_value("Slides on endings")

    page.get_by_label("File").set_input_files(file("slides.pdf", slides))
    page.get_by_role("button", name="Add document").click()
    expect(page.get_by_role("status")).to_contain_text("“Slides on endings” is with the meeting.")

    page = open_page(make_member().user, NARROW, java_script_enabled=False)
    page.goto("/meetings/")
    page.get_by_role("link", name="Search agendas, minutes and documents").click()
    page.get_by_label("Words").fill("END slides")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("1 meeting for “END slides”")
    with page.expect_download() as download:
        page.get_by_role("link", name="Slides on endings").click()

    assert download.value.suggested_filename == f"{timezone.localdate(meeting.starts_at)}-slides-on-endings.pdf"
    assert Path(download.value.path()).read_bytes() == slides

    page.goto(meeting.get_absolute_url())
    expect(page.get_by_role("link", name="Slides on endings")).to_be_visible()


def test_axe_finds_nothing_on_the_documents_of_a_meeting_with_their_form_and_in_the_search(open_page):
    meeting, taker, taken = make_meeting(title="Endings together"), make_member(), timezone.now()
    Role.objects.create(meeting=meeting, member=taker, duty=Duty.MINUTE_TAKER, given_at=taken, given_by_name="Ada")
    make_item(meeting, title="How we end", search_text=fold("How we end"))
    page = open_page(taker.user)
    found: list[str] = []

    for title in ("How it ended", "How it began"):
        page.goto(f"/minutes/{meeting.slug}/documents/")
        found += axe.wrong(page)
        page.get_by_role("button", name="Add document").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        found += axe.wrong(page)
        page.get_by_label("Title").fill(title)
        page.get_by_label("File").set_input_files(file("slides.pdf", samples.pdf(title)))
        page.get_by_role("button", name="Add document").click()
        expect(page.get_by_role("status")).to_contain_text(f"“{title}” is with the meeting.")
    for words in ("end", "nothing like it", "e"):
        page.goto(f"/minutes/search/?words={words}")
        found += axe.wrong(page)

    assert found == []
