"""How far each year of training has come, and how long it took."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import cohorts
from members.cohorts import Cell, Journey, Step, cohorts_of, journey_of
from members.models import Evidence, Pathway
from members.rules import Rules
from members.stages import Against, EvidenceKind

ROUTE = Pathway(pk=1, code="route", gives_entry=True)
RULES = {1: Rules(ROUTE)}
ON = date(2026, 11, 1)
DAYS = st.dates(date(2010, 1, 1), date(2026, 10, 1))


def fact(kind, day, **fields):
    pathway = ROUTE if kind == EvidenceKind.INITIAL_TRAINING else None
    said = {"verified_on": day, "verified_by_name": "A", "verified_against": Against.BPC_LIST}
    return Evidence(kind=kind, happened_on=day, pathway=pathway, **said, **fields)


def test_a_journey_says_when_each_step_was_reached():
    evidence = [
        fact(EvidenceKind.INITIAL_TRAINING, date(2020, 1, 1)),
        fact(EvidenceKind.TRAINING_CASE, date(2020, 7, 1)),
        fact(EvidenceKind.ACCREDITED, date(2022, 1, 1)),
        fact(EvidenceKind.ACCREDITED, date(2025, 1, 1)),
        fact(EvidenceKind.SUPERVISOR, date(2024, 1, 1)),
    ]

    journey = journey_of(evidence, RULES, ON)

    assert journey == Journey(
        "route",
        {
            Step.TRAINED: date(2020, 1, 1),
            Step.FIRST_CASE: date(2020, 7, 1),
            Step.ACCREDITED: date(2022, 1, 1),
            Step.SUPERVISOR_IN_TRAINING: date(2024, 1, 1),
            Step.SUPERVISOR: date(2024, 1, 1),
        },
    )
    assert journey.months_to(Step.FIRST_CASE) == pytest.approx(6, abs=0.1)


def test_who_is_accredited_has_had_a_first_case_also_when_nobody_knows_when():
    evidence = [
        fact(EvidenceKind.INITIAL_TRAINING, date(2020, 1, 1)),
        fact(EvidenceKind.ACCREDITED, date(2022, 1, 1)),
    ]

    (cohort,) = cohorts_of([journey_of(evidence, RULES, ON)])

    assert cohort.cells[:3] == (Cell(1), Cell(1), Cell(1, 24))


def test_without_a_training_there_is_no_journey():
    assert journey_of([fact(EvidenceKind.ACCREDITED, date(2022, 1, 1))], RULES, ON) is None


@given(st.lists(st.lists(DAYS, min_size=5, max_size=5), min_size=1, max_size=8))
def test_no_step_is_reached_by_more_than_the_one_before_and_nobody_is_lost(people):
    kinds = [EvidenceKind.INITIAL_TRAINING, EvidenceKind.TRAINING_CASE, EvidenceKind.ACCREDITED]
    kinds += [EvidenceKind.SUPERVISOR_STAGE, EvidenceKind.SUPERVISOR]
    evidence = [[fact(kind, day) for kind, day in zip(kinds, days, strict=True)][: 1 + place % 5]
                for place, days in enumerate(people)]  # fmt: skip

    journeys = [journey_of(items, RULES, ON) for items in evidence]
    found = cohorts_of(journeys)

    assert sum(cohort.cells[0].count for cohort in found) == len(people)
    assert all(one.count >= other.count for cohort in found for one, other in pairwise(cohort.cells))


@given(st.lists(DAYS, min_size=2, max_size=6, unique=True), st.randoms())
def test_the_day_of_a_step_does_not_depend_on_the_order_of_the_evidence(days, chance: Random):
    evidence = [fact(EvidenceKind.INITIAL_TRAINING, min(days)), *(fact(EvidenceKind.ACCREDITED, day) for day in days)]
    shuffled = chance.sample(evidence, len(evidence))

    assert journey_of(shuffled, RULES, ON) == journey_of(evidence, RULES, ON)


def test_the_first_day_is_found_among_many():
    days = [date(2020, 1, 1) + timedelta(days=each) for each in range(30)]
    evidence = [fact(EvidenceKind.INITIAL_TRAINING, days[0]), *(fact(EvidenceKind.LETTER, day) for day in days)]
    facts = cohorts.facts_of([*evidence, fact(EvidenceKind.ACCREDITED, days[17])], RULES, ON)

    assert cohorts.reached_on(facts, cohorts.Standing.ACCREDITED) == days[17]
