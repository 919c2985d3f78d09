"""A member in a browser: finding a colleague, choosing what is shown, reading notices, coming home."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import notices
from members.models import Area
from members.stages import Standing
from tests.factories import make_coordinator, make_meeting, make_member, make_notice, make_offer, make_user
from tests.journeys import axe
from tests.journeys.axe import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def me():
    return make_member(name="Amara Okafor", interests="Goodbye letters", phone="0161 496 0000")


@pytest.fixture
def colleagues(me):
    merseyside = Area.objects.get(code="merseyside")
    make_member(name="Élodie Marchetti", service="Bolton Talking Therapies", shows_service=True)
    make_member(name="Owen Whitfield", area=merseyside, service="Bolton Talking Therapies")
    make_offer(make_member(name="Grace Lindqvist", area=merseyside, standing=Standing.SUPERVISOR))


def shows(page, *names):
    expect(page.locator(".dit-people h3")).to_have_text([*names])


def test_the_list_follows_what_is_typed(open_page, me, colleagues):
    page = open_page(me.user, permissions=["clipboard-write"])
    page.goto("/directory/")

    page.get_by_label("Search", exact=True).fill("elodie iapt")

    expect(page.locator("#results-heading")).to_have_text("1 member")
    shows(page, "Élodie Marchetti")
    expect(page).to_have_url(re.compile(r"/directory/\?search=elodie\+iapt$"))
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".dit-copy")).to_contain_text("Copied")
    assert axe.wrong(page) == []
    page.get_by_role("link", name="Print this list").click()
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    shows(page, "Élodie Marchetti")
    assert axe.wrong(page) == []


def test_on_paper_the_list_has_the_whole_width_and_the_filters_are_gone(open_page, me, colleagues):
    page = open_page(me.user)
    page.goto("/directory/")

    page.emulate_media(media="print")

    whole, person = page.locator("main").bounding_box(), page.locator(".dit-people > li").first.bounding_box()
    assert person["width"] > whole["width"] * 0.9
    assert page.get_by_label("Area", exact=True).is_hidden()
    page.goto(me.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_what_was_asked_is_there_again_after_going_back(open_page, me, colleagues):
    page = open_page(me.user)
    page.goto("/directory/")
    page.get_by_label("Area", exact=True).select_option(label="Merseyside")
    expect(page.locator("#results-heading")).to_have_text("2 members")

    page.get_by_role("link", name="Owen Whitfield").click()
    page.get_by_role("heading", name="Owen Whitfield").wait_for()
    page.go_back()

    expect(page.locator("#results-heading")).to_have_text("2 members")
    assert "Owen" not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")


def test_the_sentence_is_edited_in_place_on_a_narrow_screen(open_page, me, colleagues):
    page = open_page(me.user, NARROW)
    page.goto("/directory/")
    expect(page.get_by_label("Day", exact=True)).to_be_hidden()

    page.get_by_label("Whom", exact=True).select_option(label="supervisors")
    page.get_by_label("Who offer what").select_option(label="have a place")
    page.get_by_label("What for").select_option(label="a training case")

    expect(page.get_by_label("Day", exact=True)).to_be_visible()
    expect(page.locator("#results-heading")).to_have_text("1 member")
    shows(page, "Grace Lindqvist")
    expect(page).to_have_url(re.compile(r"/directory/\?standing=supervisors&place=free&for=training$"))
    assert axe.wrong(page) == []


def test_the_same_without_javascript(open_page, me, colleagues):
    page = open_page(me.user, java_script_enabled=False)
    page.goto("/directory/")
    page.get_by_label("Search", exact=True).fill("ELODIE")
    page.get_by_role("button", name="Search").click()
    shows(page, "Élodie Marchetti")

    page.get_by_role("link", name="Clear search and filters").click()
    page.get_by_label("Whom", exact=True).select_option(label="accredited supervisors")
    page.get_by_role("button", name="Search").click()

    shows(page, "Grace Lindqvist")


def test_the_same_by_keyboard_alone(open_page, me, colleagues):
    page = open_page(me.user)
    page.goto("/directory/")

    page.get_by_label("Search", exact=True).focus()
    page.keyboard.type("owen")
    page.keyboard.press("Enter")
    expect(page.locator("#results-heading")).to_have_text("1 member")
    page.get_by_role("link", name="Owen Whitfield").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Owen Whitfield")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_member_shows_a_field_is_found_at_once_hides_it_and_is_gone(open_page, me, scripts):
    mine = open_page(me.user, java_script_enabled=scripts)
    mine.goto("/profile/")
    mine.get_by_role("link", name="Change what members see").click()
    interests = mine.get_by_role("listitem").filter(has_text="Goodbye letters")
    interests.get_by_role("button", name="Show").click()
    expect(interests.get_by_role("button", name="Hide")).to_be_visible()

    theirs = open_page(make_member().user, java_script_enabled=scripts)
    theirs.goto("/directory/?search=goodbye")
    theirs.get_by_role("link", name="Amara Okafor").click()

    expect(theirs.get_by_text("Goodbye letters")).to_be_visible()
    theirs.wait_for_load_state()
    assert "0161" not in theirs.content()

    interests.get_by_role("button", name="Hide").click()
    expect(interests.get_by_role("button", name="Show")).to_be_visible()
    theirs.goto("/directory/?search=goodbye")
    expect(theirs.get_by_role("link", name="Amara Okafor")).to_have_count(0)


def test_a_wrong_telephone_number_is_explained_where_it_is(open_page, me):
    page = open_page(me.user)
    page.goto("/profile/details/")
    page.get_by_label("Telephone number").fill("call me")
    page.get_by_role("button", name="Save").click()

    page.locator(".nhsuk-error-summary").get_by_role("link").click()

    expect(page.get_by_label("Telephone number")).to_be_focused()
    assert axe.wrong(page) == []


def sent_notice():
    notice = make_notice(subject="Minibus", text="A bus leaves at 1.30pm.\n\nhttps://trust.example/map")
    return notices.send(notice, make_user(), timezone.now(), seen=notices.wording(notice))


def test_axe_finds_nothing_on_what_a_member_looks_for(open_page, me, colleagues):
    page, found = open_page(me.user), []
    for address in ("/directory/", "/directory/?search=nobody+is+called+this", "/directory/?area=x"):
        page.goto(address)
        found += axe.wrong(page)
    expect(page.get_by_role("link", name="Area: choose one from the list")).to_be_visible()

    assert found == []


def test_a_member_answers_the_next_meeting_from_home_in_one_tap(open_page, me):
    make_meeting(title="December meeting")
    page = open_page(me.user, NARROW)
    page.goto("/")

    page.get_by_role("button", name="Online").click()

    expect(page.get_by_role("button", name="Online")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")


def test_a_coordinator_writes_reads_tests_and_sends_a_notice(open_page, me, settings):
    settings.DEMO = True  # what opens the coordinators' desk is tested with the accounts
    page = open_page(make_coordinator())
    page.goto("/admin/meetings/notice/add/")
    page.get_by_label("Subject").fill("Minibus")
    page.get_by_label("Text").fill("A bus leaves at 1.30pm.")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_text("1 person, one message each")).to_be_visible()

    page.get_by_role("button", name="Send a test to me").click()
    expect(page.get_by_text("A test is on its way to")).to_be_visible()
    page.get_by_role("button", name="Send to 1 person").click()
    expect(page.get_by_text("Sent to 1 person, one message each.")).to_be_visible()

    reader = open_page(me.user)
    reader.goto("/")
    reader.get_by_role("link", name="Minibus").click()
    expect(reader.get_by_text("A bus leaves at 1.30pm.")).to_be_visible()
