"""Who may take part: the function and the queryset are one rule."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import eligibility
from members.models import Member
from members.stages import EvidenceKind
from tests.factories import make_evidence, make_member, make_pathway

ON = date(2026, 5, 14)
near = st.integers(-2, 2).map(lambda days: ON + timedelta(days=days))
maybe_near = st.none() | near


@pytest.mark.django_db
def test_someone_trained_and_waiting_for_a_first_case_may_take_part():
    member = make_member()

    assert eligibility.refusal(member, ON) is None


@pytest.mark.django_db
def test_a_claimed_training_opens_nothing_until_it_is_verified():
    member = make_member()
    member.evidence.all().delete()
    make_evidence(member)

    assert eligibility.refusal(member, ON) == eligibility.Refusal.NOT_TRAINED


class TheFunctionAndTheQuerySetAgree(TestCase):
    @given(
        joined=maybe_near,
        left_after=st.none() | st.integers(0, 3),
        suspended=maybe_near,
        happened=near,
        verified=st.booleans(),
        gives_entry=st.booleans(),
        kind=st.sampled_from([EvidenceKind.INITIAL_TRAINING, EvidenceKind.COURSE_BEGUN]),
        corrected=st.booleans(),
    )
    def test_for_every_member(self, joined, left_after, suspended, happened, verified, gives_entry, kind, corrected):
        left = joined + timedelta(days=left_after) if joined and left_after is not None else None
        member = Member.objects.create(name="A", joined_on=joined, left_on=left, suspended_on=suspended)
        evidence = make_evidence(
            member, kind, happened_on=happened, verified=verified, pathway=make_pathway(gives_entry=gives_entry)
        )
        if corrected:
            evidence.superseded_by = make_evidence(member, happened_on=happened)
            evidence.save(update_fields=["superseded_by"])

        alone = eligibility.refusal(member, ON) is None
        among_many = Member.objects.eligible(ON).filter(pk=member.pk).exists()

        assert alone == among_many


@pytest.mark.django_db
def test_nobody_without_a_row_is_eligible():
    assert eligibility.refusal(None, timezone.localdate()) == eligibility.Refusal.NOT_JOINED
