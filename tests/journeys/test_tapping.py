"""From the mail to the recorded answer in two clicks, at the width of a phone, with and without JavaScript."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from meetings import messages, planning, rsvp, tapping
from meetings.models import Meeting, Preferences, Rsvp
from meetings.words import Choice, Door, Place
from members.models import Member
from outbox.models import Message
from tests import robot
from tests.factories import make_action, make_guest, make_meeting, make_member, make_notice
from tests.journeys import axe
from tests.journeys.axe import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def invited(member: Member, **fields: object) -> Meeting:
    """A meeting that was just announced to this member."""
    meeting = make_meeting(**fields)
    messages.meeting_published(meeting, Member.objects.reachable().filter(pk=member.pk), timezone.now())
    return meeting


def open_mail(page: Page, address: str) -> None:
    """Show the last message that was written, as a mail program shows its HTML."""
    message = Message.objects.latest("pk")
    page.set_content(message.html.replace(settings.PUBLIC_ADDRESS.rstrip("/"), address))


class Clicks:
    """Somebody who counts how often they press."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).click()
        self.count += 1


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_two_clicks_and_no_login_from_the_mail_to_the_recorded_answer(open_page, live_server, scripts):
    member = make_member(name="Ada Example")
    meeting = invited(member)
    page = open_page(width=NARROW, java_script_enabled=scripts)
    open_mail(page, live_server.url)
    hand = Clicks(page)

    hand.on("link", "In the room")
    expect(page.get_by_role("heading", name="Are you coming, Ada?")).to_be_visible()
    assert not Rsvp.objects.exists()
    hand.on("button", "Yes, in the room")

    expect(page.get_by_role("status")).to_contain_text("Your answer is recorded. You hold a place in the room.")
    answer = Rsvp.objects.get()
    assert (answer.member, answer.place, answer.door) == (member, Place.ROOM, Door.LINK)
    assert hand.count == 2
    assert page.context.cookies() == []
    assert page.url.startswith(live_server.url + tapping.path(meeting, member))


def test_a_double_click_the_back_button_and_two_tabs_end_in_one_row_that_says_what_was_pressed_last(open_page):
    member, meeting = make_member(), make_meeting()
    first = open_page(width=NARROW)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"{tapping.path(meeting, member)}?answer=room")

    first.get_by_role("button", name="Yes, in the room").dblclick()
    expect(first.get_by_role("status")).to_contain_text("Your answer is recorded.")
    assert Message.objects.filter(name="meetings/answer_recorded").count() == 1
    second.get_by_role("button", name="Online", exact=True).click()
    expect(second.get_by_role("status")).to_contain_text("You hold a place online.")
    first.go_back()
    expect(first.get_by_text("You hold a place online.")).to_be_visible()
    first.get_by_role("button", name="Yes, in the room").click()

    expect(first.get_by_role("status")).to_contain_text("You hold a place in the room.")
    assert [row.choice for row in Rsvp.objects.all()] == [Choice.ROOM]


def test_a_link_acts_for_its_own_person_whoever_is_signed_in(open_page):
    member, other, meeting = make_member(name="Ada Example"), make_member(), make_meeting()
    page = open_page(other.user, NARROW)
    page.goto(f"{tapping.path(meeting, member)}?answer=no")

    expect(page.get_by_role("status")).to_contain_text("This link is Ada’s, and you are signed in as somebody else.")
    assert axe.wrong(page) == []
    page.get_by_role("button", name="No, I am not coming").click()

    expect(page.locator("main")).to_contain_text("You said that you are not coming.")
    assert Rsvp.objects.get().member == member


