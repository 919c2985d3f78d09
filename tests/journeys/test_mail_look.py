"""Every message as a mail program shows it: by day and by night, on a telephone and at a desk, without styles too."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from outbox.deliverability import checking
from outbox.deliverability.finding import Finding, State
from outbox.models import State as Sent
from tests.factories import make_message, make_user
from tests.journeys import axe
from tests.outbox.every_message import NAMES, draft

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]  # a message is no page: it has no landmarks
LOWEST_TARGET = 44


@pytest.fixture
def mail(new_context):
    """Open all messages below one another, as a program in this mode shows them."""
    context = None

    def show(mode: str = "light", width: int = axe.WIDE):
        nonlocal context
        context = new_context(color_scheme=mode, viewport={"width": width, "height": 900})
        page = context.new_page()
        pages = [draft(name)["html"] for name in NAMES]
        bodies = [re.sub(r"(?s).*?<body(.*)</body>.*", r"<div\1</div>", each) for each in pages]
        page.set_content(
            re.sub(r"(?s)(<body[^>]*>).*(</body>)", lambda found: found[1] + "".join(bodies) + found[2], pages[0])
        )
        return page

    return show


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_axe_finds_nothing_in_any_message_and_none_is_wider_than_a_telephone(mail, mode):
    page = mail(mode, axe.NARROW)

    page.evaluate(axe.SOURCE)
    found = page.evaluate(axe.RUN, TAGS)

    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth") == axe.NARROW
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        == {
            "light": "rgb(255, 255, 255)",
            "dark": "rgb(27, 37, 38)",
        }[mode]
    )


def test_at_a_desk_lines_stay_short_and_buttons_are_large_enough_to_tap(mail):
    page = mail()

    widest = page.evaluate("Math.max(...[...document.querySelectorAll('.sheet')].map(each => each.offsetWidth))")
    lowest = page.evaluate("Math.min(...[...document.querySelectorAll('a.button')].map(each => each.offsetHeight))")
    assert widest <= 600
    assert lowest >= LOWEST_TARGET


def found() -> checking.Found:
    """A check with every state in it."""
    says = ("It is as it is.", "Change this.", ("v=spf1 include:spf.provider.example ~all",))
    return checking.Found(timezone.now(), [checking.Checked(state.label, Finding(state, *says)) for state in State])


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_page_on_which_coordinators_look_at_the_set_up_is_sound_in_every_state(open_page, settings, mode):
    settings.DEMO = True
    cache.set(checking.KEPT, found())
    make_message(state=Sent.FAILED)
    page = open_page(make_user(is_staff=True, is_superuser=True), color_scheme=mode, permissions=["clipboard-write"])

    page.goto("/admin/outbox/message/set-up/")
    findings = axe.wrong(page)
    page.get_by_role("button", name="Copy the value of DMARC").click()

    assert findings == []
    expect(page.get_by_text("Copied")).to_be_visible()


def test_without_javascript_the_records_are_there_to_mark_and_no_button_is_dead(open_page, settings):
    settings.DEMO = True
    page = open_page(make_user(is_staff=True, is_superuser=True), java_script_enabled=False)

    page.goto("/admin/outbox/message/set-up/")

    expect(page.get_by_text("v=DMARC1; p=none")).to_be_visible()
    assert page.get_by_role("button", name="Copy").count() == 0
