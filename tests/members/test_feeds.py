"""The last days of one's pathway stand in one's own calendar, for whoever holds the link and nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from members import feeds
from members.models import Member, Pathway, PathwayFeed
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


def read(client, member, **headers):
    return client.get(f"/calendar/pathway/{member.pathway_feed.token}.ics", headers=headers)


def test_every_limit_that_runs_is_an_entry_of_a_whole_day_with_no_name_in_it(client, member):
    feeds.make_link(member, timezone.now())

    answer = read(client, member)

    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    trained = member.evidence.get().happened_on
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(entry["SUMMARY"]) for entry in entries] == [
        "DIT, last day: Begin supervised practice",
        "DIT, last day: Finish supervision",
        "DIT, last day: Finish, or repeat the training",
    ]
    assert entries[1]["DTSTART"].dt == trained.replace(year=trained.year + 2)
    assert member.name not in answer.text


def test_two_readings_give_the_same_bytes_and_an_unchanged_calendar_is_not_sent_again(client, member):
    feeds.make_link(member, timezone.now())
    first = read(client, member)

    again = read(client, member)
    unchanged = read(client, member, if_none_match=f"W/{first.headers['ETag']}")

    assert again.content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert first.headers["Cache-Control"] == "private, must-revalidate"
    assert not first.cookies


def test_what_is_done_leaves_the_calendar_and_the_calendar_says_that_it_changed(client, member):
    feeds.make_link(member, timezone.now())
    before = read(client, member)

    make_evidence(member, EvidenceKind.TRAINING_CASE, verified=True, verified_on=timezone.localdate())
    after = read(client, member, if_none_match=before.headers["ETag"])

    assert after.status_code == 200
    assert "Begin supervised practice" not in after.text


def test_a_new_link_ends_the_old_one_and_a_link_taken_away_leads_nowhere(client, member):
    old = feeds.make_link(member, timezone.now()).token
    new = feeds.make_link(member, timezone.now()).token
    statuses = [client.get(f"/calendar/pathway/{token}.ics").status_code for token in (old, new)]

    feeds.take_away(member)

    assert statuses == [404, 200]
    assert client.get(f"/calendar/pathway/{new}.ics").status_code == 404


@pytest.mark.parametrize("fields", [{"left_on": date(2025, 1, 1)}, {"suspended_on": date(2025, 1, 1)}])
def test_the_link_of_someone_who_left_or_is_suspended_leads_nowhere_at_once(client, member, fields):
    feeds.make_link(member, timezone.now())
    Member.objects.filter(pk=member.pk).update(**fields)

    assert read(client, member).status_code == 404


def test_a_member_makes_replaces_and_takes_away_their_own_link(client, member):
    client.force_login(member.user)
    assert "Make my link" in client.get("/pathway/calendar/").text

    client.post("/pathway/calendar/", {"make": ""})
    shown = client.get("/pathway/calendar/").text
    token = PathwayFeed.objects.get().token
    client.post("/pathway/calendar/", {"take-away": ""})

    assert f"/calendar/pathway/{token}.ics" in shown
    assert "webcal://" in shown
    assert not PathwayFeed.objects.exists()


def test_reading_asks_as_little_for_much_evidence_as_for_none(client, member, django_assert_max_num_queries):
    feeds.make_link(member, timezone.now())
    for _ in range(40):
        make_evidence(member, EvidenceKind.SUPERVISION, verified=True)

    with django_assert_max_num_queries(6):
        read(client, member)
