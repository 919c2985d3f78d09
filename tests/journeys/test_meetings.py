"""Answering a meeting in a browser: in one tap, without JavaScript, by keyboard; and planning one on the desk."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import rsvp
from meetings.models import Meeting
from meetings.words import Choice, Mode, Place, Status
from tests.factories import make_coordinator, make_meeting, make_member, make_venue
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PROGRAMME = "2pm Welcome\n2.15pm Keeping to the focus, in pairs\n3.30pm Ending letters\nBring a notebook."


def say(meeting, member, choice, **how):
    return rsvp.answer(meeting, member, choice, timezone.now(), **how)


def full_meeting(**fields):
    """A room of two places, both taken, with somebody waiting."""
    meeting = make_meeting(room_capacity=2, programme=PROGRAMME, join_link="https://meet.example/dit", **fields)
    for _ in range(3):
        say(meeting, make_member(shows_coming=True), Choice.ROOM)
    return meeting


def test_a_member_answers_in_one_tap_and_the_page_stays(open_page):
    meeting, member = make_meeting(), make_member()
    page = open_page(member.user, NARROW)
    page.goto(meeting.get_absolute_url())
    page.evaluate("window.stayed = true")

    page.get_by_role("button", name="In the room").click()

    expect(page.get_by_role("button", name="In the room")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#answer-status")).to_contain_text("You hold a place in the room.")
    expect(page.locator("#answer-numbers")).to_contain_text("11 of 12 places in the room are free.")
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.id") == "answer-room"
    assert meeting.rsvps.get().place == Place.ROOM


def test_in_a_full_room_a_member_waits_with_a_place_online_and_moves_up(open_page):
    meeting, member = full_meeting(), make_member()
    page = open_page(member.user, NARROW)
    page.goto(meeting.get_absolute_url())

    page.get_by_role("button", name="Wait for the room").click()

    expect(page.locator("#answer-status")).to_contain_text(
        "you are on the waiting list, and hold a place online meanwhile"
    )
    expect(page.locator("#answer-status")).to_contain_text("One person is before you.")
    for row in meeting.rsvps.filter(place=Place.ROOM).select_related("member"):
        say(meeting, row.member, Choice.NO)
    page.reload()
    expect(page.locator("#answer-status")).to_contain_text("You hold a place in the room.")


def test_an_answer_works_without_javascript(open_page):
    meeting, member = full_meeting(), make_member()
    page = open_page(member.user, NARROW, java_script_enabled=False)
    page.goto("/meetings/")
    page.get_by_role("link", name=meeting.title).click()

    page.get_by_role("button", name="In the room").click()

    expect(page.get_by_role("status").first).to_contain_text("you are on the waiting list")
    expect(page.get_by_role("button", name="In the room")).to_have_attribute("aria-pressed", "true")
    assert meeting.rsvps.get(member=member).turn == 2


def test_an_answer_works_by_keyboard_alone(open_page):
    meeting, member = make_meeting(), make_member()
    page = open_page(member.user, WIDE)
    page.goto(meeting.get_absolute_url())

    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "answer-online":
            break
    page.keyboard.press("Enter")

    expect(page.locator("#answer-status")).to_contain_text("You hold a place online.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-status")).to_contain_text("You said maybe.")
    assert meeting.rsvps.get().choice == Choice.MAYBE


def test_a_meeting_that_starts_while_one_looks_at_it_says_so(open_page):
    meeting, member = make_meeting(), make_member()
    page = open_page(member.user)
    page.goto(meeting.get_absolute_url())
    Meeting.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    page.get_by_role("button", name="In the room").click()

    expect(page.locator("#answer-status")).to_contain_text("This meeting has started. Answers are closed.")
    expect(page.locator("#answer-form")).to_have_count(0)


def test_axe_finds_nothing_on_any_page_of_meetings_in_any_state(open_page):
    member = make_member()
    page = open_page(member.user)
    found = []

    def look(path):
        assert page.goto(path).ok
        found.extend(axe.wrong(page))

    look("/meetings/"), look("/meetings/past/")
    waiting, declined = full_meeting(), make_meeting(mode=Mode.ONLINE)
    say(waiting, member, Choice.ROOM, meanwhile=True), say(declined, member, Choice.NO)
    many = make_meeting(room_capacity=200, venue=make_venue(by_road="M60 junction 17", hearing_loop="At reception"))
    cancelled = make_meeting(status=Status.CANCELLED, cancelled_at=timezone.now(), cancelled_why="Strike")
    over = make_meeting(starts_at=timezone.now() - timedelta(days=60), programme=PROGRAMME)
    for meeting in (waiting, declined, many, cancelled, over):
        look(meeting.get_absolute_url())
        look(f"{meeting.get_absolute_url()}programme/")
    look("/meetings/"), look("/meetings/past/")

    assert found == []


def test_on_paper_a_meeting_is_its_facts_and_programme(open_page):
    member, meeting = make_member(), full_meeting()
    page = open_page(member.user)
    page.goto(f"{meeting.get_absolute_url()}programme/")

    page.emulate_media(media="print")

    expect(page.get_by_text("Keeping to the focus, in pairs")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


def test_a_coordinator_plans_publishes_and_moves_a_meeting_and_sees_who_comes(open_page, settings):
    settings.DEMO = True  # the second factor is another journey's subject
    member, venue = make_member(name="Ada Example"), make_venue(site="Prestwich", room="Room 7")
    page = open_page(make_coordinator(), WIDE)
    day = timezone.localdate() + timedelta(days=40)

    page.goto("/admin/meetings/meeting/add/")
    page.get_by_label("Title").fill("Spring meeting")
    page.get_by_label("Day").fill(day.isoformat())
    page.get_by_label("Starts").fill("14:00")
    page.get_by_label("Ends").fill("16:00")
    page.get_by_label("Venue").select_option(label=str(venue))
    page.get_by_label("Places in the room").fill("1")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Publish").click()
    expect(page.get_by_text(re.compile(r"1 message\b"))).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Spring meeting is published. 1 message leaves at")).to_be_visible()

    say(Meeting.objects.get(), member, Choice.ROOM)
    page.get_by_label("Starts").fill("13:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Save and send 1 message").click()
    expect(page.get_by_text("Spring meeting is saved. 1 message leaves at")).to_be_visible()

    page.get_by_role("link", name="Who comes").click()
    expect(page.get_by_role("row", name=re.compile("Ada Example"))).to_be_visible()
    page.get_by_role("link", name="Change the answer of Ada Example").click()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Ada Example: no.")).to_be_visible()
