"""A trainee with a phone: adding a case and hours, seeing them wait, reading mistakes where they are."""

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Pathway
from members.models.evidence import SetAside
from members.stages import EvidenceKind as K
from members.stages import Standing
from outbox.models import Message
from tests.factories import (
    make_applicant,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.journeys import axe
from tests.journeys.axe import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def ago(months):
    return (timezone.localdate() - relativedelta(months=months)).replace(day=1)


@pytest.fixture
def me():
    """Trained three months ago, role-play passed, with a supervisor in the network."""
    member = make_member(name="Amara Okafor")
    route = Pathway.objects.get(code="5day", version=1)
    member.evidence.update(pathway=route, happened_on=ago(3))
    make_evidence(member, K.ROLE_PLAY, happened_on=ago(3), verified=True)
    make_supervision(member, supervisor=make_supervisor(name="Nadia Brandt"), began_on=ago(2))
    return member


def write_month(page, day):
    page.get_by_label("Month", exact=True).first.fill(str(day.month))
    page.get_by_label("Year", exact=True).first.fill(str(day.year))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_trainee_adds_a_case_and_hours_on_a_phone(open_page, me, scripts):
    page = open_page(me.user, NARROW, java_script_enabled=scripts)
    page.goto("/")
    page.get_by_role("link", name="My pathway", exact=True).click()
    expect(page.get_by_role("heading", name="Begin your first training case")).to_be_visible()

    page.get_by_role("link", name="Add a case").click()
    write_month(page, ago(1))
    page.get_by_label("In person").check()
    page.get_by_label("How many sessions so far?").fill("4")
    page.get_by_role("button", name="Add to my pathway").click()
    expect(page.get_by_text("We have asked Nadia Brandt whether it is so.").first).to_be_visible()

    page.get_by_role("link", name="Add to my pathway").click()
    page.get_by_role("link", name="Supervision", exact=True).click()
    write_month(page, ago(1))
    page.get_by_label("How many minutes in that month?").fill("90")
    page.get_by_label("Small group").check()
    page.get_by_role("button", name="Add to my pathway").click()

    expect(page.get_by_text("1.5 with what waits to be verified.")).to_be_visible()
    expect(page.get_by_role("heading", name="Your first case waits to be verified")).to_be_visible()
    assert Message.objects.filter(name="members/word_asked").count() == 2


@pytest.mark.parametrize("scripts", [True, False])
def test_a_trainee_corrects_and_takes_back_what_was_wrong(open_page, me, scripts):
    make_evidence(me, K.TRAINING_CASE, happened_on=ago(1), supervision=me.supervisions.get())
    page = open_page(me.user, NARROW, java_script_enabled=scripts)
    page.goto("/pathway/")

    page.get_by_role("link", name="Training case A").click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("How many sessions so far?").fill("7")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("Case A: 7 of 16 sessions so far").first).to_be_visible()

    page.locator(".dit-pieces").first.get_by_role("link", name="Training case A").click()
    page.get_by_role("button", name="Take back").click()

    expect(page.get_by_text("Taken back: Training case A")).to_be_visible()
    expect(page.get_by_text("Corrected, set aside or taken back (2)")).to_be_visible()


def test_a_mistake_is_found_from_the_summary(open_page, me):
    page = open_page(me.user, NARROW)
    page.goto("/pathway/add/training-case/")
    write_month(page, ago(1))
    page.get_by_label("In person").check()
    page.get_by_label("How many sessions so far?").fill("17")
    page.get_by_role("button", name="Add to my pathway").click()

    page.get_by_role("link", name="DIT has 16 sessions. Enter a whole number from 0 to 16.").click()

    expect(page.get_by_label("How many sessions so far?")).to_be_focused()
    assert axe.wrong(page) == []


def test_a_trainee_sees_how_things_stood_on_another_day(open_page, me):
    make_evidence(me, K.TRAINING_CASE, happened_on=ago(1), verified=True)
    page = open_page(me.user)
    page.goto("/pathway/")
    expect(page.get_by_text("You are at “Training cases”, place 3 of 6 on the way.")).to_be_visible()

    page.get_by_text("See my pathway as at another day").click()
    page.get_by_label("Show my pathway as at").fill(ago(2).isoformat())
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.get_by_text("You are at “Trained”, place 2 of 6 on the way.")).to_be_visible()
    page.get_by_role("link", name="Back to today").click()
    expect(page.get_by_text("You are at “Training cases”")).to_be_visible()


def fill(member):
    """Evidence in every state."""
    outside = make_supervision(member, outside=make_outside_supervisor(), began_on=ago(2))
    aside = {"set_aside_on": ago(0), "set_aside_by_name": "Hannah", "set_aside_why": SetAside.NO_PROOF}
    make_evidence(member, K.TRAINING_CASE, happened_on=ago(2), verified=True, supervision=member.supervisions.last())
    make_evidence(member, K.SUPERVISION, happened_on=ago(1), supervision=outside, said_on=ago(0))
    make_evidence(member, K.CASE_STUDY, happened_on=ago(1), **aside)
    make_evidence(member, K.RECORDING, happened_on=ago(1), ordinal="A", phase="middle")


def test_axe_finds_nothing_on_a_pathway_in_any_state(open_page, me):
    fill(me)
    accredited = make_member()
    make_evidence(accredited, K.ACCREDITED, verified=True)
    found = []
    for user in (make_user(), make_applicant().user, make_member().user, me.user, accredited.user):
        page = open_page(user)
        for address in ("/pathway/", f"/pathway/?on={ago(1)}", "/pathway/?on=nonsense"):
            page.goto(address)
            for summary in page.locator("main summary").all():
                summary.click()
            found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_on_the_forms_empty_filled_and_wrong(open_page, me):
    fill(me)
    page, found = open_page(me.user), []
    items = [item.public_id for item in me.evidence.all()]
    kinds = ["training-case", "supervision", "initial-training", "extension", "supervisee", "endorsement"]
    for address in ("add/", *(f"add/{kind}/" for kind in kinds), *(f"evidence/{item}/" for item in items)):
        page.goto(f"/pathway/{address}")
        found += axe.wrong(page)
    for kind in kinds:
        page.goto(f"/pathway/add/{kind}/")
        page.get_by_role("button", name="Add to my pathway").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_where_a_supervisor_is_missing(open_page):
    page = open_page(make_member(standing=Standing.TRAINED).user)
    page.goto("/pathway/add/supervision/")
    expect(page.get_by_role("link", name="Name my supervisor")).to_be_visible()

    assert axe.wrong(page) == []
