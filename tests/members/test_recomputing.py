"""The stored standing of everybody can be checked against their evidence, and mended, however many they are."""

from datetime import date
from time import monotonic

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import recomputing
from members.models import Evidence, Member, Pathway
from members.stages import Against, EvidenceKind, Standing
from tests.factories import make_evidence, make_member

pytestmark = pytest.mark.django_db
ON = date(2026, 5, 14)
KINDS = [EvidenceKind.SUPERVISION] * 14 + [EvidenceKind.CASE_STUDY] + [EvidenceKind.RECORDING] * 4
DETAILS = {
    EvidenceKind.SUPERVISION: {"minutes": 60, "format": "group"},
    EvidenceKind.CASE_STUDY: {"result": "pass"},
    EvidenceKind.RECORDING: {"result": "pass"},
}


def test_what_agrees_is_not_mentioned(capsys):
    make_member()

    call_command("recompute_standing", "--check")

    said = capsys.readouterr().out
    assert "1 of 1" in said
    assert "1 members, 0 differences." in said


def test_a_difference_is_reported_and_nothing_changed_with_check(capsys):
    member = make_member(standing=Standing.SUPERVISOR)

    with pytest.raises(SystemExit) as end:
        call_command("recompute_standing", "--check")

    said = capsys.readouterr().out
    assert end.value.code == 1
    member.refresh_from_db()
    assert f"{member}: stored “Accredited DIT supervisor”, derived “Trained, waiting for a first case”" in said
    assert (member.standing, member.standing_changes.count()) == (Standing.SUPERVISOR, 0)


def test_a_difference_is_mended_with_a_row_of_history(capsys):
    member = make_member(standing=Standing.SUPERVISOR)

    call_command("recompute_standing")

    said = capsys.readouterr().out
    member.refresh_from_db()
    change = member.standing_changes.get()
    assert "mended" in said
    assert (member.standing, change.before, change.by_name) == (Standing.TRAINED, "supervisor", "recompute_standing")


def test_as_many_questions_for_many_people_as_for_one():
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(recomputing.differences(ON, lambda done: None))
        return len(asked)

    make_member()
    one = questions()
    for _ in range(30):
        make_evidence(make_member(), EvidenceKind.REFRESHER, verified=True)

    assert questions() == one


def crowd(number: int) -> None:
    """People with an initial training and nineteen pieces more, all verified."""
    route = Pathway.objects.get(code="5day", version=1)
    joined = {"joined_on": ON, "standing": Standing.TRAINED}
    people = Member.objects.bulk_create(Member(name=f"Member {place}", **joined) for place in range(number))
    common = {"happened_on": ON, "recorded_at": "2026-05-14T12:00Z", "verified_on": ON, "verified_by_name": "A"}
    common["verified_against"] = Against.CERTIFICATE
    Evidence.objects.bulk_create(
        (
            Evidence(member=member, kind=kind, **common, **DETAILS.get(kind, {"pathway": route}))
            for member in people
            for kind in [EvidenceKind.INITIAL_TRAINING, *KINDS]
        ),
        batch_size=2000,
    )


@pytest.mark.deep
def test_ten_thousand_people_with_twenty_facts_each_are_checked_within_a_minute(capsys):
    crowd(10_000)

    with CaptureQueriesContext(connection) as asked:
        began = monotonic()
        call_command("recompute_standing", "--check")
        seconds = monotonic() - began

    assert "10000 of 10000" in capsys.readouterr().out
    assert seconds < 60
    # Two for each batch; the number of people, the routes with their figures and limits, and the empty last batch.
    assert len(asked) == 10_000 / recomputing.BATCH * 2 + 5
