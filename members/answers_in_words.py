"""An application as it is read: by its writer before sending it, by the coordinator who decides."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from look import words

from . import answers
from .answers import Step
from .models import Application
from .models.application import TrainingStatus
from .stages import Precision

STATUS_WORDS: dict[str, str] = {
    TrainingStatus.COMPLETED: "Completed",
    TrainingStatus.BOOKED: "On a course, or booked on one",
    TrainingStatus.NOT_YET: "Not yet",
}


@dataclass(frozen=True)
class Row:
    """One answer, and where its writer changes it."""

    step: Step
    label: str
    value: str
    action: str = "Change"

    @property
    def change(self) -> str:
        return reverse("members:join_step", args=[self.step])


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def sections(application: Application) -> list[Section]:
    """The answers that apply, under two headings."""
    pages = answers.steps(application)
    found = [
        Section("Your DIT training", [row for row in training(application) if row.step in pages]),
        Section("You and your work", [row for row in person(application) if row.step in pages]),
    ]
    return [section for section in found if section.rows]


def training(application: Application) -> list[Row]:
    return [
        Row(Step.TRAINING, "Initial DIT training", STATUS_WORDS.get(application.training_status, "")),
        Row(Step.BOOKED, "Your course ends", month(application.booked_for)),
        Row(Step.COURSE, "Training route", str(application.route or "")),
        Row(Step.COURSE, "Training provider", application.provider),
        Row(Step.COURSE, "Completed", completed(application)),
        Row(Step.ACCREDITED, "Accredited practitioner", yes(application.accredited, application.accredited_since)),
        Row(Step.SUPERVISOR, "Accredited supervisor", yes(application.supervisor, application.supervisor_since)),
        Row(Step.CASES, "Seeing training cases", yes(application.seeing_cases, application.cases_since)),
    ]


def person(application: Application) -> list[Row]:
    return [
        Row(Step.NAME, "Full name", application.name),
        Row(Step.PROFESSION, "Profession", str(application.profession or "")),
        Row(Step.PROFESSION, "Job title", application.job_title),
        Row(Step.REGISTRATION, "Professional body", str(application.body or "")),
        Row(Step.REGISTRATION, "Registration number", application.registration_number),
        Row(Step.WORK, "Organisation", str(application.organisation or application.organisation_other)),
        Row(Step.WORK, "Service or team", application.service),
        Row(Step.WORK, "Area", str(application.area or "")),
        Row(Step.TERMS, "The network’s terms", agreed(application), "Read"),
    ]


def completed(application: Application) -> str:
    if application.completed_on is None:
        return ""
    if application.completed_precision == Precision.MONTH:
        return words.month(application.completed_on)
    return words.day(application.completed_on)


def month(day: date | None) -> str:
    return words.month(day) if day else ""


def yes(answer: bool | None, since: date | None) -> str:
    """Say yes with its month, no, or nothing while it is not answered."""
    if answer is None:
        return ""
    return f"Yes, since {words.month(since)}" if answer and since else "Yes" if answer else "No"


def agreed(application: Application) -> str:
    if application.terms_agreed_at is None:
        return ""
    return f"Agreed on {words.day(application.terms_agreed_at)} (version {application.terms_version})"
