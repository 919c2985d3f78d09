"""What members say about their training: wrong input is explained, nothing is overwritten, nothing fits patients."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.utils import timezone

from members import evidence, standing
from members.evidence import Refusal, Refused
from members.models import Evidence, Member, Pathway
from members.models.evidence import SetAside
from members.stages import Against, CaseMode, CaseState, Format, Precision, Reason
from members.stages import EvidenceKind as K
from outbox.models import Message
from tests.factories import make_coordinator, make_evidence, make_member, make_supervision

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 14)

# The only words that a fact may hold: who taught the course, and the names of those who decided about it.
WORDS_ALLOWED = {"provider", "verified_by_name", "set_aside_by_name", "public_id", "clock"}


@pytest.fixture
def member():
    """Trained on 7 June 2024 on the 5-day route, with a supervisor."""
    member = make_member()
    member.evidence.update(pathway=Pathway.objects.get(code="5day", version=1))
    make_supervision(member)
    return member


def case(member, **fields):
    whole = {"ordinal": "A", "happened_on": date(2024, 9, 1), "precision": Precision.MONTH, "sessions": 4}
    whole |= {"case_mode": CaseMode.IN_PERSON, "case_state": CaseState.OPEN, "supervision": member.supervisions.get()}
    return Evidence(**{"member": member, "kind": K.TRAINING_CASE, **whole, **fields})


def hours(member, **fields):
    whole = {"happened_on": date(2024, 9, 1), "precision": Precision.MONTH, "minutes": 60, "format": Format.GROUP}
    return Evidence(
        **{"member": member, "kind": K.SUPERVISION, "supervision": member.supervisions.get(), **whole, **fields}
    )


def refusal(item):
    return evidence.refusal(item, TODAY)


def test_a_case_and_its_hours_can_be_added(member):
    assert (refusal(case(member)), refusal(hours(member))) == (None, None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"happened_on": TODAY + timedelta(days=1)}, Refusal.FUTURE),
        ({"happened_on": date(2007, 12, 31)}, Refusal.BEFORE_DIT),
        ({"happened_on": date(2024, 5, 1)}, Refusal.BEFORE_TRAINING),
        ({"happened_on": date(2024, 6, 1)}, None),
        ({"sessions": 17}, Refusal.SESSIONS),
        ({"sessions": -1}, Refusal.SESSIONS),
        ({"sessions": None}, Refusal.SESSIONS),
        ({"sessions": 0}, None),
        ({"ordinal": "B"}, None),
        ({"ordinal": "C"}, Refusal.TOO_MANY_CASES),
        ({"ended_on": date(2024, 8, 1), "case_state": CaseState.COMPLETED}, Refusal.ENDS_BEFORE),
        ({"ended_on": date(2026, 6, 1), "case_state": CaseState.COMPLETED}, Refusal.ENDS_LATER),
        ({"case_state": CaseState.COMPLETED}, Refusal.NO_END),
        ({"case_state": CaseState.ENDED_EARLY, "ended_on": date(2024, 9, 1)}, None),
        ({"ended_on": date(2024, 10, 1)}, Refusal.STILL_OPEN),
        ({"supervision": None}, Refusal.NO_SUPERVISOR),
    ],
)
def test_a_case_that_cannot_be_is_refused_with_what_to_do(member, fields, reason):
    assert refusal(case(member, **fields)) == reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"minutes": 0}, Refusal.MINUTES),
        ({"minutes": -30}, Refusal.MINUTES),
        ({"minutes": None}, Refusal.MINUTES),
        ({"minutes": 1}, None),
        ({"minutes": 31 * 24 * 60}, None),
        ({"minutes": 31 * 24 * 60 + 1}, Refusal.MORE_THAN_A_MONTH),
        ({"happened_on": date(2024, 5, 1)}, Refusal.BEFORE_TRAINING),
    ],
)
def test_supervision_that_cannot_be_is_refused_with_what_to_do(member, fields, reason):
    assert refusal(hours(member, **fields)) == reason


def test_the_same_case_is_not_added_twice_but_may_be_corrected(member):
    first = evidence.claim(case(member), member.user, timezone.now())

    assert refusal(case(member)) == Refusal.CASE_TWICE
    assert refusal(case(member, ordinal="B")) is None
    assert refusal(case(member, corrects=first, sessions=9)) is None


def test_a_case_that_ended_early_makes_room_for_another(member):
    early = {"case_state": CaseState.ENDED_EARLY, "ended_on": date(2024, 12, 1)}
    evidence.claim(case(member, **early), member.user, timezone.now())

    assert refusal(case(member, ordinal="C")) is None
    assert refusal(case(member, ordinal="D")) == Refusal.TOO_MANY_CASES


def test_somebody_elses_supervisor_is_refused(member):
    assert refusal(hours(member, supervision=make_supervision(make_member()))) == Refusal.NOT_YOUR_SUPERVISOR


def test_without_a_training_nothing_follows_it(member):
    member.evidence.all().delete()

    assert refusal(hours(member)) == Refusal.NO_TRAINING


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, None),
        ({"clock": "nonsense"}, Refusal.NO_CLOCK),
        ({"until": date(2024, 12, 1)}, Refusal.UNTIL),
        ({"until": None}, Refusal.UNTIL),
    ],
)
def test_an_extension_names_a_limit_of_the_route_and_a_later_day(member, fields, reason):
    whole = {"happened_on": date(2024, 12, 1), "clock": "begin", "until": date(2025, 3, 1), "reason": Reason.AWAY}

    assert refusal(Evidence(**{"member": member, "kind": K.EXTENSION, **whole, **fields})) == reason


def test_what_is_added_counts_for_nothing_yet_and_the_supervisor_is_asked(member):
    item = evidence.claim(case(member), member.user, timezone.now())

    member.refresh_from_db()
    asked = Message.objects.get(name="members/word_asked")
    assert (item.verified_on, member.standing) == (None, "trained")
    assert asked.recipient == member.supervisions.get().supervisor.user.email
    assert "Training case A" in asked.text


def test_nobody_adds_to_the_evidence_of_somebody_else(member):
    with pytest.raises(Refused) as refused:
        evidence.claim(case(member), make_member().user, timezone.now())

    assert refused.value.reason == Refusal.NOT_YOURS


def test_a_correction_keeps_what_it_corrects(member):
    first = evidence.claim(case(member), member.user, timezone.now())

    second = evidence.correct(first, case(member, sessions=9), member.user, timezone.now())

    first.refresh_from_db()
    assert (first.sessions, first.superseded_by, second.corrects) == (4, second, first)
    assert list(member.evidence.claimed()) == [second]


def test_what_is_verified_counts_until_its_correction_is_verified_too(member):
    training = member.evidence.get()
    newer = Evidence(happened_on=date(2024, 6, 8), pathway=training.pathway)

    evidence.correct(training, newer, member.user, timezone.now())

    training.refresh_from_db()
    assert training.superseded_by is None
    assert set(member.evidence.verified()) == {training}


def test_a_fact_is_corrected_once_and_then_its_correction_is(member):
    first = evidence.claim(case(member), member.user, timezone.now())
    second = evidence.correct(first, case(member, sessions=9), member.user, timezone.now())

    with pytest.raises(Refused) as refused:
        evidence.correct(first, case(member, sessions=10), member.user, timezone.now())
    third = evidence.correct(second, case(member, sessions=10), member.user, timezone.now())

    assert refused.value.reason == Refusal.GONE
    assert list(member.evidence.claimed()) == [third]


def test_what_nobody_verified_can_be_taken_back_and_the_row_stays(member):
    item = evidence.claim(hours(member), member.user, timezone.now())

    evidence.take_back(item, member.user, timezone.now())

    item.refresh_from_db()
    assert (item.set_aside_why, item.set_aside_by_name) == (SetAside.TAKEN_BACK, member.name)
    with pytest.raises(Refused) as refused:
        evidence.take_back(member.evidence.verified().get(), member.user, timezone.now())
    assert refused.value.reason == Refusal.VERIFIED


def test_a_coordinator_sets_aside_with_a_reason_that_says_what_to_do(member):
    item = evidence.claim(hours(member), member.user, timezone.now())

    evidence.set_aside(item, SetAside.DATE, make_coordinator(), timezone.now())

    assert "Add it again with the right date." in Message.objects.get(name="members/set_aside").text
    assert not member.evidence.claimed().exists()


def test_a_coordinator_sets_nothing_aside_about_themselves():
    by = make_coordinator()
    item = make_evidence(make_member(user=by), K.REFRESHER)

    assert evidence.refusal_to_set_aside(item, by) == Refusal.OWN
    assert evidence.refusal_to_set_aside(item, make_member().user) == Refusal.NOT_COORDINATOR


def test_a_refused_correction_can_be_made_again(member):
    training = member.evidence.get()
    wrong = Evidence(happened_on=date(2024, 6, 8), pathway=training.pathway)
    evidence.correct(training, wrong, member.user, timezone.now())

    evidence.set_aside(wrong, SetAside.DATE, make_coordinator(), timezone.now())
    right = Evidence(happened_on=date(2024, 6, 9), pathway=training.pathway)

    assert evidence.correct(training, right, member.user, timezone.now()).corrects == training


def free_texts(model):
    """The fields in which somebody could write what they like."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField)
    return {field.name for field in model._meta.concrete_fields if isinstance(field, kinds) and not field.choices}


def test_a_fact_holds_no_free_text_and_nothing_that_could_name_a_patient():
    """domain.md §0, 9: whoever adds a field for words must put it into the list above, and answer for it."""
    assert free_texts(Evidence) == WORDS_ALLOWED


def test_the_control_a_field_for_words_is_found():
    assert {"name", "interests", "search_text"} <= free_texts(Member)


@pytest.mark.parametrize("kind", K.values)
def test_every_kind_can_be_kept_verified_and_read(kind):
    member = make_member()
    item = make_evidence(member, kind)

    standing.verify([item], make_coordinator(), Against.CERTIFICATE, timezone.now())

    item.refresh_from_db()
    assert item.verified_on
    assert item.title()
    assert dict(item.details())
