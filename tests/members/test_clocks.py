"""Time limits warn on the right day, give nobody a shorter time than the source, and change no standing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from members.clocks import ClockState, Running, clocks_of
from members.facts import facts_of
from members.models import Clock, Evidence, Pathway, Requirement
from members.models.pathway import ClockEnd, ClockStart, Measure
from members.rules import Rules
from members.stages import CaseState, Precision, Result
from members.stages import EvidenceKind as K

BEGIN = Clock(code="begin", months=6, ends=ClockEnd.FIRST_CASE, refresher_settles=True)
SUPERVISION = Clock(code="supervision", months=18, starts=ClockStart.FIRST_CASE)
REPEAT = Clock(code="repeat", months=36, refresher_settles=True)
UNKNOWN = Clock(code="unknown")
AMOUNTS = [(Measure.CASES, 1), (Measure.SESSIONS, 16), (Measure.SUPERVISION, 16)]
TASKS = tuple(Requirement(measure=measure, amount=Decimal(amount)) for measure, amount in AMOUNTS)
RULES = {1: Rules(Pathway(pk=1, gives_entry=True), TASKS, (BEGIN, SUPERVISION, REPEAT, UNKNOWN))}
TRAINED = date(2024, 1, 31)
days = st.dates(date(2008, 1, 1), date(2040, 12, 31))


def fact(kind: str, day: date, **fields: object) -> Evidence:
    return Evidence(**{"kind": kind, "happened_on": day, "verified_on": day, "pathway_id": 1, **fields})


def clock(code: str, on: date, *evidence: Evidence, trained: Evidence | None = None) -> Running:
    training = trained or fact(K.INITIAL_TRAINING, TRAINED)
    running = clocks_of(facts_of([training, *evidence], RULES, on), on)
    return next(each for each in running if each.clock.code == code)


def case(day: date, **fields: object) -> Evidence:
    return fact(K.TRAINING_CASE, day, **{"ordinal": "A", "case_state": CaseState.OPEN, **fields})


@given(days, st.integers(1, 60))
def test_the_last_day_is_in_time_and_the_day_after_is_not(day, months):
    rules = {1: Rules(Pathway(pk=1, gives_entry=True), (), (Clock(code="begin", months=months),))}
    due = day + relativedelta(months=months)

    def state(on: date) -> ClockState:
        return clocks_of(facts_of([fact(K.INITIAL_TRAINING, day)], rules, on), on)[0].state

    assert state(due) == ClockState.SOON
    assert state(due - timedelta(days=1)) == ClockState.SOON
    assert state(due + timedelta(days=1)) == ClockState.PASSED


@given(days)
def test_a_training_known_to_the_month_counts_from_the_last_day_of_it(day):
    first = day.replace(day=1)
    by_month = clock("begin", day, trained=fact(K.INITIAL_TRAINING, first, precision=Precision.MONTH))
    by_day = clock("begin", day + timedelta(days=31), trained=fact(K.INITIAL_TRAINING, day))

    assert by_month.due_on
    assert by_day.due_on
    assert by_month.due_on >= by_day.due_on


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
    ],
)
def test_a_limit_over_a_leap_day_ends_on_the_last_day_of_the_month(day, months, due):
    rules = {1: Rules(Pathway(pk=1, gives_entry=True), (), (Clock(code="c", months=months),))}

    assert clocks_of(facts_of([fact(K.INITIAL_TRAINING, day)], rules, day), day)[0].due_on == due


def test_a_case_that_begins_in_time_keeps_the_limit_and_a_later_one_comes_after_it():
    on, due = date(2026, 1, 1), date(2024, 7, 31)

    assert clock("begin", on).state == ClockState.PASSED
    assert clock("begin", on, case(due)).state == ClockState.KEPT
    assert clock("begin", on, case(due + timedelta(days=1))).state == ClockState.LATE


def test_the_limit_of_supervision_waits_for_the_first_case_and_then_runs():
    on = date(2024, 9, 1)

    assert clock("supervision", on).state == ClockState.WAITING
    assert clock("supervision", on, case(date(2024, 5, 1))).due_on == date(2025, 11, 1)
    assert clock("supervision", on, case(date(2024, 5, 1), precision=Precision.MONTH)).due_on == date(2025, 11, 30)


def test_supervision_is_finished_when_the_cases_and_the_hours_are():
    finished = case(date(2024, 5, 1), case_state=CaseState.COMPLETED, sessions=16, ended_on=date(2024, 12, 1))
    hours = [fact(K.SUPERVISION, date(2025, month, 1), minutes=480) for month in (1, 3)]
    on = date(2025, 4, 1)

    assert clock("supervision", on, finished, hours[0]).state == ClockState.RUNNING
    assert clock("supervision", on, finished, *hours).ended_on == date(2025, 3, 1)
    assert clock("supervision", on, finished, *hours).state == ClockState.KEPT


def test_a_refresher_course_settles_what_it_can_settle_and_only_after_the_training():
    on, refreshed, earlier = date(2028, 1, 1), date(2025, 3, 1), date(2023, 3, 1)

    assert clock("begin", on, fact(K.REFRESHER, refreshed)).state == ClockState.SETTLED
    assert clock("repeat", on, fact(K.REFRESHER, refreshed)).state == ClockState.SETTLED
    assert clock("repeat", on, fact(K.REFRESHER, earlier)).state == ClockState.PASSED
    assert clock("supervision", on, case(date(2024, 5, 1)), fact(K.REFRESHER, refreshed)).state == ClockState.PASSED


def test_an_extension_moves_the_last_day_of_its_limit_and_never_makes_it_earlier():
    on, longer = date(2024, 12, 1), date(2025, 2, 2)
    extended = fact(K.EXTENSION, date(2024, 6, 1), clock="begin", until=longer)
    shorter = fact(K.EXTENSION, date(2024, 6, 1), clock="begin", until=date(2024, 6, 2))
    other = fact(K.EXTENSION, date(2024, 6, 1), clock="repeat", until=longer)

    assert (clock("begin", on, extended).due_on, clock("begin", on, extended).state) == (longer, ClockState.RUNNING)
    assert clock("begin", on, shorter).due_on == clock("begin", on, other).due_on == date(2024, 7, 31)
    assert clock("begin", on, extended, shorter).extended == extended


def test_whoever_is_on_a_list_of_practitioners_has_no_limit_left():
    listed = fact(K.ACCREDITED, date(2024, 6, 1))
    states = {clock(code, date(2030, 1, 1), listed).state for code in ("begin", "supervision", "repeat")}

    assert states == {ClockState.KEPT}


def test_a_limit_that_no_source_knows_is_said_to_be_unknown_and_never_passes():
    assert clock("unknown", date(2040, 1, 1)).state == ClockState.UNKNOWN


def test_without_a_training_nothing_runs():
    assert clocks_of(facts_of([case(TRAINED)], RULES, TRAINED), TRAINED) == []


def test_what_is_claimed_stops_a_limit_only_where_claims_are_asked_for():
    claimed = case(date(2024, 5, 1), verified_on=None)
    training, on = fact(K.INITIAL_TRAINING, TRAINED), date(2025, 1, 1)

    verified_only = clocks_of(facts_of([training, claimed], RULES, on), on)[0]
    with_claims = clocks_of(facts_of([training, claimed], RULES, on, claimed=True), on)[0]

    assert (verified_only.state, with_claims.state) == (ClockState.PASSED, ClockState.KEPT)


@given(st.lists(st.tuples(st.sampled_from(K.values), days), max_size=6), days)
def test_no_evidence_brings_the_clocks_down(items, on):
    evidence = [fact(kind, day, result=Result.PASS, minutes=60, sessions=16, ordinal="A") for kind, day in items]

    assert all(each.state in ClockState for each in clocks_of(facts_of(evidence, RULES, on), on))
