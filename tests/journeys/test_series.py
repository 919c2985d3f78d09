"""A coordinator who has never seen it plans a year from the desk's first page, in any way, within three minutes."""

from time import monotonic

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Meeting, Series
from meetings.words import Status
from outbox.models import Message
from tests.factories import make_coordinator, make_member
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THREE_MINUTES = 180
# A person who reads the page as they go: so long for each click and each field.
SECONDS_AN_ACTION = 12


@pytest.mark.parametrize(
    ("hands", "width"),
    [(Hands.MOUSE, NARROW), (Hands.KEYBOARD, WIDE), (Hands.NO_SCRIPT, NARROW)],
    ids=lambda value: getattr(value, "value", value),
)
def test_a_year_is_planned_and_announced_from_the_first_page_in_under_three_minutes(open_page, settings, hands, width):
    settings.DEMO = True
    make_member(), make_member()
    page = open_page(make_coordinator(), width, java_script_enabled=hands is not Hands.NO_SCRIPT)
    anna = Person(page, "Anna Rushton", hands)
    anna.opens("/admin/")
    began = monotonic()

    anna.follows("Plan a year of meetings")
    anna.writes("Title", "Peer meeting")
    anna.selects("Which one in the month", "third")
    anna.writes("Length", "90 minutes")
    anna.presses("Show the year ahead")
    anna.sees("third Thursday")
    row = page.locator(".dit-series__dates tbody tr").nth(1)
    day = row.get_by_role("checkbox").get_attribute("name").removesuffix("-takes_place")
    anna.chooses(row.locator("label").first.inner_text().strip())
    if hands is Hands.NO_SCRIPT:  # with scripts the page has followed by itself
        anna.presses("Show the year ahead")
    anna.presses("Make and announce 4 meetings")
    anna.sees("made and announced")

    series, made = Series.objects.get(), Meeting.objects.all()
    print(f"{hands.value} at {width}: {anna.actions} actions, {monotonic() - began:.1f} seconds")  # noqa: T201
    assert anna.actions <= 8
    assert anna.actions * SECONDS_AN_ACTION < THREE_MINUTES
    assert {(meeting.title, meeting.status) for meeting in made} == {("Peer meeting", Status.PUBLISHED)}
    assert day in map(str, series.skipped.values_list("date", flat=True))
    assert {(timezone.localtime(m.starts_at).hour, (m.ends_at - m.starts_at).seconds) for m in made} == {(14, 5400)}
    assert Message.objects.filter(name="meetings/year_announced").count() == 2


def test_the_year_follows_the_form_without_a_button_and_the_keyboard_keeps_its_place(open_page, settings):
    settings.DEMO = True
    page = open_page(make_coordinator())
    page.goto("/admin/meetings/series/add/")
    page.evaluate("window.stayed = true")
    first = page.locator(".dit-series__dates tbody tr").first

    page.get_by_label("Starts", exact=True).fill("18:00")
    page.get_by_label("Place").focus()
    expect(first.locator("input[type=time]")).to_have_value("18:00")
    first.locator("input[type=time]").fill("19:30")
    first.locator("input[type=checkbox]").focus()
    expect(first).to_contain_text("7.30pm to 9.30pm")
    page.keyboard.press("Space")
    expect(first).to_contain_text("Left out.")

    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.get_by_label("How often").select_option(label="once a year")
    expect(page.locator(".dit-series__dates tbody tr")).to_have_count(1)
    assert page.evaluate("window.stayed")


def test_axe_finds_nothing_on_the_pages_of_a_series(open_page, settings):
    settings.DEMO = True
    page = open_page(make_coordinator())
    page.goto("/admin/meetings/series/add/")
    found = axe.wrong(page)
    page.get_by_label("Length").fill("never")
    page.get_by_role("button", name="Show the year ahead").click()
    expect(page.get_by_text("Enter the length in hours or minutes").first).to_be_visible()
    found += axe.wrong(page)
    page.get_by_label("Length").fill("2 hours")
    page.get_by_label("First date").fill(f"{timezone.localdate().year + 2}-01-01")
    page.get_by_label("How often").select_option("1")
    page.get_by_label("Which one in the month").select_option("-1")
    page.get_by_label("Day of the week").select_option("0")
    page.get_by_role("button", name="Show the year ahead").click()
    found += axe.wrong(page)
    page.get_by_role("button", name="Make 11 drafts").click()
    found += axe.wrong(page)
    series = page.url
    for deed in ("announce", "end", "next-year", "change-meetings"):
        page.goto(series.replace("/change/", f"/{deed}/"))
        found += axe.wrong(page)
    page.get_by_label("Starts").fill("15:00")
    page.get_by_role("button", name="See what will happen").click()
    found += axe.wrong(page)

    assert found == []


def test_a_form_with_a_mistake_shows_its_year_again_once_it_is_mended(open_page, settings):
    settings.DEMO = True
    anna = Person(open_page(make_coordinator(), WIDE), "Anna Rushton")
    anna.opens("/admin/meetings/series/add/")
    anna.writes("Length", "for ever")
    anna.presses("Show the year ahead")
    anna.sees("Nothing is saved yet.")
    expect(anna.page.locator("[data-year]")).to_have_count(0)

    with anna.page.expect_response("**/series/add/"):  # the year is asked for, and has no place on this page
        anna.writes("Length", "2 hours")
        anna.page.get_by_label("Title").focus()
    anna.presses("Show the year ahead")

    anna.sees("The year ahead")
