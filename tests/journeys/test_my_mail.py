"""Mail in a browser: switched off without a login and started again, chosen on one page, and what will leave."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import rsvp
from meetings.words import Choice
from outbox import stopping, topics
from tests.factories import make_coordinator, make_meeting, make_member
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_sort_of_mail_is_stopped_from_a_mail_without_signing_in_and_started_again(page, live_server):
    member = make_member()

    page.goto(f"{live_server.url}/mail/stop/{stopping.name(member.user.pk, 'nudges')}/")
    assert axe.wrong(page) == []
    assert topics.wants(member.user, "nudges")
    page.get_by_role("button", name="Stop it").click()

    expect(page.get_by_text("Stopped. You no longer get this sort of mail.")).to_be_visible()
    assert axe.wrong(page) == []
    assert not topics.wants(member.user, "nudges")
    page.get_by_role("button", name="Start it again").click()
    expect(page.get_by_text("Started again.")).to_be_visible()
    assert topics.wants(member.user, "nudges")


def test_a_member_chooses_one_mail_a_week_without_scripts(open_page):
    member = make_member()
    page = open_page(member.user, NARROW, java_script_enabled=False)

    page.goto("/profile/")
    page.get_by_role("link", name="My mail").click()
    page.get_by_label("One mail a week instead").check()
    page.get_by_label("Minutes").uncheck()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_label("One mail a week instead")).to_be_checked()
    assert topics.unwanted_by(member.user) == {"minutes"}


def test_a_coordinator_sees_what_will_leave_and_reads_it(open_page, settings):
    settings.DEMO = True
    meeting = make_meeting(starts_at=timezone.now() + timedelta(days=12))
    rsvp.answer(meeting, make_member(), Choice.ROOM, timezone.now())
    page = open_page(make_coordinator(), WIDE)

    page.goto("/admin/meetings/meeting/ahead/")
    assert axe.wrong(page) == []
    page.get_by_role("link", name=re.compile("Read it.*Reminder, a week before")).click()

    expect(page.get_by_text("You are coming, and hold a place in the room.")).to_be_visible()
    assert axe.wrong(page) == []
    page.get_by_role("button", name="Send me this one").first.click()
    expect(page.get_by_text("marked as a test")).to_be_visible()
