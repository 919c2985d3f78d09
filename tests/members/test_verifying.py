"""Somebody else verifies, once; the standing follows at once, is kept with who and why, and can be undone."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import eligibility, evidence, standing, supervision
from members.models import Evidence, Member
from members.rules import rulebook
from members.stages import Against, EvidenceKind, Standing
from members.standing import Refusal, Refused
from outbox.models import Message
from tests.factories import (
    make_applicant,
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
    make_user,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db


def refused(deed, *args):
    with pytest.raises(Refused) as error:
        deed(*args)
    return error.value.reason


def with_role_play(**fields):
    member = make_member(**fields)
    make_evidence(member, EvidenceKind.ROLE_PLAY, verified=True)
    return member


def test_verifying_moves_the_standing_keeps_who_when_and_why_and_tells_the_member_once():
    member, by, now = with_role_play(), make_coordinator(), timezone.now()
    case = make_evidence(member, EvidenceKind.TRAINING_CASE)

    standing.verify([case], by, Against.SUPERVISOR_WORD, now)

    member.refresh_from_db()
    change = member.standing_changes.get()
    message = Message.objects.get(name="members/verified")
    assert member.standing == Standing.TRAINING_CASES
    assert (change.before, change.after, change.by, change.at) == ("trained", "training_cases", by, now)
    assert "supervisor's word" in change.why
    assert (message.recipient, message.subject) == (
        member.user.email,
        "Your standing is now: Seeing training cases",
    )


def test_several_things_verified_together_are_one_message():
    member, by = with_role_play(), make_coordinator()
    items = [make_evidence(member, kind) for kind in (EvidenceKind.TRAINING_CASE, EvidenceKind.CASE_STUDY)]

    standing.verify(items, by, Against.CERTIFICATE, timezone.now())

    text = Message.objects.get(name="members/verified").text
    assert "Training case A" in text
    assert "Case study: passed" in text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"verified": True}, Refusal.VERIFIED),
        ({"happened_on": date(2999, 1, 1)}, Refusal.FUTURE),
        (
            {"set_aside_on": date(2025, 1, 1), "set_aside_by_name": "A", "set_aside_why": "date"},
            Refusal.SET_ASIDE,
        ),
    ],
)
def test_what_is_verified_set_aside_or_to_come_is_refused_with_a_reason(fields, reason):
    item = make_evidence(make_member(), EvidenceKind.ACCREDITED, **fields)

    assert refused(standing.verify, [item], make_coordinator(), Against.BPC_LIST, timezone.now()) == reason


def test_nobody_verifies_evidence_about_themselves_not_even_a_coordinator():
    by = make_coordinator()
    item = make_evidence(make_member(user=by), EvidenceKind.ACCREDITED)

    assert refused(standing.verify, [item], by, Against.BPC_LIST, timezone.now()) == Refusal.OWN


def test_evidence_of_someone_who_has_not_joined_is_verified_by_approving_alone():
    item = make_applicant().evidence.get()

    assert refused(standing.verify, [item], make_coordinator(), Against.CERTIFICATE, timezone.now()) == (
        Refusal.NOT_JOINED
    )


def test_somebody_who_is_neither_a_coordinator_nor_the_named_supervisor_verifies_nothing():
    other = make_supervisor()
    named = make_supervision(make_member())
    case = make_evidence(named.member, EvidenceKind.TRAINING_CASE, supervision=named)

    for by in (make_user(), make_member().user, other.user):
        assert refused(standing.verify, [case], by, Against.SUPERVISOR_WORD, timezone.now()) == Refusal.NOT_YOURS


@pytest.mark.parametrize(
    ("kind", "may"),
    [
        (EvidenceKind.TRAINING_CASE, True),
        (EvidenceKind.FURTHER_CASE, True),
        (EvidenceKind.SUPERVISION, True),
        (EvidenceKind.RECORDING, False),
        (EvidenceKind.ACCREDITED, False),
        (EvidenceKind.EXTENSION, False),
    ],
)
def test_the_named_supervisor_confirms_what_they_see_for_themselves_and_nothing_else(kind, may):
    named = make_supervision(make_member())
    item = make_evidence(named.member, kind, supervision=named)

    reason = standing.refusal(item, named.supervisor.user, timezone.localdate())

    assert reason == (None if may else Refusal.NOT_YOURS)


def test_a_supervisor_who_is_no_longer_one_or_may_not_take_part_confirms_nothing():
    for fields in ({"standing": Standing.ACCREDITED}, {"suspended_on": date(2025, 1, 1)}):
        named = make_supervision(make_member())
        item = make_evidence(named.member, EvidenceKind.SUPERVISION, supervision=named)
        Member.objects.filter(pk=named.supervisor_id).update(**fields)

        assert standing.refusal(Evidence.objects.get(pk=item.pk), named.supervisor.user, timezone.localdate()) == (
            Refusal.NOT_YOURS
        )


def test_undoing_puts_everything_back_and_says_so():
    member, by, now = with_role_play(), make_coordinator(), timezone.now()
    case = make_evidence(member, EvidenceKind.TRAINING_CASE)
    standing.verify([case], by, Against.SUPERVISOR_WORD, now)

    standing.undo(case, by, now + timedelta(days=30))

    case.refresh_from_db(), member.refresh_from_db()
    assert (case.verified_on, case.verified_by, case.verified_against, member.standing) == (None, None, "", "trained")
    assert [change.after for change in member.standing_changes.all()] == ["trained", "training_cases"]
    assert Message.objects.filter(name="members/verification_undone").count() == 1


@pytest.mark.parametrize(
    ("days", "by_oneself", "reason"), [(31, False, Refusal.TOO_LATE), (1, True, Refusal.OWN), (30, False, None)]
)
def test_a_verification_can_be_undone_for_thirty_days_by_somebody_else(days, by_oneself, reason):
    by = make_coordinator()
    item = make_evidence(make_member(user=by if by_oneself else None), EvidenceKind.REFRESHER)
    now = timezone.now()
    standing.verify([item], make_coordinator(), Against.CERTIFICATE, now)
    item.refresh_from_db()

    assert standing.refusal_to_undo(item, by, now + timedelta(days=days)) == reason


def test_what_was_verified_by_approving_is_undone_there():
    training = make_member().evidence.get()
    Evidence.objects.filter(pk=training.pk).update(verified_on=timezone.localdate())
    assert standing.refusal_to_undo(Evidence.objects.get(pk=training.pk), make_user(), timezone.now()) == (
        Refusal.NOT_YOURS
    )
    assert standing.refusal_to_undo(make_applicant().evidence.get(), make_coordinator(), timezone.now()) == (
        Refusal.NOT_VERIFIED
    )


def test_a_correction_replaces_what_it_corrects_when_it_is_verified_and_gives_way_when_that_is_undone():
    member, by, now = make_member(), make_coordinator(), timezone.now()
    training = member.evidence.get()
    newer = Evidence(kind=training.kind, happened_on=date(2024, 6, 8), pathway=training.pathway)
    newer.member = member

    newer = evidence.correct(training, newer, member.user, now)
    assert eligibility.refusal(member, timezone.localdate()) is None
    standing.verify([newer], by, Against.CERTIFICATE, now)
    training.refresh_from_db()
    assert training.superseded_by == newer
    standing.undo(newer, by, now)
    training.refresh_from_db()

    assert training.superseded_by is None
    assert eligibility.refusal(member, timezone.localdate()) is None


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_verify_the_same_at_once_make_one_change_and_one_message():
    member, now = with_role_play(), timezone.now()
    case = make_evidence(member, EvidenceKind.TRAINING_CASE)
    both = [make_coordinator(), make_coordinator()]

    results = at_once([partial(standing.verify, [case], by, Against.SUPERVISOR_WORD, now) for by in both])

    assert [error.reason for error in errors(results)] == [Refusal.VERIFIED]
    assert member.standing_changes.count() == Message.objects.filter(name="members/verified").count() == 1


def test_the_word_of_an_outside_supervisor_is_kept_as_said_until_a_coordinator_knows_who_that_is():
    member, now = with_role_play(), timezone.now()
    named = make_supervision(member, outside=make_outside_supervisor(name="Olu Example"))
    case = make_evidence(member, EvidenceKind.TRAINING_CASE, supervision=named)

    supervision.give_word(case, now)
    case.refresh_from_db(), member.refresh_from_db()
    assert (case.said_on, case.verified_on, member.standing) == (timezone.localdate(now), None, Standing.TRAINED)

    supervision.confirm_outside(named.outside, Against.BPC_LIST, make_coordinator(), now)
    case.refresh_from_db(), member.refresh_from_db()
    assert (case.verified_by_name, case.verified_against) == ("Olu Example", Against.SUPERVISOR_WORD)
    assert member.standing == Standing.TRAINING_CASES


@pytest.mark.whole
class StoredEqualsDerived(TestCase):
    deeds = st.tuples(
        st.sampled_from(EvidenceKind.values),
        st.integers(-900, 2),
        st.sampled_from(["claim", "verify", "undo", "again"]),
    )

    @given(st.lists(deeds, min_size=1, max_size=7))
    def test_after_any_sequence_of_verbs(self, deeds):
        member = Member.objects.create(name="A", joined_on=date(2024, 1, 1))
        by, now = make_coordinator(), timezone.now()
        for kind, days, deed in deeds:
            item = make_evidence(member, kind, happened_on=timezone.localdate(now) + timedelta(days=days))
            if deed != "claim" and standing.refusal(item, by, timezone.localdate(now)) is None:
                standing.verify([item], by, Against.CERTIFICATE, now)
                if deed in ("undo", "again"):
                    standing.undo(item, by, now)
                if deed == "again":
                    standing.verify([item], by, Against.CERTIFICATE, now)

        member.refresh_from_db()
        derived = standing.standing_of(member.evidence.all(), rulebook(), timezone.localdate(now))

        assert member.standing == derived.standing
        assert member.standing == (list(member.standing_changes.values_list("after", flat=True)) or ["enquirer"])[0]

    @given(st.lists(deeds, max_size=5), st.sampled_from(EvidenceKind.values), st.integers(-900, 0))
    def test_verifying_and_then_undoing_is_the_identity(self, before, kind, days):
        member = Member.objects.create(name="A", joined_on=date(2024, 1, 1))
        by, now = make_coordinator(), timezone.now()
        for other, ago, _ in before:
            item = make_evidence(member, other, happened_on=timezone.localdate(now) + timedelta(days=ago))
            if standing.refusal(item, by, timezone.localdate(now)) is None:
                standing.verify([item], by, Against.CERTIFICATE, now)
        item = make_evidence(member, kind, happened_on=timezone.localdate(now) + timedelta(days=days))
        rows = list(Evidence.objects.order_by("pk").values())
        member.refresh_from_db()

        standing.verify([item], by, Against.CERTIFICATE, now)
        standing.undo(item, by, now)

        assert list(Evidence.objects.order_by("pk").values()) == rows
        assert Member.objects.get(pk=member.pk).standing == member.standing
