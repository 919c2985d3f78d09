"""A place that is offered, and a meeting that moved, in a browser: one press, also by keyboard and without scripts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import guest_links, planning, rsvp
from meetings.models import Meeting
from meetings.words import Choice, Place
from tests.factories import make_guest, make_meeting, make_member
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def say(meeting, member, choice):
    rsvp.answer(meeting, member, choice, timezone.now())


def offered():
    """A meeting in ten hours whose only place has just come free for the first who waits."""
    meeting = make_meeting(room_capacity=1, starts_at=timezone.now() + timedelta(hours=10))
    holder, first, second = (make_member() for _ in range(3))
    for member in (holder, first, second):
        say(meeting, member, Choice.ROOM)
    say(meeting, holder, Choice.NO)
    return meeting, first, second


def test_a_place_is_offered_let_pass_on_and_taken_by_the_next(open_page):
    meeting, first, second = offered()
    page = open_page(first.user, NARROW)
    page.goto(meeting.get_absolute_url())
    expect(page.locator("#answer-status")).to_contain_text("A place in the room is free for you until")
    assert axe.wrong(page) == []

    page.get_by_role("button", name="Let it pass on").click()

    expect(page.locator("#answer-status")).to_contain_text("You let a place pass on")
    expect(page.get_by_role("button", name="Take it")).to_have_count(0)
    page = open_page(second.user, WIDE, java_script_enabled=False)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("status").first).to_contain_text("You hold a place in the room.")
    assert meeting.rsvps.get(place=Place.ROOM).member == second


def test_a_moved_meeting_is_confirmed_from_home_with_one_press_by_keyboard(open_page):
    meeting, member = make_meeting(guests_allowed=True), make_member()
    say(meeting, member, Choice.ROOM)
    guest = make_guest(meeting, member)
    later = {name: getattr(meeting, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(), timezone.now(), by=None, **later)
    page = open_page(member.user, NARROW)
    page.goto("/")
    assert axe.wrong(page) == []

    page.locator("#answer-confirm").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#answer-confirm")).to_have_count(0)
    expect(page.get_by_role("button", name="In the room")).to_have_attribute("aria-pressed", "true")
    assert meeting.rsvps.get().confirm_by is None
    for address in (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}guests/", guest_links.address(guest)):
        page.goto(address)
        assert axe.wrong(page) == []
