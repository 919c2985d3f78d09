"""A coordinator changes a meeting, reads what will happen, saves, takes it back; shares the work, and hands it over."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import planning, roles, rsvp
from meetings.models import Meeting
from meetings.words import Choice, Duty
from tests.factories import make_coordinator, make_meeting, make_member
from tests.journeys import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.DEMO = True


def answered(**fields):
    meeting = make_meeting(**fields)
    for choice in (Choice.ROOM, Choice.ONLINE):
        rsvp.answer(meeting, make_member(), choice, timezone.now())
    return meeting


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_move_says_what_will_happen_and_is_taken_back(open_page, script):
    meeting, found = answered(minimum=4, decide_on=timezone.localdate()), []
    page = open_page(make_coordinator(), java_script_enabled=script)
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    found += axe.wrong(page) if script else []

    page.get_by_label("Starts").fill("13:30")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("2 messages will leave")).to_be_visible()
    expect(page.get_by_text("2 calendars will be updated")).to_be_visible()
    found += axe.wrong(page) if script else []
    page.get_by_role("button", name="Save and send 2 messages").click()
    expect(page.locator(".dit-held")).to_contain_text("2 messages leave at")
    found += axe.wrong(page) if script else []
    page.get_by_role("button", name="Undo").click()

    expect(page.locator("body")).to_contain_text("Undone")
    expect(page.get_by_label("Starts")).to_have_value("14:00")
    expect(page.locator(".dit-held")).to_have_count(0)
    assert Meeting.objects.get().starts_at == meeting.starts_at
    assert found == []


def test_the_second_of_two_coordinators_sees_what_the_first_saved_and_saves_on_top(open_page):
    meeting, other = make_meeting(title="First"), make_member(user=make_coordinator(), name="Ada Example")
    page = open_page(make_coordinator())
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    planning.change(meeting, timezone.now(), by=other.user, title="Theirs", programme="2pm Welcome")

    page.get_by_label("Title").fill("Mine")
    page.get_by_role("button", name="Save", exact=True).click()
    conflict = page.locator(".dit-conflict")
    expect(conflict).to_contain_text("Ada Example saved")
    expect(conflict.get_by_role("row", name="Title First Theirs Yours: Mine")).to_be_visible()
    found = axe.wrong(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("body")).to_contain_text("Mine is saved.")

    meeting.refresh_from_db()
    assert (meeting.title, meeting.programme) == ("Mine", "2pm Welcome")
    assert found == []


def test_a_coordinator_shares_the_work_of_a_meeting_and_hands_all_of_it_over(open_page):
    meeting, ada = answered(), make_member(user=make_coordinator(), name="Ada Example")
    ben = make_member(user=make_coordinator(), name="Ben Example")
    roles.give(meeting, Duty.COORDINATOR, ada, timezone.now(), by=None)
    page = open_page(ada.user)

    page.goto(f"/admin/meetings/meeting/{meeting.pk}/roles/")
    page.get_by_label("Give it to").first.select_option(index=1)
    page.get_by_role("button", name="Save who is the minute-taker").click()
    expect(page.locator("body")).to_contain_text("Minute-taker: Member")
    found = axe.wrong(page)
    page.goto("/admin/members/appointment/")
    page.get_by_role("link", name="Hand over").last.click()
    page.goto(f"/admin/meetings/meeting/hand-over/{ada.user.pk}/")
    page.get_by_label("Who goes on with it").select_option("Ben Example")
    page.get_by_role("button", name="Choose").click()
    expect(page.get_by_text("Still to do: Has set up a second step")).to_be_visible()
    found += axe.wrong(page)
    page.get_by_role("button", name="Hand all of it to Ben Example").click()

    expect(page.locator("body")).to_contain_text("1 handed to Ben Example.")
    assert roles.holder(meeting, Duty.COORDINATOR).member == ben
    assert found == []
