"""The last days of one's pathway as entries of a calendar."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from members import pathway_dates
from members.models import Pathway
from members.stages import EvidenceKind
from tests.factories import make_evidence, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    """Trained two months ago on the 5-day route."""
    member = make_member()
    route = Pathway.objects.get(code="5day", version=1)
    member.evidence.update(pathway=route, happened_on=timezone.localdate() - timedelta(days=60))
    return member


def test_every_limit_that_runs_is_an_entry_of_a_whole_day_with_no_name_in_it(member):
    entries = pathway_dates.entries(member, timezone.localdate())

    trained = member.evidence.get().happened_on
    assert [entry["SUMMARY"] for entry in entries] == [
        "DIT\\, last day: Begin supervised practice",
        "DIT\\, last day: Finish supervision",
        "DIT\\, last day: Finish\\, or repeat the training",
    ]
    assert entries[1]["DTSTART;VALUE=DATE"] == f"{trained + relativedelta(years=2):%Y%m%d}"
    assert member.name not in str(entries)


def test_what_is_done_leaves_the_calendar(member):
    make_evidence(member, EvidenceKind.TRAINING_CASE, verified=True, verified_on=timezone.localdate())

    entries = pathway_dates.entries(member, timezone.localdate())

    assert "Begin supervised practice" not in str(entries)


def test_cal_m2_an_entry_is_named_by_our_constant_domain_and_not_by_where_the_site_is(member, settings):
    before = [entry["UID"] for entry in pathway_dates.entries(member, timezone.localdate())]

    settings.PUBLIC_ADDRESS = "https://elsewhere.example"

    assert [entry["UID"] for entry in pathway_dates.entries(member, timezone.localdate())] == before
    assert all(uid.endswith(f"@{settings.CALENDAR_DOMAIN}") for uid in before)
