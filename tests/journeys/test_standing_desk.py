"""An evening at the desk: evidence verified and undone, time limits, cohorts, standings; axe finds nothing."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members import standing
from members.models import Clock, Requirement
from members.models.pathway import ClockEnd, Measure
from members.stages import Against, EvidenceKind
from tests.factories import (
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_pathway,
    make_supervision,
)
from tests.journeys import axe

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(open_page, settings):
    """A coordinator's page; the second factor has its own journey."""
    settings.DEMO = True
    return open_page(make_coordinator())


@pytest.fixture
def route():
    """A route with a requirement and a time limit, and people of every kind on it."""
    route = make_pathway(name="A short route", valid_from=date(2020, 1, 1))
    Requirement.objects.create(pathway=route, label="Role-play", measure=Measure.ROLE_PLAY, amount=1)
    Clock.objects.create(pathway=route, code="begin", label="Begin", months=6, ends=ClockEnd.FIRST_CASE)
    for number, days in enumerate((400, 260, 170, 20)):
        member = make_member(name=f"Member with rather a long name, number {number}")
        member.evidence.update(pathway=route, happened_on=timezone.localdate() - timedelta(days=days))
        supervision = make_supervision(member, outside=make_outside_supervisor())
        make_evidence(member, EvidenceKind.TRAINING_CASE, happened_on=timezone.localdate(), supervision=supervision)
        make_evidence(member, EvidenceKind.ACCREDITED, happened_on=timezone.localdate())
    return route


def listed(name, *args):
    return reverse(f"admin:members_{name}", args=args)


def verified():
    fact = make_evidence(make_member(name="Vera Example"), EvidenceKind.ACCREDITED)
    standing.verify([fact], make_coordinator(), Against.BPC_LIST, timezone.now())
    return fact


def test_axe_finds_nothing_on_the_lists_of_the_pathway(desk, route):
    found = []
    pages = [
        listed("time_limits"),
        f"{listed('time_limits')}?state=done",
        listed("cohorts"),
        listed("gaps"),
        listed("standings"),
    ]
    for address in [*pages, f"{listed('standings')}?on=2999-01-01", reverse("admin:index")]:
        desk.goto(address)
        found += axe.wrong(desk)

    assert found == []


def test_the_gaps_in_supervision_stand_whole_on_a_small_laptop(desk):
    hidden = {}
    for width in (1024, 1100, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(listed("gaps"))
        hidden[width] = desk.locator(".dit-scroll").evaluate("box => box.scrollWidth - box.clientWidth")

    assert hidden == dict.fromkeys((1024, 1100, 1280), 0)


def test_axe_finds_nothing_of_ours_on_the_pages_that_django_draws(desk, route):
    """Django's own tables of related rows have headings without words."""
    found, member = [], make_member()
    pages = [listed("evidence_changelist"), f"{listed('evidence_changelist')}?state=all", listed("member_changelist")]
    for address in [*pages, listed("member_change", member.pk), listed("pathway_change", route.pk)]:
        desk.goto(address)
        found += axe.wrong(desk)

    assert [line for line in found if "empty-table-header" not in line] == []


def test_axe_finds_nothing_on_the_pages_of_a_fact(desk, route):
    found, fact = [], verified()
    waiting = make_evidence(make_member(), EvidenceKind.ROLE_PLAY)
    for address in (
        *(listed("evidence_change", fact.pk), listed("evidence_undo", fact.pk)),
        *(listed("evidence_verify", waiting.pk), listed("evidence_set_aside", waiting.pk)),
    ):
        desk.goto(address)
        found += axe.wrong(desk)

    assert found == []


def test_a_rule_is_changed_only_after_it_is_said_who_would_move(desk, route):
    member = make_member(name="Mona Example")
    member.evidence.update(pathway=route)
    make_evidence(member, EvidenceKind.ROLE_PLAY, verified=True)
    standing.derive(member, by=None, by_name="A test", now=timezone.now(), why="For a test")
    desk.goto(listed("pathway_change", route.pk))

    desk.locator("#id_requirements-0-amount").fill("2")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("4 unchanged, 1 would move.")).to_be_visible()
    found = axe.wrong(desk)
    desk.get_by_role("button", name="Save the new rules").click()

    expect(desk.get_by_text("4 unchanged, 1 moved.")).to_be_visible()
    desk.goto(listed("pathway_new_version", route.pk))
    assert found + axe.wrong(desk) == []


def test_evidence_is_verified_in_the_list_and_undone_on_its_page(desk):
    fact = make_evidence(make_member(name="Wilma Example"), EvidenceKind.ACCREDITED)
    desk.goto(reverse("admin:index"))

    desk.get_by_role("link", name="Evidence to verify").click()
    expect(desk.get_by_text("becomes accredited")).to_be_visible()
    desk.locator("input.action-select").check()
    desk.get_by_label("Action:").select_option(label="Verify")
    desk.get_by_label("To verify, checked against").select_option(label="BPC list")
    desk.get_by_role("button", name="Go").click()
    expect(desk.get_by_text("Standing: Accredited DIT practitioner.")).to_be_visible()
    desk.goto(listed("evidence_change", fact.pk))
    desk.get_by_role("link", name="Undo this verification").click()
    expect(desk.get_by_text("1 message will leave.")).to_be_visible()
    desk.get_by_role("button", name="Undo this verification").click()

    expect(desk.get_by_text("no longer verified")).to_be_visible()
