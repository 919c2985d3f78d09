"""Everything about me; leaving, thinking better of it, and leaving for good: then nobody finds a trace."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members import leaving
from members.models import Member
from outbox.models import Message
from tests.accounts.ways import last_code
from tests.factories import make_certificate, make_meeting, make_member, make_notice, make_supervision
from tests.journeys import axe
from tests.members.everywhere import traces

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Zephyrine Quillfeather"


def leave_for_good(page: Page) -> None:
    page.goto("/everything/")
    page.get_by_role("link", name="Leave the network").first.click()
    page.get_by_role("button", name="Leave and have everything erased").click()
    page.get_by_role("button", name="Yes, leave the network").click()
    expect(page.get_by_text("You have left.")).to_be_visible()


def test_everything_about_me_is_read_and_taken_away_as_a_file(open_page):
    member = make_member(name=NAME, phone="0161 496 0000")
    make_certificate(member)
    page = open_page(member.user)
    page.goto("/profile/")
    page.get_by_role("link", name="Everything about me").click()

    expect(page.get_by_text("0161 496 0000").first).to_be_visible()
    assert axe.wrong(page) == []
    page.get_by_role("link", name="JSON").click()  # first they show that it is still them
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code").fill(last_code())
    with page.expect_download() as download:
        page.locator("main").get_by_role("button").first.click()
    held = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))

    assert held["addresses"] == [member.user.email]
    assert any(NAME in json.dumps(each) for each in held["holdings"])


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_regretting_by_the_mail_and_leaving_for_good(open_page, page, live_server, scripts):
    member, now = make_member(name=NAME, registration_number="PYL987123"), timezone.now()
    email = member.user.email
    make_certificate(member)
    make_supervision(member)
    make_notice(text=f"Thanks to {NAME} for the tea.")
    make_meeting()
    mine = open_page(member.user, java_script_enabled=scripts)
    leave_for_good(mine)

    mail = Message.objects.get(name="members/erasure_asked").text
    page.goto(f"{live_server.url}/stay/{mail.partition('/stay/')[2].split()[0]}")
    assert axe.wrong(page) == []
    page.get_by_role("button", name="Stop it, and stay").click()
    expect(page.get_by_role("heading", name="It is stopped")).to_be_visible()
    leaving.on_tick(now + timedelta(days=31))
    assert Member.objects.get(pk=member.pk).left_on is None

    leave_for_good(mine)
    leaving.on_tick(now + timedelta(days=31))

    assert traces(NAME, email, "PYL987123") == set()
