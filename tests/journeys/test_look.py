"""The gallery of every component, in a browser: axe, two widths, paper, the keyboard, and no JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys import axe

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.look.gallery")]


@pytest.mark.parametrize("state", ["empty", "filled", "wrong"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page, state):
    page.goto(f"/gallery/{state}/")

    assert axe.wrong(page) == []


def test_an_error_of_the_summary_leads_to_its_input(page):
    page.goto("/gallery/wrong/")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()

    page.get_by_role("link", name="Answer the question “How will you take part?”").click()

    expect(page.get_by_role("radio", name="In the room")).to_be_focused()
    assert page.title().startswith("Error: ")


def test_a_password_can_be_shown_and_a_long_text_counts(page):
    page.goto("/gallery/")
    page.get_by_label("Password", exact=True).fill("correct horse")

    page.get_by_role("button", name="Show password").click()
    page.get_by_label("Why").fill("Because")

    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    expect(page.locator(".nhsuk-character-count__status")).to_have_text("You have 193 characters remaining")


def test_without_javascript_nothing_is_missing(no_javascript):
    no_javascript.goto("/gallery/wrong/")

    assert no_javascript.get_by_label("Password", exact=True).is_visible()
    assert no_javascript.get_by_text("You can enter up to 200 characters").is_visible()
    assert no_javascript.locator("#id_completed_day").input_value() == "31"


def test_the_keyboard_comes_first_to_the_skip_link_and_sees_where_it_is(page):
    page.goto("/gallery/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#maincontent")).to_be_focused()


def test_on_paper_there_are_the_words_and_not_the_buttons(page):
    page.goto("/gallery/")

    page.emulate_media(media="print")

    assert page.get_by_role("heading", name="Thursday 14 May 2026, 2pm to 4pm").is_visible()
    assert not page.locator(".dit-navigation").is_visible()
    assert not page.get_by_role("button", name="Save and continue").is_visible()
