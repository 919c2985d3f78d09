"""A date is found in a browser: a coordinator asks, three members answer on a phone, one click makes the meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings import needs, polls, rsvp
from meetings.models import Meeting, Poll, PollAnswer
from meetings.words import Availability, Choice, Duty, NeedKind, Place
from tests.factories import make_meeting, make_member, make_poll, make_role, make_user, make_venue, two_weeks_from
from tests.journeys import axe
from tests.journeys.axe import NARROW
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HANDS = [Hands.MOUSE, Hands.KEYBOARD, Hands.NO_SCRIPT]
SAID = ["Yes", "If need be", "No"]


@pytest.fixture
def coordinator(open_page, settings):
    """A coordinator at the desk; the second factor has its own journey."""
    settings.DEMO = True
    return open_page(make_user(is_staff=True, is_superuser=True))


def ask(page, days):
    """Ask for these days, see what will happen, open the poll."""
    page.goto("/admin/meetings/poll/add/")
    page.get_by_label("Title").fill("Extra meeting")
    page.get_by_label("Venue").select_option(index=1)
    page.get_by_label("Places in the room").fill("8")
    for number, day in enumerate(days, 1):
        date = page.get_by_role("group", name=f"Date {number}", exact=True)
        date.get_by_label("Day").fill(f"{day:%Y-%m-%d}")
        date.get_by_label("Starts").fill("14:00")
    page.get_by_role("button", name="See what will happen").click()
    expect(page.locator("body")).to_contain_text("3 messages will leave")
    page.get_by_role("button", name="Open the poll and send 3 messages").click()
    expect(page.get_by_role("link", name="Make the meeting").first).to_be_visible()


def test_a_date_is_found_and_the_answers_are_kept(open_page, coordinator):
    make_venue(), [make_member(name=f"Member {hands.value}") for hands in HANDS]
    ask(coordinator, [timezone.localdate() + timedelta(days=days) for days in (20, 27)])
    poll = Poll.objects.get()
    first = poll.dates.first()

    for member, hands, said in zip(asked(), HANDS, SAID, strict=True):
        page = open_page(member.user, NARROW, java_script_enabled=hands is not Hands.NO_SCRIPT)
        person = Person(page, member.name, hands)
        person.opens("/")
        person.follows("Which dates suit you? Extra meeting")
        answer = page.get_by_role("group").filter(has_text=f"{first.starts_at.day} ").first
        person.activate(answer.get_by_label(said, exact=True), "Space")
        person.presses("Save my answers")
        person.sees("You have said nothing yet for 1 date.")

    coordinator.reload()
    coordinator.get_by_role("link", name="Make the meeting").first.click()
    coordinator.get_by_role("button", name="Make the meeting and send 3 messages").click()
    expect(coordinator.locator("body")).to_contain_text("Extra meeting takes place on")
    expect(coordinator.get_by_role("button", name="Undo")).to_be_visible()

    meeting = Meeting.objects.get()
    kept = meeting.rsvps.order_by("pk").values_list("choice", "place")
    assert PollAnswer.objects.count() == 3
    assert list(kept) == [
        (Choice.ROOM, Place.ROOM),
        (Choice.MAYBE, Place.NONE),
        (Choice.NO, Place.NONE),
    ]
    page.goto(poll.get_absolute_url())
    page.get_by_role("link", name="See the meeting").click()
    expect(page.locator("#answer-status")).to_contain_text("You said that you are not coming.")


def asked():
    """The members whom the poll asks, in the order in which they joined."""
    return list(polls.asked(timezone.now()).order_by("pk"))


def test_axe_finds_nothing_on_a_poll_in_any_state(open_page, coordinator):
    soon, member = two_weeks_from(timezone.now()), make_member()
    poll = make_poll(soon, soon + timedelta(days=7), answer_by=soon.date())
    make_meeting(starts_at=soon, title="Another meeting of that day")
    page = open_page(member.user)
    found = []

    def look(page, path):
        assert page.goto(path).ok
        found.extend(axe.wrong(page))

    desk = f"/admin/meetings/poll/{poll.pk}"
    date = poll.dates.first()
    look(coordinator, f"{desk}/change/"), look(page, poll.get_absolute_url())
    page.get_by_role("button", name="Save my answers").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found += axe.wrong(page)
    polls.answer(poll, member, {date.pk: Availability.YES}, timezone.now())
    look(page, poll.get_absolute_url()), look(page, "/meetings/")
    for path in ("change/", f"choose/{date.pk}/"):
        look(coordinator, f"{desk}/{path}")
    coordinator.goto("/admin/meetings/poll/add/")
    coordinator.get_by_role("button", name="See what will happen").click()
    expect(coordinator.get_by_role("heading", name="There is a problem")).to_be_visible()
    found += axe.wrong(coordinator)
    polls.choose(date, timezone.now(), by=None)
    look(page, poll.get_absolute_url()), look(coordinator, f"{desk}/change/")

    assert found == []


def test_what_somebody_needs_is_asked_after_a_yes_told_and_taken_back(open_page):
    meeting, member = make_meeting(), make_member(name="Ada Example")
    make_role(meeting, Duty.COORDINATOR, member)
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    page, found = open_page(member.user, NARROW, java_script_enabled=False), []
    person, looker = Person(page, "Ada Example"), open_page(member.user)

    person.opens(meeting.get_absolute_url())
    person.follows("Tell us once")
    person.chooses("Vegan food")
    person.presses("Save what I need")
    person.sees("Tick that you agree.")
    page.get_by_label("I agree").check()
    person.presses("Save what I need")
    assert needs.marked(meeting) == {member.pk}
    for path in (f"/meetings/{meeting.slug}/needs/", "/meetings/needs/", meeting.get_absolute_url()):
        looker.goto(path)
        found += axe.wrong(looker)
    looker.goto(f"/meetings/{meeting.slug}/needs/")
    looker.get_by_role("button", name="Show the names").click()
    expect(looker.locator("main")).to_contain_text("Ada Example")
    found += axe.wrong(looker)
    person.follows("What you told us you need")
    person.presses("Take it back: delete it now")

    person.sees("Deleted. We know of nothing that you need.")
    assert (found, needs.marked(meeting), NeedKind.VEGAN.label in page.content()) == ([], set(), False)


def test_a_maybe_is_one_tap_and_then_names_its_day_and_a_note(open_page):
    meeting, member = make_meeting(), make_member()
    page = open_page(member.user, NARROW)
    person = Person(page, member.name, Hands.KEYBOARD)

    person.opens("/")
    person.presses("Maybe")
    person.presses("Save this day")
    person.sees("You said that you would know by")
    person.activate(page.locator("summary", has_text="Add a note"), "Enter")
    person.writes("Note to the coordinator (optional)", "I may be on call")
    person.presses("Save the note")

    person.sees("Your note is saved.")
    assert axe.wrong(page) == []
    assert (meeting.rsvps.get().note, meeting.rsvps.get().choice) == ("I may be on call", Choice.MAYBE)
