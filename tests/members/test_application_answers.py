"""Which questions an application asks, and what an answer must be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import answers
from members.answers import Step
from members.models import Application, Body
from members.models.application import TrainingStatus
from tests.factories import make_complete_application, make_pathway

ON = date(2026, 5, 14)
pytestmark = pytest.mark.django_db


def problems_of(step, **fields):
    return answers.problems_in(step, make_complete_application(**fields), ON)


def test_training_is_asked_first_so_that_who_must_wait_answers_nothing_else():
    asked = {
        status: answers.steps(Application(training_status=status))
        for status in (TrainingStatus.NOT_YET, TrainingStatus.BOOKED)
    }

    assert asked == {"not_yet": [Step.TRAINING, Step.NOT_YET], "booked": [Step.TRAINING, Step.BOOKED]}


@pytest.mark.parametrize(("accredited", "asked"), [(True, Step.SUPERVISOR), (False, Step.CASES), (None, Step.CASES)])
def test_only_the_accredited_are_asked_whether_they_supervise_and_only_the_others_about_cases(accredited, asked):
    steps = answers.steps(Application(training_status=TrainingStatus.COMPLETED, accredited=accredited))

    assert {Step.SUPERVISOR, Step.CASES} & set(steps) == {asked}


def test_a_complete_application_has_no_problems():
    assert answers.problems(make_complete_application(), ON) == {}


def test_an_empty_one_has_a_problem_on_every_page():
    empty = Application(training_status=TrainingStatus.COMPLETED)

    assert list(answers.problems(empty, ON)) == answers.steps(empty)[1:]


@pytest.mark.parametrize(
    ("code", "typed", "kept"),
    [
        ("hcpc", "pyl 123456", "PYL123456"),
        ("hcpc", "PYL-123456", "PYL123456"),
        ("nmc", "01a2345n", "01A2345N"),
        ("bacp", "  00 12 345 ", "00 12 345"),
        ("ukcp", "abc-1", "abc-1"),
    ],
)
def test_a_number_is_written_as_its_register_does_and_elsewhere_as_it_was_typed(code, typed, kept):
    assert answers.tidy_number(Body.objects.get(code=code), typed) == kept


@pytest.mark.parametrize(
    ("code", "number", "passes"),
    [
        ("hcpc", "PYL123456", True),
        ("hcpc", "PYL12", False),
        ("hcpc", "123456", False),
        ("hcpc", "PYL1234567", False),
        ("hcpc", "PYL123456\n", False),
        ("nmc", "01A2345N", True),
        ("nmc", "01A23456", False),
        ("bacp", "anything goes", True),
        ("bpc", "", False),
        ("other", "", True),
    ],
)
def test_the_shape_of_a_number_is_checked_for_hcpc_and_nmc_only(code, number, passes):
    wrong = problems_of(Step.REGISTRATION, body=Body.objects.get(code=code), registration_number=number)

    assert (wrong == {}) is passes


def test_a_wrong_shape_is_answered_with_an_example():
    wrong = problems_of(Step.REGISTRATION, registration_number="123")

    assert wrong["registration_number"].endswith("such as PYL123456")


@pytest.mark.parametrize(
    "name", ["Ada Example", "Zoë O’Neill-Smith", "J. R. Example", "Łucja d'Arc", "李 小龍", "Dr Ada"]
)
def test_names_of_all_kinds_pass(name):
    assert problems_of(Step.NAME, name=name) == {}


@pytest.mark.parametrize(
    "name", ["", "A", "www.evil.example/ada", "Ada <ada@evil.example>", "Ada\nExample", "Ada 2", "--"]
)
def test_what_is_no_name_does_not_get_into_our_messages(name):
    assert "name" in problems_of(Step.NAME, name=name)


@given(name=st.text(max_size=40))
def test_no_name_that_passes_holds_an_address_a_link_or_a_second_line(name):
    if answers.name(Application(name=name), ON) == {}:
        assert not set(name) & set(":/@<>\\&#%")
        assert name.isprintable()


@pytest.mark.parametrize(
    ("completed_on", "passes"),
    [(ON, True), (date(2026, 5, 15), False), (date(2008, 1, 1), True), (date(2007, 12, 31), False)],
)
def test_a_training_is_completed_on_a_day_that_has_come_and_since_there_is_dit(completed_on, passes):
    assert (problems_of(Step.COURSE, completed_on=completed_on) == {}) is passes


def test_a_route_that_gives_no_entry_is_no_initial_training():
    assert "route" in problems_of(Step.COURSE, route=make_pathway(gives_entry=False))


@pytest.mark.parametrize(
    ("booked_for", "passes"),
    [(date(2026, 4, 1), False), (date(2026, 5, 1), True), (date(2031, 12, 1), True), (date(2062, 6, 1), False)],
)
def test_a_course_ends_this_month_or_later_within_five_years(booked_for, passes):
    wrong = problems_of(Step.BOOKED, training_status=TrainingStatus.BOOKED, booked_for=booked_for)

    assert (wrong == {}) is passes


@pytest.mark.parametrize(
    ("since", "passes"),
    [
        (None, False),
        (date(2024, 5, 1), False),
        (date(2024, 6, 1), True),
        (date(2026, 5, 1), True),
        (date(2026, 6, 1), False),
    ],
)
def test_accreditation_has_a_month_between_the_training_and_today(since, passes):
    assert (problems_of(Step.ACCREDITED, accredited=True, accredited_since=since) == {}) is passes


def test_a_supervisor_was_accredited_first():
    wrong = problems_of(
        Step.SUPERVISOR,
        accredited=True,
        accredited_since=date(2025, 1, 1),
        supervisor=True,
        supervisor_since=date(2024, 12, 1),
    )

    assert wrong == {"supervisor_since": "The month must not be before you were accredited"}


@pytest.mark.parametrize("fields", [{"accredited": False, "accredited_since": None}, {"accredited": False}])
def test_a_no_needs_no_month(fields):
    assert problems_of(Step.ACCREDITED, **fields) == {}


def test_the_organisation_is_chosen_or_typed():
    assert "organisation" in problems_of(Step.WORK, organisation=None)
    assert problems_of(Step.WORK, organisation=None, organisation_other="A charity") == {}


def test_the_terms_of_today_are_agreed_to_not_those_of_yesterday():
    assert "agree" in problems_of(Step.TERMS, terms_version="2020-01")
