"""The registers and the rules of retention at the desk, for coordinators and auditors: axe finds nothing."""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from members.models import AccessRequest, MemberChange, RecordView, RetentionRule
from members.models.history import ChangeKind, OfficeKind
from members.retention.running import run_rule
from tests.access import places
from tests.factories import make_member, make_officer
from tests.journeys import axe

pytestmark = pytest.mark.browser
LISTS = (
    *("accessrequest", "complaint", "breach", "export", "exportstop", "retentionrule", "appointment"),
    *("leaving", "offer", "placerequest", "contact", "organisation"),
)
WITH_DEEDS = ("accessrequest", "complaint", "breach")


@pytest.fixture
def stopped(settings) -> RetentionRule:
    """A network with a row in each register, and a rule that stopped because it would touch too many."""
    settings.DEMO = True
    places.fill()
    rule, now = RetentionRule.objects.get(code="audit"), timezone.now()
    for number in range(3):
        said = {"kind": ChangeKind.LINKS, "by_name": "A", "at": now - timedelta(days=9000)}
        MemberChange.objects.create(member=make_member(name=f"Member with rather a long name, {number}"), **said)
    RetentionRule.objects.filter(pk=rule.pk).update(most_people=2)
    rule.refresh_from_db()
    run_rule(rule, timezone.localdate(now), now)
    return rule


def at(name, *args):
    return reverse(f"admin:members_{name}", args=args)


def shown(rule):
    """What both a coordinator and an auditor read."""
    rows = [at(f"{name}_change", last(name)) for name in (*WITH_DEEDS, "export", "exportstop", "leaving")]
    lists = [at(f"{name}_changelist") for name in LISTS]
    return [*lists, *rows, at("retentionrule_today", rule.pk), at("retentionrule_records"), reverse("admin:index")]


def last(name):
    return apps.get_model("members", name).objects.latest("pk").pk


def wrong_on(page, addresses):
    found = []
    for address in addresses:
        page.goto(address)
        found += axe.wrong(page)
    return [line for line in found if "empty-table-header" not in line]


def scrolled(page, address):
    """At which widths a list scrolls in a box of its own, where its rows should be cards."""
    page.goto(address)
    found = []
    for width in (axe.NARROW, 640, 767, 1024, 1025, 1080, 1200, axe.WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate("([...document.querySelectorAll('.results')].map(b => b.scrollWidth - b.clientWidth))")
    page.set_viewport_size({"width": axe.WIDE, "height": 900})
    return found


def test_axe_finds_nothing_on_the_registers_and_rules_whoever_looks_and_a_stopped_run_goes_on(open_page, stopped):
    auditor, desk = (
        open_page(make_officer(OfficeKind.AUDITOR), axe.NARROW),
        open_page(make_officer(OfficeKind.COORDINATOR)),
    )
    found = wrong_on(auditor, shown(stopped))
    deeds = [at(f"{name}_deed", last(name), "close") for name in WITH_DEEDS]
    found += wrong_on(desk, [*shown(stopped), *deeds, at("retentionrule_new_version", stopped.pk)])

    widest = [at("retentionrule_changelist"), reverse("admin:meetings_rsvpchange_changelist")]
    assert [max(scrolled(desk, address)) for address in widest] == [0, 0]

    desk.goto(deeds[0])
    desk.locator("#content form button[type=submit], #content form input[type=submit]").last.click()
    expect(desk.get_by_role("alert", name="There is a problem")).to_be_focused()
    found += axe.wrong(desk)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.get_by_label("What came of it")).to_be_focused()
    expect(desk).to_have_title(re.compile("^Error: "))
    desk.goto(at("retentionrule_today", stopped.pk))
    expect(desk.get_by_text("The last run stopped: It would touch 3")).to_be_visible()
    desk.get_by_role("button", name="I have looked at the list: let this run go on").click()
    expect(desk.get_by_text("this run went on, once")).to_be_visible()
    found += axe.wrong(desk)

    assert found == []
    assert not MemberChange.objects.exists()
    assert AccessRequest.objects.get().closed_on is None


def test_axe_finds_nothing_where_one_reads_who_has_looked(open_page):
    member, now = make_member(), timezone.now()
    for number in range(60):
        said = {"by_name": "Somebody with a long name indeed", "at": now - timedelta(hours=number)}
        RecordView.objects.create(member=member, page="What you need at a meeting", **said)
    page = open_page(member.user)

    assert wrong_on(page, ["/profile/looked/", "/profile/looked/?page=2"]) == []
