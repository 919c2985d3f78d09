"""My calendars in a browser: a link made, copied and taken away, with and without scripts, on a phone and at a desk."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Feed
from tests.factories import make_meeting, make_member
from tests.journeys import axe
from tests.journeys.axe import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_link_is_made_copied_read_and_taken_away_after_asking(open_page, live_server):
    make_meeting()
    page = open_page(make_member().user, permissions=["clipboard-read", "clipboard-write"])
    page.goto("/meetings/")
    page.get_by_role("link", name="Put these in your own calendar").click()
    page.locator("#mine").get_by_role("button", name="Make this link").click()
    page.locator("#mine").get_by_text("On your telephone").click()
    assert axe.wrong(page) == []

    page.locator("#mine").get_by_role("button", name="Copy").click()
    expect(page.locator("#mine").get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"/calendar/mine/{Feed.objects.get().token}.ics")
    path = copied.partition("/calendar/")[2]
    assert page.request.get(f"/calendar/{path}").headers["content-type"] == "text/calendar; charset=utf-8"

    page.reload()
    expect(page.locator("#mine")).to_contain_text("Last read on")
    page.get_by_role("radio", name="A calendar that I subscribe to").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("each meeting twice. If that is not what you want")).to_have_count(0)
    page.get_by_role("button", name="Take the link away").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take the link to “My meetings” away?")
    assert axe.wrong(page) == []
    page.get_by_role("button", name="Take the link away").click()
    expect(page.get_by_text("Programs that read it keep what they have")).to_be_visible()
    assert page.request.get(f"/calendar/{path}").status == 404


def test_without_scripts_and_by_keyboard_the_link_is_there_to_be_marked_and_copied(open_page):
    member = make_member()
    Feed.objects.create(member=member, kind="busy", made_at=timezone.now(), changed_at=timezone.now())
    page = open_page(member.user, NARROW, java_script_enabled=False)
    page.goto("/calendar/")

    expect(page.locator("#busy").get_by_role("button", name="Copy")).to_have_count(0)
    field = page.get_by_label("Or copy the link into any other program")
    assert field.get_attribute("readonly") is not None
    page.locator("#mine").get_by_role("button", name="Make this link").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#mine")).to_contain_text("No program has read it yet")
    page.get_by_role("checkbox", name="An alarm the day before").check()
    page.get_by_role("button", name="Save what it shows").click()
    expect(page.get_by_role("checkbox", name="An alarm the day before")).to_be_checked()
