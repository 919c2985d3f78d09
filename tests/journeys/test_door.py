"""The door on a phone: taps made without a connection arrive; the sheet on paper; attendance typed back and closed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from accounts.models import User
from meetings import attendance, rsvp
from meetings.models import AttendanceChange, Meeting
from meetings.words import Choice, Duty, Place, Presence, Source
from members.models import Member
from tests.factories import make_coordinator, make_guest, make_meeting, make_member, make_role
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.conftest import session_of
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ["Ada Ábel", "Ben Brown", "Cy Carr", "Di Dunn", "Ed Ellis", "Flo Ford", "Gus Gray", "Hal Hill", "Ida Ives"]
NAMES += ["Joe Jones", "Kay King", "Leo Lamb", "Mo Moss", "Nia Nunn", "Olu Owen", "Pia Pope", "Quin Quay", "Zoë Zhang"]


def going_on(begun: int = 10) -> tuple[Meeting, User, list[Member]]:
    """A meeting that began some minutes ago, somebody at its door, and eighteen people in the room or online."""
    meeting, now = make_meeting(room_capacity=40), timezone.now()
    members = [make_member(name=name) for name in NAMES]
    for place, member in enumerate(members):
        rsvp.answer(meeting, member, Choice.ONLINE if place % 6 == 5 else Choice.ROOM, now)
    rsvp.answer(meeting, make_member(name="May Be"), Choice.MAYBE, now)
    rsvp.answer(meeting, make_member(name="No Thanks"), Choice.NO, now)
    make_guest(meeting, members[0], name="Gabi Guest")
    helper = make_member(name="Dora Door")
    make_role(meeting, Duty.DOOR, helper), make_role(meeting, Duty.COORDINATOR, helper)
    starts = now - timedelta(minutes=begun)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    assert helper.user
    return meeting, helper.user, members


def tap(page: Page, name: str) -> None:
    page.locator("section:not([hidden])").get_by_role("button", name=name).first.click()


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-said]")).to_have_text(re.compile(words))


def there(meeting: Meeting) -> set[tuple[str, str]]:
    return {(str(row.member or row.name), row.mode) for row in meeting.attendance.all()}


def test_taps_made_with_the_network_cut_arrive_once_it_is_back(open_page):
    meeting, helper, _ = going_on()
    page = open_page(helper, NARROW)
    page.goto(f"{meeting.get_absolute_url()}door/")
    tap(page, "Ada Ábel")
    said(page, "All saved")
    expect(page.locator("[data-count=room]")).to_have_text("1 of 16 here")

    page.context.set_offline(True)
    for name in ("Ben Brown", "Cy Carr", "Gabi Guest"):
        tap(page, name)
    page.wait_for_timeout(500)  # a second press at once counts as the same
    tap(page, "Cy Carr")
    page.get_by_role("link", name="Joined online").click()
    tap(page, "Flo Ford")
    said(page, "4 waiting to be sent. Trying again. Keep this page open.")
    expect(page.locator("[data-count=room]")).to_have_text("3 of 16 here")
    assert there(meeting) == {("Ada Ábel", "room")}
    assert axe.wrong(page) == []

    page.context.set_offline(False)
    said(page, "All saved")
    assert there(meeting) == {
        ("Ada Ábel", "room"),
        ("Ben Brown", "room"),
        ("Gabi Guest", "room"),
        ("Flo Ford", "online"),
    }
    assert AttendanceChange.objects.count() == 4


def test_a_server_that_is_busy_or_loses_its_answer_gets_every_tap_once(open_page):
    meeting, helper, _ = going_on()
    page = open_page(helper, NARROW)
    page.goto(f"{meeting.get_absolute_url()}door/")
    tries = []

    def trouble(route: Route) -> None:
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fulfill(status=503, body="Busy")
        elif len(tries) == 2:
            route.fetch()  # it arrives, but its answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/door/taps/", trouble)
    tap(page, "Ada Ábel")
    said(page, "1 waiting to be sent")
    tap(page, "Ben Brown")
    said(page, "All saved")

    assert len(tries) >= 3
    assert there(meeting) == {("Ada Ábel", "room"), ("Ben Brown", "room")}
    assert AttendanceChange.objects.count() == 2


def test_a_session_that_ended_says_so_and_loses_no_tap(open_page, live_server):
    meeting, helper, _ = going_on()
    page = open_page(helper, NARROW)
    page.goto(f"{meeting.get_absolute_url()}door/")
    page.context.clear_cookies()

    tap(page, "Ada Ábel")

    said(page, "You are signed out. 1 waiting to be sent: they are kept on this page.")
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()
    assert axe.wrong(page) == []
    page.context.add_cookies([session_of(helper, live_server.url)])
    page.context.new_page().goto(f"{live_server.url}{meeting.get_absolute_url()}door/")  # sets the new token's cookie
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(page, "All saved")
    assert there(meeting) == {("Ada Ábel", "room")}


def test_two_phones_see_each_others_taps_at_the_next_answer(open_page):
    meeting, helper, _ = going_on()
    first, second = open_page(helper, NARROW), open_page(helper, NARROW)
    for page in (first, second):
        page.goto(f"{meeting.get_absolute_url()}door/")

    tap(first, "Ada Ábel")
    said(first, "All saved")
    tap(second, "Ben Brown")

    expect(second.locator("[data-count=room]")).to_have_text("2 of 16 here")
    expect(second.get_by_role("button", name="Ada Ábel").first).to_have_attribute("aria-pressed", "true")


def test_a_name_is_found_by_typing_and_what_is_not_saved_says_why(open_page):
    meeting, helper, _ = going_on()
    page = open_page(helper, NARROW)
    page.goto(f"{meeting.get_absolute_url()}door/")
    page.get_by_label("Find a name").fill("abel")
    expect(page.locator("section:not([hidden]) li:not([hidden]) button")).to_have_count(1)
    Meeting.objects.update(closed_at=timezone.now())

    tap(page, "Ada Ábel")

    expect(page.locator("[data-refused]")).to_contain_text("Not saved, Ada Ábel: The attendance of this meeting is")
    expect(page.get_by_role("button", name="Ada Ábel").first).to_have_attribute("aria-pressed", "false")
    assert axe.wrong(page) == []


@pytest.mark.parametrize("hands", [Hands.KEYBOARD, Hands.NO_SCRIPT], ids=lambda hands: hands.value)
def test_the_door_works_by_keyboard_alone_and_without_javascript(open_page, hands):
    meeting, helper, _ = going_on()
    page = open_page(helper, NARROW, java_script_enabled=hands is not Hands.NO_SCRIPT)
    person = Person(page, "Dora Door", hands)
    person.opens(f"{meeting.get_absolute_url()}door/")

    person.presses("Ada Ábel")
    if hands is Hands.KEYBOARD:
        said(page, "All saved")
    person.sees("1 of 16 here")
    assert there(meeting) == {("Ada Ábel", "room")}


@pytest.mark.parametrize("hands", [*Hands], ids=lambda hands: hands.value)
def test_a_sheet_is_typed_back_and_the_attendance_closed(open_page, hands):
    meeting, helper, _ = going_on(begun=180)
    page = open_page(helper, WIDE, java_script_enabled=hands is not Hands.NO_SCRIPT)
    person = Person(page, "Dora Door", hands)
    person.opens(f"{meeting.get_absolute_url()}attendance/")
    line = page.get_by_role("group", name="Ada Ábel", exact=True)

    person.activate(line.get_by_label("In the room"), "Space")
    person.writes("Minutes of Ben Brown", "30")
    person.activate(page.get_by_role("group", name="Ben Brown").get_by_label("Online"), "Space")
    person.presses("Save")
    person.sees("Saved: 2 lines changed.")
    person.follows("Close the attendance")
    person.sees("2 certificates will be issued.")
    person.presses("Close the attendance")
    person.sees("The attendance is closed. 2 certificates issued.")

    assert sorted(meeting.certificates.values_list("name", "minutes")) == [("Ada Ábel", 120), ("Ben Brown", 30)]


def test_the_sheet_fits_a4_and_repeats_its_heading(open_page, tmp_path):
    meeting, helper, _ = going_on()
    for number in range(15):
        rsvp_of(meeting, make_member(name=f"Person Number{number:02}"))
    page = open_page(helper)
    page.goto(f"{meeting.get_absolute_url()}sheet/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()

    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)

    pages = [sheet.extract_text() for sheet in PdfReader(tmp_path / "sheet.pdf").pages]
    assert len(pages) <= 2
    assert all("Signature" in text for text in pages)
    assert "Number14" in "".join(pages)


def rsvp_of(meeting: Meeting, member: Member) -> None:
    """Somebody more who said that they come, though the meeting has begun."""
    meeting.rsvps.create(member=member, choice=Choice.ROOM, place=Place.ROOM, answered_at=timezone.now())
    Meeting.objects.filter(pk=meeting.pk).update(room_taken=meeting.rsvps.filter(place=Place.ROOM).count())


def test_axe_finds_nothing_on_any_page_about_attendance_in_any_state(open_page):
    meeting, helper, _ = going_on(begun=180)
    page, found, at = open_page(helper), [], meeting.get_absolute_url()
    paths = ("", "door/", "sheet/", "attendance/", "attendance/close/", "attendance/reopen/")

    def look() -> None:
        for path in paths:
            assert page.goto(at + path).ok
            found.extend(axe.wrong(page))

    look()
    page.goto(f"{at}attendance/")
    page.get_by_label("Minutes of Ada Ábel").fill("none")
    page.get_by_role("group", name="Ada Ábel", exact=True).get_by_label("In the room").check()
    page.get_by_label("Name of newcomer 1").fill("943 476 5919")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found.extend(axe.wrong(page))
    Meeting.objects.update(closed_at=timezone.now())
    look()
    Meeting.objects.update(
        closed_at=None, starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=4)
    )
    look()

    assert found == []


def test_axe_finds_nothing_on_the_numbers_of_members_and_of_the_desk(open_page, settings):
    settings.DEMO = True  # the second factor is another journey's subject
    meeting, _, members = going_on(begun=180)
    coordinator = make_coordinator()
    for place, member in enumerate(members[:9]):
        attendance.mark(
            meeting,
            member,
            Presence.ONLINE if place > 5 else Presence.ROOM,
            None,
            Source.SHEET,
            coordinator,
            timezone.now(),
        )
    attendance.close(meeting, timezone.now(), coordinator)
    page, found = open_page(make_member(user=coordinator).user), []

    for path in (
        "/meetings/numbers/",
        "/meetings/past/",
        meeting.get_absolute_url(),
        "/admin/meetings/meeting/numbers/",
    ):
        assert page.goto(path).ok
        found += axe.wrong(page)

    assert found == []
    expect(page.get_by_role("heading", name="Answers and presence")).to_be_visible()