def test_the_day_to_decide_a_note_and_a_proposal_are_said_on_the_same_page_without_scripts(open_page):
    member, meeting = make_member(), make_meeting()
    page = open_page(width=NARROW, java_script_enabled=False)
    page.goto(f"{tapping.path(meeting, member)}?answer=maybe")
    page.get_by_role("button", name="Maybe", exact=True).click()

    page.get_by_role("button", name="Save this day").click()
    expect(page.get_by_role("status")).to_contain_text("Your day is noted.")
    page.get_by_text("Add a note to the coordinator").click()
    page.get_by_label("Note to the coordinator").fill("I may come late.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_role("status")).to_contain_text("Your note is saved.")
    page.get_by_label("What should we talk about?").fill("Ending letters")
    page.get_by_role("button", name="Propose it").click()

    expect(page.get_by_role("status")).to_contain_text("Proposed.")
    answer = Rsvp.objects.get()
    assert (bool(answer.decide_by), answer.note) == (True, "I may come late.")
    assert member.agenda_items.get().title == "Ending letters"


def say(meeting: Meeting, member: Member, choice: str) -> None:
    rsvp.answer(meeting, member, choice, timezone.now())


def every_state() -> list[str]:
    """Addresses of the page in each of its states."""
    ada, ben, eve = make_member(name="Ada Example"), make_member(), make_member()
    plain, moved, off = make_meeting(), make_meeting(), make_meeting()
    last_day = make_meeting(
        room_capacity=1, starts_at=timezone.now() + timedelta(hours=10), join_link="https://meet.example/dit"
    )
    make_action(owner=ada, text="Book the room for June", due_on=timezone.localdate() - timedelta(days=1))
    for member in (eve, ada, ben):
        say(last_day, member, Choice.ROOM)
    say(last_day, eve, Choice.NO)
    say(moved, ada, Choice.ROOM)
    later = {name: getattr(moved, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(pk=moved.pk), timezone.now(), by=None, **later)
    planning.cancel(Meeting.objects.get(pk=off.pk), "Snow", timezone.now(), by=None)
    say(plain, ben, Choice.MAYBE)
    path, taken_back = tapping.path(plain, ada), tapping.path(plain, eve)
    Preferences.objects.update_or_create(member=eve, defaults={"links_generation": 1})
    return [
        *(path, f"{path}?answer=room", tapping.path(plain, ben), f"{tapping.path(plain, ben)}?done=note"),
        *(f"{tapping.path(last_day, ada)}?answer=yes", tapping.path(last_day, ada), tapping.path(last_day, ben)),
        *(f"{tapping.path(last_day, eve)}?answer=room", f"{tapping.path(moved, ada)}?answer=yes"),
        *(tapping.path(off, ada), taken_back, "/meetings/a/nothing/"),
    ]


def test_axe_finds_nothing_in_any_state_of_the_page(open_page):
    page, found = open_page(width=NARROW), []

    for address in every_state():
        page.goto(address)
        found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_where_something_was_mistaken(open_page):
    member, meeting, found = make_member(), make_meeting(), []
    say(meeting, member, Choice.MAYBE)
    page = open_page(width=NARROW)
    for field, words, button in (
        ("Note to the coordinator", "", "Save the note"),
        ("What should we talk about?", "", "Propose it"),
    ):
        page.goto(tapping.path(meeting, member))
        if "note" in button:
            page.get_by_text("Add a note to the coordinator").click()
        page.get_by_label(field).fill(words)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        found += axe.wrong(page)

    assert found == []


def test_con_20_a_scanner_that_runs_the_scripts_of_every_page_changes_no_fact(open_page):
    sponsor, now = make_member(), timezone.now()
    meeting = invited(sponsor, guests_allowed=True, programme="2pm Welcome")
    say(meeting, sponsor, Choice.ROOM)
    make_guest(meeting, sponsor), make_notice(meeting=meeting, sent_at=now)
    later = {name: getattr(meeting, name) + timedelta(days=7) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(), now, by=None, **later)
    links, before = robot.links_of(Message.objects.all()), robot.facts()
    page = open_page()

    for link in links:
        page.goto(link, wait_until="networkidle")

    assert len(links) > 5
    assert robot.facts() == before
