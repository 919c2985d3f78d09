"""The pages of joining in every state, as axe sees them; `test_main_job` goes through them."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members import joining
from members.answers import Step
from members.models.application import TrainingStatus
from members.stages import Against
from tests.factories import (
    make_complete_application,
    make_coordinator,
    make_sent_application,
)
from tests.journeys import axe

pytestmark = pytest.mark.browser
LETTER = "Dear Ada\n\nWho ran your course?"


def pages_of_everybody():
    """Who reads which pages of joining: filled, and where an application can stand; empty they are in `test_axe`."""
    writing = make_complete_application(name="", registration_number="1")
    steps = [reverse("members:join_step", args=[step]) for step in Step]
    yield writing.user, [*steps, reverse("members:check_answers"), reverse("members:application")]
    for training, step in ((TrainingStatus.NOT_YET, Step.NOT_YET), (TrainingStatus.BOOKED, Step.BOOKED)):
        waiting = make_complete_application(training_status=training)
        yield waiting.user, [reverse("members:join_step", args=[step])]
    yield make_sent_application().user, [reverse("members:application"), reverse("members:withdraw")]
    for decide in (joining.ask_more, joining.park):
        decided = make_sent_application()
        decide(decided, make_coordinator(), LETTER, timezone.now())
        yield decided.user, [reverse("members:application")]


def test_axe_finds_nothing_on_an_applicants_pages(open_page):
    for user, addresses in pages_of_everybody():
        page = open_page(user)
        for address in addresses:
            page.goto(address)
            assert (address, page.locator("h1").count()) == (address, 1)
            assert axe.wrong(page) == []
        page.context.close()


def test_axe_finds_nothing_when_answers_are_wrong(open_page):
    page = open_page(make_complete_application(name="", body=None, registration_number="1", route=None).user)
    for step in (Step.COURSE, Step.NAME, Step.REGISTRATION):
        page.goto(reverse("members:join_step", args=[step]))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        assert axe.wrong(page) == []
    page.goto(reverse("members:check_answers"))
    page.get_by_role("button", name="Send your application").click()
    expect(page.get_by_role("link", name="Enter your full name")).to_be_visible()

    assert axe.wrong(page) == []


def test_axe_finds_nothing_on_the_pages_that_decide(open_page, settings):
    settings.DEMO = True
    by = make_coordinator()
    waiting, approved = make_sent_application(), make_sent_application(name="Ben Approved")
    training = approved.member.evidence.order_by("pk").first()
    decision = joining.approve(approved, by, {training: Against.CERTIFICATE}, LETTER, timezone.now())
    page = open_page(by)
    for name, args in [
        ("members_application_change", [waiting.pk]),
        ("members_application_change", [approved.pk]),
        ("members_application_undo", [approved.pk, decision.pk]),
        ("members_member_add", []),
        ("members_member_deed", [approved.member_id, "suspend"]),
    ]:
        page.goto(reverse(f"admin:{name}", args=args))
        for summary in page.locator("#content-main summary").all():
            summary.click()
        assert axe.wrong(page) == []
