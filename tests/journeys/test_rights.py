"""Everything about me; leaving, thinking better of it, and leaving for good: then nobody finds a trace."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from look import words
from meetings import certificate_words
from members import profile
from members.models import Leaving, Member
from outbox.models import Message
from tests.accounts.ways import last_code
from tests.factories import make_certificate, make_document, make_member, make_notice, make_supervision
from tests.journeys import axe
from tests.journeys.person import Hands, Person
from tests.members.everywhere import traces

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Zephyrine Quillfeather"


def leave_for_good(leaver: Person, look: Callable[[Page], None] = lambda page: None) -> None:
    leaver.opens("/everything/")
    leaver.follows("Leave the network, or have all of this erased")
    look(leaver.page)
    leaver.presses("Leave and have everything erased")
    leaver.sees("Your certificates: 1")
    look(leaver.page)
    leaver.presses("Yes, leave the network")
    leaver.sees("You have left.")
    look(leaver.page)


def thirty_days_pass() -> None:
    """The clock's own command, on the day that a row waits for."""
    Leaving.objects.update(erase_on=timezone.localdate())
    call_command("tick")


def clean(page: Page) -> None:
    assert axe.wrong(page) == []


def test_everything_about_me_is_read_and_taken_away_as_a_file(open_page):
    member = make_member(name=NAME, phone="0161 496 0000")
    make_certificate(member)
    profile.share(member, {"profession": True, "interests": True, "languages": True}, timezone.now())
    page = open_page(member.user)
    page.goto("/profile/")
    page.get_by_role("link", name="Everything about me").click()

    expect(page.get_by_text("0161 496 0000").first).to_be_visible()
    page.get_by_text("Show 3").click()
    expect(page.get_by_text("2026-11").first).to_be_visible()
    assert axe.wrong(page) == []
    page.get_by_role("link", name="JSON").click()  # first they show that it is still them
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_text("We sent an e-mail to")).to_be_visible()
    page.get_by_label("Code").fill(last_code())
    with page.expect_download() as download:
        page.locator("main").get_by_role("button").first.click()
    held = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    assert held["addresses"] == [member.user.email]
    assert any(NAME in json.dumps(each) for each in held["holdings"])


@pytest.mark.parametrize("hands", [Hands.KEYBOARD, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_leaving_regretting_by_the_mail_and_leaving_for_good(open_page, page, live_server, hands):
    member, now = make_member(name=NAME, registration_number="PYL987123"), timezone.now()
    email, certificate = member.user.email, make_certificate(member)
    make_supervision(member)
    make_notice(text=f"Thanks to {NAME} for the tea.")
    make_document(data=certificate_words.as_pdf(certificate, now))
    look = clean if hands is Hands.KEYBOARD else lambda page: None
    leaver = Person(open_page(member.user, java_script_enabled=hands is not Hands.NO_SCRIPT), NAME, hands)
    stranger = Person(page, "whoever reads the mail", Hands.MOUSE)
    leave_for_good(leaver, look)
    stay = link_in("members/erasure_asked", "/stay/")

    leaver.opens("/")
    look(leaver.page)
    leaver.follows("Stay, or see what goes")
    stranger.opens(live_server.url + stay)
    look(page)
    stranger.presses("Stop it, and stay")
    stranger.sees("It is stopped")
    look(page)
    thirty_days_pass()
    assert Member.objects.get(pk=member.pk).left_on is None

    leaver.opens("/leave/")
    leaver.follows("Choose which can still be checked")
    leaver.chooses(f"{certificate.title}, {words.day(certificate.starts_at)} {certificate.serial}")
    leaver.presses("Save")
    leaver.sees("1 check page stays")
    look(leaver.page)
    leave_for_good(leaver)
    end = link_in("meetings/check_pages_kept", "/meetings/certificates/end/")
    thirty_days_pass()

    assert traces(NAME, email, "PYL987123") == set()
    stranger.opens(f"{live_server.url}/certificate/{certificate.serial}/")
    stranger.sees("This certificate is valid")
    stranger.opens(live_server.url + end)
    look(page)
    stranger.presses("End this check page")
    stranger.sees("The check page has ended")
    stranger.opens(live_server.url + stay)
    stranger.sees("This link leads nowhere")
    look(page)
    leaver.opens("/leave/")
    leaver.sees("Sign in")


def link_in(message: str, start: str) -> str:
    """The newest message of this kind names one address of this sort; taken before the words are erased."""
    return start + Message.objects.filter(name=message).latest("pk").text.partition(start)[2].split()[0]
