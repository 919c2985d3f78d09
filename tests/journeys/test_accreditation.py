"""From the last case to accredited, through every door: the trainee's phone, the supervisor's mail, the desk."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from members.models import Pathway
from members.stages import Against, CaseState, Phase, Standing
from members.stages import EvidenceKind as K
from outbox.models import Message
from tests.factories import make_coordinator, make_evidence, make_member, make_outside_supervisor, make_supervision
from tests.journeys.axe import NARROW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def trainee():
    """On the 5-day route: one case, fifteen hours and four recordings verified, with a supervisor from outside."""
    member = make_member(name="Amara Okafor", standing=Standing.TRAINING_CASES)
    member.evidence.update(pathway=Pathway.objects.get(code="5day", version=1), happened_on=date(2024, 6, 7))
    known = {"confirmed_on": date(2024, 9, 1), "confirmed_by_name": "Cora", "confirmed_against": Against.BPC_LIST}
    named = make_supervision(member, outside=make_outside_supervisor(name="Olu Adeyemi", **known))
    done = {"case_state": CaseState.COMPLETED, "sessions": 16, "ended_on": date(2025, 2, 1), "supervision": named}
    month = {"happened_on": date(2024, 9, 1), "verified": True}
    make_evidence(member, K.ROLE_PLAY, **month)
    make_evidence(member, K.TRAINING_CASE, **done, **month)
    make_evidence(member, K.SUPERVISION, minutes=15 * 60, supervision=named, **month)
    for _ in range(4):
        make_evidence(member, K.RECORDING, ordinal="A", phase=Phase.MIDDLE, **month)
    return member


def write_month(page, name, month, year):
    page.locator(f"#id_{name}_month").fill(str(month))
    page.locator(f"#id_{name}_year").fill(str(year))


def links_in_mails():
    texts = Message.objects.filter(name="members/word_asked").order_by("pk").values_list("text", flat=True)
    return [re.search(r"https?://[^/]+(/word/\S+)", text).group(1) for text in texts]


def test_a_trainee_becomes_accredited_by_what_they_did_and_is_told_and_may_ask_why(open_page, trainee, settings):
    settings.DEMO = True  # the second factor has its own journey
    phone = open_page(trainee.user, NARROW)
    phone.goto("/pathway/add/training-case/")
    write_month(phone, "happened_on", 10, 2024)
    phone.get_by_label("Remote").check()
    phone.get_by_label("How many sessions so far?").fill("16")
    phone.get_by_label("Completed").check()
    write_month(phone, "ended_on", 4, 2025)
    phone.get_by_role("button", name="Add to my pathway").click()
    expect(phone.get_by_role("link", name="Training case B")).to_be_visible()
    phone.goto("/pathway/add/supervision/")
    write_month(phone, "happened_on", 4, 2025)
    phone.get_by_label("How many minutes in that month?").fill("60")
    phone.get_by_label("Individual").check()
    phone.get_by_role("button", name="Add to my pathway").click()
    expect(phone.get_by_text("We have asked Olu Adeyemi whether it is so.").first).to_be_visible()
    phone.goto("/pathway/add/case-study/")
    phone.get_by_label("Passed").check()
    write_month(phone, "happened_on", 6, 2025)
    phone.get_by_role("button", name="Add to my pathway").click()
    expect(phone.get_by_role("link", name="Case study: passed")).to_be_visible()

    supervisor = open_page(None, NARROW, java_script_enabled=False)
    for link in links_in_mails():
        supervisor.goto(link)
        supervisor.get_by_role("button", name="Yes, it is so").click()
        expect(supervisor.get_by_text("Thank you").first).to_be_visible()
    trainee.refresh_from_db()
    assert (len(links_in_mails()), trainee.standing) == (2, Standing.TRAINING_CASES)

    desk = open_page(make_coordinator())
    desk.goto("/admin/members/evidence/")
    row = desk.get_by_role("row", name="Case study")
    expect(row).to_contain_text("becomes accredited")
    row.get_by_role("checkbox").check()
    desk.locator("select[name=action]").select_option("verify")
    desk.locator("select[name=against]").select_option("certificate")
    desk.get_by_role("button", name="Go").click()
    expect(desk.locator(".messagelist").last).to_contain_text("Amara Okafor")

    told = Message.objects.filter(name="members/verified").latest("pk")
    assert (told.recipient, told.subject) == (
        trainee.user.email,
        "Your standing is now: Accredited DIT practitioner",
    )
    phone.goto("/pathway/")
    expect(phone.locator("main")).to_contain_text("Accredited DIT practitioner")
    phone.get_by_text("Why?").click()
    why = phone.locator("details", has_text="Why?").first
    for reason in ("Training case A", "Training case B", "Supervision", "Rated recording", "Case study"):
        expect(why).to_contain_text(reason)
    assert trainee.standing_changes.get().at <= timezone.now()
