"""Standing follows from verified evidence and the rules of the route, and from nothing else."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.models import Evidence, Pathway, Requirement
from members.models.pathway import Measure
from members.rules import Rules
from members.stages import Against, CaseState, EvidenceKind, Result, Standing
from members.standing import standing_of

ON = date(2026, 5, 14)


def task(measure: Measure | str, amount: int | None) -> Requirement:
    return Requirement(measure=measure, amount=None if amount is None else Decimal(amount), unit="x")


FIVE_DAY = (
    task(Measure.ROLE_PLAY, 1),
    task(Measure.CASES, 2),
    task(Measure.SESSIONS, 16),
    task(Measure.SUPERVISION, 16),
    task(Measure.RECORDINGS, 4),
    task(Measure.CASE_STUDY, 1),
)
STAGE = (task(Measure.FURTHER_CASES, 2), task(Measure.FURTHER_IN_PERSON, 1), task(Measure.FURTHER_RECORDINGS, 2))
STAGE += (task(Measure.SUPERVISEES, 2), task(Measure.TRAINEES, 1))
COURSE, COUPLES, SUPERVISORS, UNKNOWN = 1, 2, 3, 4
RULES = {
    COURSE: Rules(Pathway(pk=COURSE, gives_entry=True), FIVE_DAY),
    COUPLES: Rules(Pathway(pk=COUPLES, gives_entry=False), FIVE_DAY),
    SUPERVISORS: Rules(Pathway(pk=SUPERVISORS, gives_entry=False), STAGE),
    UNKNOWN: Rules(Pathway(pk=UNKNOWN, gives_entry=True), (*FIVE_DAY[1:5], task(Measure.CASE_STUDY, None))),
}
K = EvidenceKind


def fact(kind: str, **fields: object) -> Evidence:
    """A verified fact of that day."""
    return Evidence(**{"kind": kind, "happened_on": ON, "verified_on": ON, "pathway_id": COURSE, **fields})


def passed(kind: str, number: int = 1, **fields: object) -> list[Evidence]:
    return [fact(kind, result=Result.PASS, **fields) for _ in range(number)]


def case(ordinal: str, **fields: object) -> Evidence:
    whole = {"case_state": CaseState.COMPLETED, "sessions": 16, "case_mode": "in_person"}
    return fact(**{"kind": K.TRAINING_CASE, "ordinal": ordinal, **whole, **fields})


TRAINED = [fact(K.INITIAL_TRAINING)]
ALL_DONE = [
    *TRAINED,
    *passed(K.ROLE_PLAY),
    case("A"),
    case("B"),
    *[fact(K.SUPERVISION, minutes=480) for _ in range(2)],
    *passed(K.RECORDING, 4),
    *passed(K.CASE_STUDY),
]
STAGE_DONE = [
    *TRAINED,
    fact(K.ACCREDITED),
    fact(K.SUPERVISOR_STAGE, pathway_id=SUPERVISORS),
    case("A", kind=K.FURTHER_CASE),
    case("B", kind=K.FURTHER_CASE, case_mode="remote"),
    *passed(K.FURTHER_RECORDING, 2, ordinal="A"),
    *passed(K.FURTHER_RECORDING, 2, ordinal="B"),
    fact(K.SUPERVISEE, is_trainee=True),
    fact(K.SUPERVISEE, is_trainee=False),
]

facts = st.builds(
    Evidence,
    kind=st.sampled_from(EvidenceKind.values),
    happened_on=st.integers(-900, 3).map(lambda days: ON + timedelta(days=days)),
    verified_on=st.none() | st.just(ON),
    pathway_id=st.sampled_from(list(RULES)),
    superseded_by_id=st.none() | st.just(7),
    result=st.sampled_from(["", *Result.values]),
    ordinal=st.sampled_from("ABC"),
    case_state=st.sampled_from(CaseState.values),
    sessions=st.none() | st.integers(0, 16),
    case_mode=st.sampled_from(["in_person", "remote"]),
    minutes=st.none() | st.integers(1, 2000),
    is_trainee=st.booleans(),
)


def standing(evidence: list[Evidence], on: date = ON) -> Standing:
    return standing_of(evidence, RULES, on).standing


@given(st.lists(facts, max_size=8), st.randoms(use_true_random=False))
def test_the_order_in_which_evidence_arrives_makes_no_difference(evidence, chance: random.Random):
    evidence = [*evidence, *ALL_DONE]
    shuffled = evidence.copy()
    chance.shuffle(shuffled)

    assert standing(shuffled) == standing(evidence)


@given(st.lists(facts, max_size=8))
def test_every_reason_is_verified_current_and_past(evidence):
    derived = standing_of(evidence, RULES, ON)

    assert all(item.verified_on and not item.superseded_by_id and item.happened_on <= ON for item in derived.reasons)
    assert bool(derived.reasons) == (derived.standing != Standing.ENQUIRER)


@given(st.lists(facts, max_size=8))
def test_the_reasons_alone_prove_the_standing(evidence):
    derived = standing_of([*evidence, *ALL_DONE[:4]], RULES, ON)

    assert standing(list(derived.reasons)) == derived.standing


@given(st.lists(facts, max_size=8))
def test_what_is_only_claimed_changes_nothing(evidence):
    assert standing(evidence) == standing([item for item in evidence if item.verified_on])


@given(st.lists(facts, max_size=12), st.integers(-900, 0), st.dates(ON, date(2030, 1, 1)))
def test_a_standing_in_the_past_is_the_same_whenever_it_was_entered(evidence, days, entered_on):
    then = ON + timedelta(days=days)
    before = standing(evidence, then)
    for item in evidence:
        item.verified_on = item.verified_on and entered_on

    assert standing(evidence, then) == before
    assert standing([item for item in evidence if item.happened_on <= then], then) == before


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], Standing.ENQUIRER),
        ([fact(K.COURSE_BEGUN)], Standing.IN_TRAINING),
        (TRAINED, Standing.TRAINED),
        ([fact(K.INITIAL_TRAINING, pathway_id=COUPLES)], Standing.ENQUIRER),
        ([case("A")], Standing.ENQUIRER),
        ([*TRAINED, case("A")], Standing.TRAINED),
        ([*TRAINED, case("A"), fact(K.ROLE_PLAY, result=Result.NOT_YET)], Standing.TRAINED),
        ([*TRAINED, case("A", case_state=CaseState.ENDED_EARLY), *passed(K.ROLE_PLAY)], Standing.TRAINED),
        ([*TRAINED, case("A", case_state=CaseState.OPEN), *passed(K.ROLE_PLAY)], Standing.TRAINING_CASES),
        ([fact(K.INITIAL_TRAINING, pathway_id=UNKNOWN), case("A")], Standing.TRAINING_CASES),
        (ALL_DONE, Standing.ACCREDITED),
        ([*TRAINED, fact(K.ACCREDITED)], Standing.ACCREDITED),
        ([fact(K.ACCREDITED)], Standing.ENQUIRER),
        ([*TRAINED, fact(K.SUPERVISOR)], Standing.TRAINED),
        ([*TRAINED, fact(K.SUPERVISOR_STAGE, pathway_id=SUPERVISORS)], Standing.TRAINED),
        ([*ALL_DONE, fact(K.SUPERVISOR_STAGE, pathway_id=SUPERVISORS)], Standing.SUPERVISOR_IN_TRAINING),
        ([*TRAINED, fact(K.ACCREDITED), fact(K.SUPERVISOR)], Standing.SUPERVISOR),
        (STAGE_DONE, Standing.SUPERVISOR),
    ],
)
def test_each_stage_rests_on_the_one_before_and_accredited_is_never_skipped(evidence, expected):
    assert standing(evidence) == expected


@pytest.mark.parametrize("missing", range(1, len(ALL_DONE)))
def test_the_list_or_the_whole_of_the_route_and_nothing_less_makes_somebody_accredited(missing):
    evidence = [item for place, item in enumerate(ALL_DONE) if place != missing]

    assert standing(evidence) in (Standing.TRAINED, Standing.TRAINING_CASES)
    assert standing([*evidence, fact(K.ACCREDITED)]) == Standing.ACCREDITED


@pytest.mark.parametrize("missing", range(3, len(STAGE_DONE)))
def test_nothing_less_than_the_whole_stage_makes_somebody_a_supervisor(missing):
    evidence = [item for place, item in enumerate(STAGE_DONE) if place != missing]

    assert standing(evidence) == Standing.SUPERVISOR_IN_TRAINING


def test_both_further_cases_remote_are_not_enough_and_recordings_of_one_case_do_not_stand_for_the_other():
    remote = [case("A", kind=K.FURTHER_CASE, case_mode="remote"), *STAGE_DONE[:3], *STAGE_DONE[4:]]
    one_sided = [*STAGE_DONE[:5], *passed(K.FURTHER_RECORDING, 4, ordinal="A"), *STAGE_DONE[-2:]]

    assert (standing(remote), standing(one_sided)) == (Standing.SUPERVISOR_IN_TRAINING,) * 2


@pytest.mark.parametrize(
    ("instead", "with_what"),
    [
        (2, case("A", sessions=15)),
        (2, case("A", case_state=CaseState.ENDED_EARLY)),
        (2, case("A", case_state=CaseState.OPEN)),
        (2, case("B")),
        (4, fact(K.SUPERVISION, minutes=479)),
    ],
)
def test_a_case_that_ended_early_or_short_and_a_minute_too_little_do_not_count(instead, with_what):
    evidence = [with_what if place == instead else item for place, item in enumerate(ALL_DONE)]

    assert standing(evidence) == Standing.TRAINING_CASES


def test_a_case_is_completed_from_the_month_on_in_which_it_ended_and_went_on_before():
    ends = ON + timedelta(days=60)
    lasting = [*TRAINED, *passed(K.ROLE_PLAY), case("A", ended_on=ends), case("B", ended_on=ends), *ALL_DONE[4:]]
    early = [*TRAINED, *passed(K.ROLE_PLAY), case("A", case_state=CaseState.ENDED_EARLY, ended_on=ends)]

    assert [standing(lasting, day) for day in (ON, ends - timedelta(days=1), ends)] == [
        Standing.TRAINING_CASES,
        Standing.TRAINING_CASES,
        Standing.ACCREDITED,
    ]
    assert [standing(early, day) for day in (ON, ends)] == [Standing.TRAINING_CASES, Standing.TRAINED]


def test_while_one_amount_of_a_route_is_unknown_only_a_list_makes_somebody_accredited():
    evidence = [fact(K.INITIAL_TRAINING, pathway_id=UNKNOWN), *ALL_DONE[1:]]

    assert standing(evidence) == Standing.TRAINING_CASES
    assert standing([*evidence, fact(K.ACCREDITED)]) == Standing.ACCREDITED


def test_a_figure_that_is_only_read_never_proves_anything():
    rules = {COURSE: Rules(Pathway(pk=COURSE, gives_entry=True), (*FIVE_DAY, task("", 450)))}

    assert standing_of(ALL_DONE, rules, ON).standing == Standing.TRAINING_CASES


def test_people_finish_by_the_version_with_which_they_began():
    newer = Rules(Pathway(pk=9, gives_entry=True), (task(Measure.CASES, 3), *FIVE_DAY[3:]))
    rules = {**RULES, 9: newer}

    assert standing_of(ALL_DONE, rules, ON).standing == Standing.ACCREDITED
    assert standing_of([fact(K.INITIAL_TRAINING, pathway_id=9), *ALL_DONE[1:]], rules, ON).standing == (
        Standing.TRAINING_CASES
    )


def test_who_repeats_a_training_stays_accredited_by_the_first():
    again = fact(K.INITIAL_TRAINING, happened_on=ON + timedelta(days=1), pathway_id=UNKNOWN)

    assert standing([*ALL_DONE, again], ON + timedelta(days=1)) == Standing.ACCREDITED


@pytest.mark.parametrize(("days", "expected"), [(-1, Standing.TRAINED), (0, Standing.TRAINED), (1, Standing.ENQUIRER)])
def test_a_training_counts_from_its_day_on(days, expected):
    assert standing([fact(K.INITIAL_TRAINING, happened_on=ON + timedelta(days=days))]) == expected


def test_against_what_it_was_verified_makes_no_difference():
    for against in Against:
        assert standing([fact(K.INITIAL_TRAINING, verified_against=against)]) == Standing.TRAINED
