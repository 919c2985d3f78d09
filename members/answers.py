"""The questions of an application: which of them apply, in which order, and what is missing or wrong with an answer."""

import re
from collections.abc import Callable
from datetime import date

from django.db import models

from . import terms
from .folding import fold, is_mark
from .models import Application, Body
from .models.application import TrainingStatus
from .stages import DIT_BEGAN

LONGEST_COURSE_IN_YEARS = 5
# What stands between the letters of names; what makes an address or a link does not.
BETWEEN_LETTERS = " .,'’‘ʼ-()"

Problems = dict[str, str]


class Step(models.TextChoices):
    """One page, one question; the value is its part of the address."""

    TRAINING = "training", "Have you completed an initial DIT training?"
    NOT_YET = "not-yet", "Not yet"
    BOOKED = "booked", "When does your course end?"
    COURSE = "course", "Your initial DIT training"
    ACCREDITED = "accredited", "Are you accredited as a DIT practitioner?"
    SUPERVISOR = "supervisor", "Are you accredited as a DIT supervisor?"
    CASES = "cases", "Are you seeing DIT training cases?"
    NAME = "name", "What is your name?"
    PROFESSION = "profession", "What is your profession?"
    REGISTRATION = "registration", "Who is your professional body?"
    WORK = "work", "Where do you work?"
    TERMS = "terms", "The network’s terms"


# What must be answered on each page, and what is said when it is not.
REQUIRED: dict[Step, Problems] = {
    Step.TRAINING: {"training_status": "Select whether you have completed an initial DIT training"},
    Step.BOOKED: {"booked_for": "Enter the month in which your course ends"},
    Step.COURSE: {
        "route": "Select the training route",
        "provider": "Enter who ran the training",
        "completed_on": "Enter the date on which you completed it",
    },
    Step.ACCREDITED: {"accredited": "Select yes if you are accredited as a DIT practitioner"},
    Step.SUPERVISOR: {"supervisor": "Select yes if you are accredited as a DIT supervisor"},
    Step.CASES: {"seeing_cases": "Select yes if you are seeing DIT training cases"},
    Step.NAME: {"name": "Enter your full name"},
    Step.PROFESSION: {"profession": "Select your profession"},
    Step.REGISTRATION: {"body": "Select your professional body"},
    Step.WORK: {"area": "Select the area where you mostly work"},
}


def steps(application: Application) -> list[Step]:
    """The pages for this person, in order: training comes first, so that nobody who must wait answers the rest."""
    if application.training_status == TrainingStatus.NOT_YET:
        return [Step.TRAINING, Step.NOT_YET]
    if application.training_status == TrainingStatus.BOOKED:
        return [Step.TRAINING, Step.BOOKED]
    practice = Step.SUPERVISOR if application.accredited else Step.CASES
    training = [Step.TRAINING, Step.COURSE, Step.ACCREDITED, practice]
    return [*training, Step.NAME, Step.PROFESSION, Step.REGISTRATION, Step.WORK, Step.TERMS]


def problems(application: Application, on: date) -> dict[Step, Problems]:
    """What keeps this application from being sent, page by page; nothing when it is complete."""
    found = {step: problems_in(step, application, on) for step in steps(application)}
    return {step: wrong for step, wrong in found.items() if wrong}


def problems_in(step: Step, application: Application, on: date) -> Problems:
    """What is missing or wrong on one page, by field."""
    missing = {
        field: words for field, words in REQUIRED.get(step, {}).items() if getattr(application, field) in (None, "")
    }
    return missing | (RULES[step](application, on) if step in RULES and not missing else {})


def tidy_number(body: Body | None, number: str) -> str:
    """Write a registration number as its register does; where no shape is published, as it was typed."""
    if body is None or not body.number_pattern:
        return " ".join(number.split())
    return re.sub(r"[\s.\-]", "", number).upper()


def course(application: Application, on: date) -> Problems:
    assert application.completed_on is not None  # noqa: S101  required on this page
    assert application.route is not None  # noqa: S101
    if application.completed_on > on:
        return {"completed_on": "The date must be today or in the past. If you are still on the course, change that"}
    if not application.route.gives_entry:
        return {"route": "Select one of the recognised routes"}
    return before_dit("completed_on", application.completed_on)


def booked(application: Application, on: date) -> Problems:
    assert application.booked_for  # noqa: S101  required on this page
    if application.booked_for < on.replace(day=1):
        return {"booked_for": "This month has passed. If you have completed the course, go back and say so"}
    if application.booked_for.year > on.year + LONGEST_COURSE_IN_YEARS:
        return {"booked_for": "Check the year in which your course ends"}
    return {}


def accredited(application: Application, on: date) -> Problems:
    if not application.accredited:
        return {}
    return since("accredited_since", application.accredited_since, on) or not_before(
        "accredited_since", application.accredited_since, application.completed_on, "you completed your training"
    )


def supervisor(application: Application, on: date) -> Problems:
    if not application.supervisor:
        return {}
    return since("supervisor_since", application.supervisor_since, on) or not_before(
        "supervisor_since", application.supervisor_since, application.accredited_since, "you were accredited"
    )


def cases(application: Application, on: date) -> Problems:
    return since("cases_since", application.cases_since, on) if application.seeing_cases else {}


def since(field: str, month: date | None, on: date) -> Problems:
    if month is None:
        return {field: "Enter the month and year"}
    if month > on:
        return {field: "The month must be this month or in the past"}
    return before_dit(field, month)


def before_dit(field: str, day: date) -> Problems:
    return {field: "DIT did not exist before 2008. Check the year"} if day < DIT_BEGAN else {}


def not_before(field: str, month: date | None, earlier: date | None, what: str) -> Problems:
    """Compare months, because a month is all that is known of one of them."""
    if month and earlier and month < earlier.replace(day=1):
        return {field: f"The month must not be before {what}"}
    return {}


def name(application: Application, on: date) -> Problems:
    is_name = all(letter.isalpha() or is_mark(letter) or letter in BETWEEN_LETTERS for letter in application.name)
    return {} if is_name and len(fold(application.name)) > 1 else {"name": "Enter your name with letters only"}


def registration(application: Application, on: date) -> Problems:
    assert application.body  # noqa: S101  required on this page
    body, number = application.body, application.registration_number
    if not number:
        return {} if body.code == "other" else {"registration_number": "Enter your registration number"}
    if body.number_pattern and not re.fullmatch(body.number_pattern, number):
        return {"registration_number": f"Enter the number as {body} writes it, such as {body.number_example}"}
    return {}


def work(application: Application, on: date) -> Problems:
    if application.organisation_id or application.organisation_other:
        return {}
    return {"organisation": "Select your organisation, or enter its name below"}


def agreed(application: Application, on: date) -> Problems:
    is_agreed = application.terms_agreed_at and application.terms_version == terms.CURRENT
    return {} if is_agreed else {"agree": "Tick the box to agree to the network’s terms"}


RULES: dict[Step, Callable[[Application, date], Problems]] = {
    Step.COURSE: course,
    Step.BOOKED: booked,
    Step.ACCREDITED: accredited,
    Step.SUPERVISOR: supervisor,
    Step.CASES: cases,
    Step.NAME: name,
    Step.REGISTRATION: registration,
    Step.WORK: work,
    Step.TERMS: agreed,
}
