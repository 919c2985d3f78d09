"""Proof of attendance in a browser: its owner takes it away, a stranger checks it, and My CPD sums it up."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from meetings import certificates
from meetings.cpd import reflecting
from meetings.models import Certificate, Reflection
from tests.factories import make_attendance, make_coordinator, make_member, make_past_meeting
from tests.journeys import axe
from tests.journeys.axe import NARROW
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Reflecting together on endings, waiting lists and the interpersonal affective focus in brief work with couples"


def attended(member, days_ago=7, **planned):
    starts_at = timezone.now().replace(microsecond=0) - timedelta(days=days_ago)
    meeting = make_past_meeting(starts_at=starts_at, **{"programme": "2pm Welcome\n2.15pm Endings", **planned})
    make_attendance(meeting, member)
    [certificate] = certificates.issue_all(meeting, timezone.now(), None)
    return certificate


def taken_by(page: Page, press) -> bytes:
    """The file that a press lets leave."""
    with page.expect_download() as leaving:
        press()
    with open(leaving.value.path(), "rb") as file:
        return file.read()


@pytest.mark.parametrize("hands", Hands, ids=lambda hands: hands.value)
def test_its_owner_takes_it_away_shows_their_name_and_a_stranger_checks_it(open_page, hands):
    member = make_member(name="Ada Example")
    certificate = attended(member)
    page = open_page(member.user, NARROW, java_script_enabled=hands is not Hands.NO_SCRIPT)
    ada = Person(page, "Ada Example", hands)

    ada.opens("/")
    ada.follows("Your certificate for Network meeting is ready")
    ada.sees("Certificate of attendance")
    file = taken_by(page, lambda: ada.follows("Take it away as a PDF"))
    ada.presses("Show my name there")
    ada.sees("The check page of this certificate now shows your name.")

    [note] = PdfReader(io.BytesIO(file)).pages[0]["/Annots"]
    address = note.get_object()["/A"]["/URI"].removeprefix(settings.PUBLIC_ADDRESS)
    stranger = Person(open_page(width=NARROW), "A stranger")
    stranger.opens(address)
    stranger.sees("This certificate is valid")
    stranger.sees("Ada Example")
    stranger.writes("Serial", certificate.serial.lower().replace("-", " "))
    stranger.presses("Check")
    stranger.sees("This certificate is valid")
    assert Certificate.objects.get().shows_name


@pytest.mark.parametrize("hands", [Hands.KEYBOARD, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_a_member_writes_a_reflection_and_takes_their_statement_away(open_page, hands):
    member = make_member()
    attended(member)
    page = open_page(member.user, java_script_enabled=hands is not Hands.NO_SCRIPT)
    ada = Person(page, "Ada Example", hands)

    ada.opens("/")
    ada.follows("My CPD")
    ada.activate(page.get_by_role("link", name="Add a reflection"), "Enter")
    ada.writes("What you take from it (optional)", "I name the ending earlier.")
    ada.presses("Save")
    ada.sees("I name the ending earlier.")
    ada.chooses("Include my reflections")
    file = taken_by(page, lambda: ada.presses("CSV for a spreadsheet"))

    assert "I name the ending earlier." in file.decode()
    assert Reflection.objects.get().member == member


def test_axe_finds_nothing_on_certificates_and_my_cpd_in_every_state(open_page):
    member = make_member()
    for days in range(20, 720, 70):
        last = attended(member, days, title=LONG, aims=LONG * 4, facilitator=LONG, programme=f"2pm {LONG}\n" * 12)
        reflecting.reflect(member, last.meeting, LONG * 5, timezone.now())
    certificates.revoke(last, make_coordinator(), "A mistake", timezone.now())
    valid = Certificate.objects.filter(revoked_at=None).first()
    certificates.show_name(valid, True, timezone.now())
    page, found = open_page(member.user), []

    for address in (
        *(valid.get_absolute_url(), last.get_absolute_url(), valid.meeting.get_absolute_url()),
        *("/", "/meetings/cpd/?period=two", "/meetings/cpd/?period=three", "/meetings/cpd/?period=never"),
        f"/meetings/cpd/{valid.meeting.slug}/reflection/",
        *(f"/certificate/{valid.serial}/", f"/certificate/{last.serial}/", "/certificate/K7QF-2M9D-XR4T/"),
        "/certificate/?serial=K7QF",
    ):
        page.goto(address)
        found += axe.wrong(page)
    page.goto(f"/meetings/cpd/{valid.meeting.slug}/reflection/")
    page.get_by_label("What you take from it").fill("Born on 4 May 1970")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_on_certificates_on_the_desk(open_page, settings):
    settings.DEMO = True
    certificate, desk = attended(make_member()), "/admin/meetings/certificate/"
    page, found = open_page(make_coordinator()), []

    for address in (desk, f"{desk}{certificate.pk}/change/", f"{desk}{certificate.pk}/deed/issue-again/"):
        page.goto(address)
        found += axe.wrong(page)
    page.get_by_role("button", name="Issue again").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    found += axe.wrong(page)

    assert found == []


def test_a_certificate_prints_on_one_page_of_a4(open_page):
    certificate = attended(make_member(name="Ada Example"), aims=LONG)
    page = open_page(certificate.member.user)
    page.goto(certificate.get_absolute_url())

    printed = PdfReader(io.BytesIO(page.pdf(format="A4", print_background=False)))

    words = " ".join(printed.pages[0].extract_text().split())
    assert len(printed.pages) == 1
    assert "Ada Example" in words
    assert [left for left in ("Take it away", "Sign out", "Samaritans") if left in words] == []
