"""Looking at the demonstration: become somebody, answer, read the message, follow its link; nothing leaves."""

import re
from datetime import timedelta

import pytest
from django.urls import set_urlconf
from django.utils import timezone
from playwright.sync_api import expect

from dit_network.demo.people import ROLES
from meetings import rsvp
from meetings.words import Choice
from outbox import sending
from tests.factories import make_meeting, make_member, make_user
from tests.journeys import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = [390, 1280]


@pytest.fixture(autouse=True)
def _demonstration(settings, tmp_path):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.dit_network.demo.site"
    settings.EMAIL_BACKEND = "dit_network.demo.mail.Backend"
    settings.DEMO_MAIL = str(tmp_path)
    yield
    set_urlconf(None)


def be(page, role: str) -> None:
    page.goto("/demo/people/")
    page.locator(f"form[action='/demo/people/{role}/'] button").click()


def write_a_message() -> None:
    member = make_member(user=make_user(email=ROLES["practitioner"].email), name=ROLES["practitioner"].name)
    meeting = make_meeting(title="Network meeting: endings")
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now() - timedelta(minutes=1))
    assert len(list(sending.send_waiting(timezone.now))) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_message_is_read_as_text_and_as_a_mail_program_shows_it_and_its_button_leads_to_the_meeting(
    open_page, settings, live_server, width
):
    settings.PUBLIC_ADDRESS = live_server.url
    write_a_message()
    page = open_page(width=width)
    be(page, "practitioner")

    page.get_by_role("link", name="Read the mail").click()
    your_answer = page.get_by_role("link", name="Your answer")
    expect(your_answer).to_be_visible()
    findings = axe.findings(page)
    your_answer.click()
    as_shown = page.get_by_role("link", name="See it as a mail program shows it")
    expect(as_shown).to_be_visible()
    findings += axe.findings(page)
    as_shown.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Your answer"))
    expect(page.get_by_role("link", name="Change your answer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("link", name="Change your answer").click()

    assert findings == []
    expect(page.get_by_role("heading", level=1)).to_have_text("Network meeting: endings")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_demonstration_are_sound_while_they_are_empty(open_page, width):
    page = open_page(width=width)

    for path in ("/demo/people/", "/demo/mail/"):
        page.goto(path)
        assert axe.findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_somebody_is_signed_in_by_keyboard_alone_and_without_javascript(no_javascript):
    make_user(email=ROLES["trainee"].email)
    page = no_javascript
    page.goto("/demo/people/")

    page.get_by_role("button", name=f"Sign in as {ROLES['trainee'].name}").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text(f"You are signed in as {ROLES['trainee'].name}")).to_be_visible()
