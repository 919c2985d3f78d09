"""The one next step at every place of the way: what, by when, whom to ask."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from members.clocks import clocks_of
from members.facts import facts_of
from members.models import Clock, Evidence, Member, Pathway, Requirement
from members.models.pathway import ClockEnd, Measure
from members.next_on_pathway import Place, next_of
from members.rules import Rules
from members.stages import CaseState, Result
from members.stages import EvidenceKind as K
from members.standing import derived

TRAINED = date(2026, 1, 15)
TODAY = date(2026, 5, 14)
ASKED = [(Measure.ROLE_PLAY, 1, "to pass"), (Measure.CASES, 2, "cases"), (Measure.SUPERVISION, 16, "hours")]
STAGE = [(Measure.FURTHER_CASES, 1, "cases"), (Measure.SUPERVISEES, 1, "people")]


def asks(*amounts):
    return tuple(Requirement(measure=measure, amount=Decimal(amount), unit=unit) for measure, amount, unit in amounts)


BEGIN = Clock(code="begin", label="Begin", months=6, ends=ClockEnd.FIRST_CASE, refresher_settles=True)
FINISH = Clock(code="advised", label="Finish", months=24, order=1)
RULES = {
    1: Rules(Pathway(pk=1, gives_entry=True), asks(*ASKED), (BEGIN, FINISH)),
    2: Rules(Pathway(pk=2, gives_entry=False), asks(*STAGE)),
}


def fact(kind, day=TRAINED, **fields):
    usual = {K.SUPERVISOR_STAGE: {"pathway_id": 2}, K.ROLE_PLAY: {"result": Result.PASS}}.get(kind, {"pathway_id": 1})
    return Evidence(**{"kind": kind, "happened_on": day, "verified_on": day, **usual, **fields})


def said(kind, **fields):
    return fact(kind, verified_on=None, **fields)


def case(letter="A", state=CaseState.OPEN, sessions=4, **fields):
    return fact(K.TRAINING_CASE, ordinal=letter, case_state=state, sessions=sessions, **fields)


def step(*evidence, on=TODAY, supervisors=(), joined=True):
    member = Member(name="Amara Okafor")
    for item in evidence:
        item.member = member
    facts, claimed = facts_of(evidence, RULES, on), facts_of(evidence, RULES, on, claimed=True)
    place = Place(derived(facts).standing, facts, claimed, clocks_of(facts, on), supervisors, joined=joined)
    return next_of(place)


TRAINING, ROLE_PLAY = fact(K.INITIAL_TRAINING), fact(K.ROLE_PLAY)
LISTED = fact(K.ACCREDITED)
HOURS = fact(K.SUPERVISION, minutes=16 * 60)
DONE = (TRAINING, ROLE_PLAY, case("A", CaseState.COMPLETED, 16), case("B", CaseState.COMPLETED, 16))
HALF = (TRAINING, ROLE_PLAY, case("A"))


@pytest.mark.parametrize(
    ("evidence", "heading"),
    [
        ((), "Add your initial training"),
        ((said(K.INITIAL_TRAINING),), "Your training waits to be verified"),
        ((fact(K.COURSE_BEGUN),), "Complete your course"),
        ((TRAINING,), "Record the result of your role-play"),
        ((TRAINING, said(K.ROLE_PLAY)), "Your role-play waits to be verified"),
        ((TRAINING, ROLE_PLAY), "Find a supervisor"),
        ((TRAINING, ROLE_PLAY, case(verified_on=None)), "Your first case waits to be verified"),
        (HALF, "Finish your training cases"),
        (DONE, "Go on with supervision"),
        (
            (*DONE, said(K.SUPERVISION, minutes=16 * 60)),
            "All that your route asks for is recorded and waits to be verified",
        ),
        ((*HALF, said(K.ACCREDITED)), "Your accreditation waits to be verified"),
        ((*DONE, HOURS), "Let colleagues find you"),
        ((TRAINING, LISTED), "Let colleagues find you"),
        ((TRAINING, LISTED, said(K.SUPERVISOR_STAGE)), "Your place on the supervisor stage waits to be verified"),
        ((TRAINING, LISTED, fact(K.SUPERVISOR_STAGE)), "Finish your further cases"),
        ((TRAINING, LISTED, fact(K.SUPERVISOR)), "Say whether you have room"),
    ],
)
def test_what_comes_next(evidence, heading):
    assert step(*evidence).heading == heading


def test_a_supervisor_is_led_to_where_places_are_offered():
    assert step(TRAINING, LISTED, fact(K.SUPERVISOR)).page == "members:offers"


def test_whoever_has_not_joined_is_led_to_their_application():
    waiting = [step(said(K.INITIAL_TRAINING), joined=False), step(fact(K.COURSE_BEGUN), joined=False)]

    assert [each.page for each in waiting] == ["members:application"] * 2


def test_a_first_case_is_begun_with_the_supervisor_before_the_limit():
    first = step(TRAINING, ROLE_PLAY, supervisors=["Nadia Brandt"])

    assert (first.heading, first.whom) == ("Begin your first training case", "Nadia Brandt")
    assert first.by_words == "Wednesday 15 July 2026: 2 months left"


def test_after_the_limit_the_refresher_course_comes_first():
    late = TRAINED + timedelta(days=365)

    first = step(TRAINING, ROLE_PLAY, on=late, supervisors=["Nadia Brandt"])

    assert (first.heading, first.whom, first.by) == ("Ask about a refresher course", "your course provider", None)
    assert step(TRAINING, ROLE_PLAY, said(K.REFRESHER), on=late, supervisors=["Nadia"]).heading == (
        "Your refresher course waits to be verified"
    )


def test_the_nearest_limit_that_still_runs_is_named():
    going = step(*HALF)

    assert going.by_words == "Saturday 15 January 2028: 1 year and 8 months left"
    assert step(*HALF, on=date(2029, 1, 1)).by is None


def test_once_every_case_is_recorded_the_one_that_goes_on_is_brought_up_to_date():
    open_case = case("B", sessions=7, public_id="abc")

    both = step(TRAINING, ROLE_PLAY, case("A", CaseState.COMPLETED, 16), open_case)
    one = step(*HALF)

    assert (both.page, both.arg) == ("members:evidence_change", "abc")
    assert both.text == "1 of 2 cases. Case B: 7 sessions so far."
    assert (one.page, one.arg) == ("members:pathway_add_kind", "training-case")


def test_a_case_of_which_only_the_beginning_is_known_is_completed_first():
    told = fact(K.TRAINING_CASE, public_id="abc")

    first = step(TRAINING, ROLE_PLAY, told)

    assert (first.heading, first.page, first.arg) == (
        "Say more about your first case",
        "members:evidence_change",
        "abc",
    )


def test_a_case_that_ended_early_makes_room_for_another():
    ended = case("A", CaseState.ENDED_EARLY)

    assert step(TRAINING, ROLE_PLAY, ended, case("B")).arg == "training-case"
