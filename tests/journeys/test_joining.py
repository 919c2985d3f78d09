"""A clinician applies in a browser and a coordinator lets them in: by mouse, by keyboard alone, without JavaScript."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members import joining
from members.answers import Step
from members.models import Application, Organisation
from members.models.application import State, TrainingStatus
from members.stages import Against
from tests.accounts.ways import last_code
from tests.factories import (
    make_complete_application,
    make_coordinator,
    make_sent_application,
    make_user,
)
from tests.journeys import axe
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = pytest.mark.browser
LETTER = "Dear Ada\n\nWho ran your course?"


@pytest.fixture
def someone(open_page):
    """Anybody at a browser, as they use it."""

    def someone(name, hands=Hands.MOUSE, user=None):
        return Person(open_page(user, java_script_enabled=hands is not Hands.NO_SCRIPT), name, hands)

    return someone


def come_in(person):
    person.opens(reverse("members:join"))
    person.writes("E-mail address", person.email)
    person.presses("Send me a code")
    person.sees("Enter your code")
    person.writes("Code", last_code())
    person.presses("Continue")


def answer_everything(person):
    person.sees("Have you completed an initial DIT training?")
    person.chooses("Yes")
    person.presses("Continue")
    person.chooses("5-day practitioner course")
    person.writes("Who ran it?", "Anna Freud")
    for part, typed in [("Day", "14"), ("Month", "6"), ("Year", "2024")]:
        person.writes(part, typed)
    person.presses("Continue")
    person.chooses("No")
    person.presses("Continue")
    person.chooses("Yes")
    for part, typed in [("Month", "9"), ("Year", "2024")]:
        person.writes(part, typed)
    person.presses("Continue")
    person.writes("What is your name?", person.name)
    person.presses("Continue")
    person.chooses("Clinical psychologist")
    person.presses("Continue")
    person.chooses("HCPC (Health and Care Professions Council)")
    person.writes("Registration or membership number", "pyl 123456")
    person.presses("Continue")
    person.selects("Organisation", "Irwell Valley")
    person.chooses("Greater Manchester")
    person.presses("Continue")
    person.chooses("I agree to the network’s terms")
    person.presses("Continue")


@pytest.mark.parametrize("hands", Hands)
def test_from_an_address_to_a_member(someone, settings, hands):
    settings.DEMO = True  # the second factor has its own journey
    Organisation.objects.create(name="Irwell Valley", mail_domains="trust.example")
    ada = someone("Ada Example", hands)
    coordinator = someone("Cora", hands, make_coordinator())

    come_in(ada)
    answer_everything(ada)
    ada.sees("Check your answers")
    ada.sees("PYL123456")
    ada.presses("Send your application")
    ada.sees("Your application is with the coordinators")
    coordinator.opens(reverse("admin:members_application_changelist"))
    coordinator.follows("Ada Example")
    coordinator.presses("Approve Ada Example")
    coordinator.sees("The letter is on its way")
    ada.opens(reverse("members:application"))

    ada.sees("You are in the network")
    assert Application.objects.get().state == State.APPROVED


def pages_of_everybody():
    """Every page of joining with who reads it: empty, filled, and where an application can stand."""
    newcomer = make_user()
    yield newcomer, reverse("members:join_step", args=[Step.TRAINING])
    yield newcomer, reverse("members:application")
    writing = make_complete_application(name="", registration_number="1")
    for step in Step:
        yield writing.user, reverse("members:join_step", args=[step])
    yield writing.user, reverse("members:check_answers")
    yield writing.user, reverse("members:application")
    for training in (TrainingStatus.NOT_YET, TrainingStatus.BOOKED):
        waiting = make_complete_application(training_status=training)
        yield (
            waiting.user,
            reverse("members:join_step", args=[{"not_yet": Step.NOT_YET, "booked": Step.BOOKED}[training]]),
        )
    sent = make_sent_application()
    yield sent.user, reverse("members:application")
    yield sent.user, reverse("members:withdraw")
    for decide in (joining.ask_more, joining.park):
        decided = make_sent_application()
        decide(decided, make_coordinator(), LETTER, timezone.now())
        yield decided.user, reverse("members:application")


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_on_an_applicants_pages(open_page, width):
    for user, address in pages_of_everybody():
        page = open_page(user, width)
        page.goto(address)
        assert (address, page.locator("h1").count()) == (address, 1)
        assert axe.findings(page) == []
        page.context.close()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_when_answers_are_wrong(open_page, width):
    page = open_page(make_complete_application(name="", body=None, registration_number="1", route=None).user, width)
    for step in (Step.COURSE, Step.NAME, Step.REGISTRATION):
        page.goto(reverse("members:join_step", args=[step]))
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_contain_text("There is a problem")
        assert axe.findings(page) == []
    page.goto(reverse("members:check_answers"))
    page.get_by_role("button", name="Send your application").click()
    expect(page.get_by_role("link", name="Enter your full name")).to_be_visible()

    assert axe.findings(page) == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_axe_finds_nothing_on_the_pages_that_decide(open_page, settings, width):
    settings.DEMO = True
    by = make_coordinator()
    waiting, approved = make_sent_application(), make_sent_application(name="Ben Approved")
    training = approved.member.evidence.first()
    decision = joining.approve(approved, by, {training: Against.CERTIFICATE}, LETTER, timezone.now())
    page = open_page(by, width)
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
        assert axe.findings(page) == []
