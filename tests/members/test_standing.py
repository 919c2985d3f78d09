"""Standing follows from verified evidence alone, and every change of it is kept."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import standing
from members.models import Evidence, Member, Pathway
from members.stages import Against, EvidenceKind, Standing
from tests.factories import make_applicant, make_evidence, make_member, make_user

ON = date(2026, 5, 14)
COURSE, OTHER = Pathway(gives_entry=True), Pathway(gives_entry=False)

facts = st.builds(
    Evidence,
    kind=st.sampled_from(EvidenceKind.values),
    happened_on=st.integers(-900, 3).map(lambda days: ON + timedelta(days=days)),
    verified_on=st.none() | st.just(ON),
    pathway=st.sampled_from([COURSE, OTHER]),
    superseded_by_id=st.none() | st.just(7),
)


@given(st.lists(facts, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_arrives_makes_no_difference(evidence, chance: random.Random):
    shuffled = evidence.copy()
    chance.shuffle(shuffled)

    assert standing.standing_of(shuffled, ON).standing == standing.standing_of(evidence, ON).standing


@given(st.lists(facts, max_size=8))
def test_every_reason_is_verified_current_and_past(evidence):
    derived = standing.standing_of(evidence, ON)

    assert all(item.verified_on and not item.superseded_by_id and item.happened_on <= ON for item in derived.reasons)
    assert bool(derived.reasons) == (derived.standing != Standing.ENQUIRER)


@given(st.lists(facts, max_size=8))
def test_what_is_only_claimed_changes_nothing(evidence):
    verified = [item for item in evidence if item.verified_on]

    assert standing.standing_of(evidence, ON).standing == standing.standing_of(verified, ON).standing


def fact(kind: str, **fields: object) -> Evidence:
    defaults = {"kind": kind, "happened_on": ON, "verified_on": ON, "pathway": COURSE}
    return Evidence(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], Standing.ENQUIRER),
        ([EvidenceKind.TRAINING_CASE], Standing.ENQUIRER),
        ([EvidenceKind.INITIAL_TRAINING], Standing.TRAINED),
        ([EvidenceKind.INITIAL_TRAINING, EvidenceKind.TRAINING_CASE], Standing.TRAINING_CASES),
        ([EvidenceKind.INITIAL_TRAINING, EvidenceKind.ACCREDITED], Standing.ACCREDITED),
        ([EvidenceKind.INITIAL_TRAINING, EvidenceKind.SUPERVISOR], Standing.TRAINED),
        ([EvidenceKind.INITIAL_TRAINING, EvidenceKind.ACCREDITED, EvidenceKind.SUPERVISOR], Standing.SUPERVISOR),
    ],
)
def test_each_stage_rests_on_the_one_before_and_accredited_is_never_skipped(kinds, expected):
    assert standing.standing_of([fact(kind) for kind in kinds], ON).standing == expected


@pytest.mark.parametrize(("days", "expected"), [(-1, Standing.TRAINED), (0, Standing.TRAINED), (1, Standing.ENQUIRER)])
def test_a_training_counts_from_its_day_on(days, expected):
    evidence = [fact(EvidenceKind.INITIAL_TRAINING, happened_on=ON + timedelta(days=days))]

    assert standing.standing_of(evidence, ON).standing == expected


@pytest.mark.django_db
def test_verifying_moves_the_standing_and_keeps_who_when_and_why():
    member, by, now = make_member(), make_user(), timezone.now()
    evidence = make_evidence(member, EvidenceKind.TRAINING_CASE)

    standing.verify(evidence, by, Against.SUPERVISOR_WORD, now)

    member.refresh_from_db()
    change = member.standing_changes.get()
    assert member.standing == Standing.TRAINING_CASES
    assert (change.before, change.after, change.by, change.at) == ("trained", "training_cases", by, now)
    assert "supervisor's word" in change.why


@pytest.mark.django_db
def test_nobody_verifies_evidence_about_themselves():
    member = make_member()
    evidence = make_evidence(member, EvidenceKind.ACCREDITED)

    with pytest.raises(standing.Refused) as refused:
        standing.verify(evidence, member.user, Against.BPC_LIST, timezone.now())

    assert refused.value.reason == standing.Refusal.OWN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"verified": True}, standing.Refusal.VERIFIED),
        ({"happened_on": timezone.localdate() + timedelta(days=1)}, standing.Refusal.FUTURE),
    ],
)
def test_verified_and_future_evidence_is_refused_with_a_reason(fields, reason):
    evidence = make_evidence(make_member(), EvidenceKind.ACCREDITED, **fields)

    assert standing.refusal(evidence, make_user(), timezone.localdate()) == reason


@pytest.mark.django_db
def test_evidence_of_someone_who_has_not_joined_is_verified_by_approving_alone():
    evidence = make_applicant().evidence.get()

    assert standing.refusal(evidence, make_user(), timezone.localdate()) == standing.Refusal.NOT_JOINED


class StoredEqualsDerived(TestCase):
    @given(
        st.lists(
            st.tuples(st.sampled_from(EvidenceKind.values), st.integers(-30, 2), st.booleans()), min_size=1, max_size=6
        )
    )
    def test_after_any_sequence_of_verbs(self, deeds):
        member = Member.objects.create(name="A", joined_on=date(2024, 1, 1))
        by, now = make_user(), timezone.now()
        for kind, days, take_back in deeds:
            evidence = make_evidence(member, kind, happened_on=timezone.localdate(now) + timedelta(days=days))
            if standing.refusal(evidence, by, timezone.localdate(now)) is None:
                standing.verify(evidence, by, Against.CERTIFICATE, now)
            if take_back:
                standing.unmark([evidence])
                standing.derive(standing.lock(member), by=by, by_name="A", now=now, why="a mistake")

        member.refresh_from_db()
        derived = standing.standing_of(member.evidence.select_related("pathway"), timezone.localdate(now))

        assert member.standing == derived.standing
        assert member.standing == (list(member.standing_changes.values_list("after", flat=True)) or ["enquirer"])[0]
