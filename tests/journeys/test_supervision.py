"""Supervision in a browser: an answer from the mail without an account, a supervisor named, a case confirmed."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members import messages, supervision
from members.models import Evidence, Supervision
from members.stages import Against, EvidenceKind, Precision, Standing
from outbox.models import Message
from tests.factories import (
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
)
from tests.journeys import axe
from tests.journeys.axe import NARROW, WIDE
from tests.journeys.person import Hands, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

every_hand = pytest.mark.parametrize("hands", Hands, ids=lambda hands: hands.value)


def case_of(named, **fields):
    """A case that the trainee recorded some days ago, with the mail that asks the supervisor about it."""
    ago = timezone.now() - timedelta(days=5)
    month = {"happened_on": date(2025, 9, 1), "precision": Precision.MONTH, "recorded_at": ago}
    case = make_evidence(named.member, EvidenceKind.TRAINING_CASE, supervision=named, **month, **fields)
    messages.word_asked(case, ago)
    return case


def trainee():
    member = make_member(name="Amara Okafor")
    make_evidence(member, EvidenceKind.ROLE_PLAY, verified=True)
    return member


def with_outside_supervisor():
    return make_supervision(trainee(), outside=make_outside_supervisor(name="Olu Adeyemi"))


def link_in_the_mail():
    """The address below the button of the last message to a supervisor."""
    text = Message.objects.filter(name="members/word_asked").latest("pk").text
    found = re.search(r"Say whether it is so:\nhttps?://[^/]+(/word/\S+)", text)
    assert found, text
    return found.group(1)


def somebody(open_page, hands, width=WIDE, user=None):
    return Person(open_page(user, width=width, java_script_enabled=hands is not Hands.NO_SCRIPT), "Olu Adeyemi", hands)


@every_hand
def test_a_supervisor_from_outside_confirms_from_the_mail_without_an_account(open_page, hands):
    case = case_of(with_outside_supervisor())
    supervisor = somebody(open_page, hands, NARROW)

    supervisor.opens(link_in_the_mail())
    supervisor.sees("Amara Okafor has named Olu Adeyemi as their DIT supervisor")
    supervisor.sees("Training case A")
    supervisor.presses("Yes, it is so")

    supervisor.sees("It is kept as said. It counts once a coordinator has found you")
    case.refresh_from_db()
    assert (case.said_on, case.verified_on) == (timezone.localdate(), None)
    supervisor.opens(link_in_the_mail())
    supervisor.sees("answered already")
    expect(supervisor.page.get_by_role("button")).to_have_count(0)


def test_a_supervisor_says_that_it_is_not_so(open_page):
    case_of(with_outside_supervisor())
    supervisor = somebody(open_page, Hands.MOUSE)

    supervisor.opens(link_in_the_mail())
    supervisor.presses("No, that is not so")

    supervisor.sees("You said that it is not so")
    assert Message.objects.get(name="members/set_aside").recipient


def test_what_was_said_counts_when_a_coordinator_has_found_them_on_a_list(open_page, settings):
    settings.DEMO = True  # the second factor is another journey's subject
    case = case_of(with_outside_supervisor())
    supervision.give_word(case, timezone.now())
    coordinator = Person(open_page(make_coordinator()), "Cora Example")

    coordinator.opens("/admin/members/outsidesupervisor/")
    assert axe.wrong(coordinator.page) == []
    coordinator.follows("Olu Adeyemi")
    coordinator.sees("Amara Okafor")
    coordinator.sees("Edits")
    assert axe.wrong(coordinator.page) == []
    coordinator.follows("I found them on a list")
    coordinator.presses("Confirm Olu Adeyemi")
    coordinator.sees("Say on which list you found this supervisor")
    assert axe.wrong(coordinator.page) == []
    coordinator.chooses("I found them on the BPC’s list")
    coordinator.presses("Confirm Olu Adeyemi")

    coordinator.sees("1 fact that they confirmed counts now.")
    case.member.refresh_from_db()
    assert case.member.standing == Standing.TRAINING_CASES


@every_hand
def test_a_trainee_names_a_supervisor_who_confirms_with_one_click(open_page, hands):
    me, supervisor = trainee(), make_supervisor(name="Grace Lindqvist")
    person = somebody(open_page, hands, NARROW, me.user)

    person.opens("/pathway/supervisors/")
    person.presses("Name a member")
    person.selects("Who supervises you?", "Grace Lindqvist")
    person.writes("Month", "9")
    person.writes("Year", "2025")
    person.chooses("They see my next steps and time limits")
    person.presses("Name this supervisor")
    person.sees("Grace Lindqvist is named as your supervisor.")
    case = case_of(Supervision.objects.get())

    other = somebody(open_page, hands, WIDE, supervisor.user)
    other.opens("/")
    other.follows("Your supervisees")
    other.sees("Amara Okafor: Training case A")
    other.presses("Confirm")

    other.sees("You confirmed it: Amara Okafor, Training case A.")
    assert Evidence.objects.get(pk=case.pk).verified_against == Against.SUPERVISOR_WORD


def test_a_trainee_hides_their_pathway_and_ends_a_supervision(open_page):
    named = make_supervision(trainee(), supervisor=make_supervisor(name="Grace Lindqvist"), shows_pathway=True)
    person = somebody(open_page, Hands.MOUSE, NARROW, named.member.user)

    person.opens("/pathway/supervisors/")
    person.presses("Stop showing my next steps")
    person.sees("Grace Lindqvist no longer sees your next steps and time limits.")
    person.activate(person.page.locator("summary").first, "Enter")
    person.presses("Yes, it has ended")

    person.sees("Supervision with Grace Lindqvist has ended.")
    person.sees("Before")
    stored = Supervision.objects.get()
    assert (stored.ended_on, stored.shows_pathway) == (timezone.localdate(), False)


# axe, at both widths, on each page and in each state


@pytest.mark.parametrize("state", ["asked", "said", "counts", "denied", "gone", "unknown"])
def test_axe_finds_nothing_on_the_page_of_the_link_in_any_state(open_page, state):
    named = make_supervision(trainee()) if state == "counts" else with_outside_supervisor()
    case, now = case_of(named), timezone.now()
    if state in ("said", "counts"):
        supervision.give_word(case, now)
    if state == "denied":
        supervision.deny_word(case, now)
    if state == "gone":
        Evidence.objects.filter(pk=case.pk).update(superseded_by=case_of(named, ordinal="B"))
    page = open_page()

    page.goto("/word/unknown/" if state == "unknown" else link_to(case))

    assert axe.wrong(page) == []


def test_axe_finds_nothing_when_an_answer_comes_too_late(open_page):
    case = case_of(with_outside_supervisor())
    late = somebody(open_page, Hands.MOUSE)
    late.opens(link_in_the_mail())
    supervision.give_word(case, timezone.now())

    late.presses("No, that is not so")

    late.sees("Your answer was not taken")
    late.sees("answered already")
    assert axe.wrong(late.page) == []


def link_to(case):
    return Message.objects.get(key=f"members/word_asked:{case.pk}").text.partition("http")[2].split()[0]


def test_axe_finds_nothing_on_my_supervisors_with_nobody_and_with_everybody(open_page):
    me = trainee()
    page = open_page(me.user)
    page.goto("/pathway/supervisors/")
    found = axe.wrong(page)
    case_of(make_supervision(me, shows_pathway=True))
    case_of(make_supervision(me, outside=make_outside_supervisor()), ordinal="B")
    make_supervision(me, supervisor=make_supervisor(), ended_on=date(2025, 1, 1))
    for address in ("", "member/", "outside/"):
        page.goto(f"/pathway/supervisors/{address}")
        found += axe.wrong(page)
    for details in page.locator("summary").all():
        details.click()

    assert found + axe.wrong(page) == []


def test_axe_finds_nothing_on_my_supervisees_with_nobody_and_with_everybody(open_page):
    supervisor = make_supervisor()
    page = open_page(supervisor.user)
    page.goto("/pathway/supervisees/")
    found = axe.wrong(page)
    case_of(make_supervision(trainee(), supervisor=supervisor, shows_pathway=True))
    page.goto("/pathway/supervisees/")
    page.locator("summary").first.click()

    assert found + axe.wrong(page) == []
