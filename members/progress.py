"""How an application stands, in words for its writer: the stages, where it is, what comes next."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from look import words

from . import answers
from .answers import Step
from .models import Application, Decision
from .models.application import State, TrainingStatus


@dataclass(frozen=True)
class Stage:
    """One line of the way in; takes the place of a task in a task list."""

    title: str
    status: str
    hint: str = ""
    href: str = ""
    colour: str = ""
    done: bool = False


@dataclass(frozen=True)
class Progress:
    """What the page says: a heading, the next step with its button, and the way in stage by stage."""

    heading: str
    next_step: str
    stages: list[Stage]
    action: str = ""
    href: str = ""


def next_page(application: Application, on: date) -> str:
    """The first page that is not answered yet; when all are, the one for checking them."""
    missing = answers.problems(application, on)
    pages = answers.steps(application)
    if not missing and application.training_status == TrainingStatus.COMPLETED:
        return reverse("members:check_answers")
    return reverse("members:join_step", args=[next(iter(missing), pages[-1])])


def progress_of(application: Application, on: date) -> Progress:
    """Say where this application is on its way."""
    return WORDS[State(application.state)](application, on)


def standing_letter(application: Application) -> Decision | None:
    """The decision that this application rests on now; one that was undone counts no more."""
    decided = application.state in (State.MORE_ASKED, State.PARKED, State.APPROVED, State.DECLINED)
    return application.decisions.filter(undone_at=None).first() if decided else None


def draft(application: Application, on: date) -> Progress:
    href = next_page(application, on)
    return Progress(
        "Your application",
        "Everything you answered is saved. Go on where you stopped.",
        [Stage("Write your application", "In progress", href=href, colour="blue"), read("Not yet"), welcome()],
        "Go on with your application",
        href,
    )


def submitted(application: Application, on: date) -> Progress:
    return Progress(
        "Your application is with the coordinators",
        "You need not do anything. A coordinator checks your registration and your training, and writes to you, "
        "usually within a few days.",
        [sent(application), read("In progress", "blue"), welcome()],
    )


def more_asked(application: Application, on: date) -> Progress:
    href = reverse("members:check_answers")
    return Progress(
        "We have a question about your application",
        "Read the letter below, change your answers and send them again.",
        [Stage("Answer our question", "For you to do", href=href, colour="orange"), read("Waiting for you"), welcome()],
        "Change your answers",
        href,
    )


def parked(application: Application, on: date) -> Progress:
    if application.member and application.member.joined_on:
        return guest()
    is_trained = application.training_status == TrainingStatus.COMPLETED
    page = Step.COURSE if is_trained else Step.TRAINING
    href = reverse("members:join_step", args=[page])
    return Progress(
        "Not yet: your training comes first",
        f"What you told us is kept. As soon as you have completed your initial DIT training, tell us the date. "
        f"{what_we_do(application)}",
        [Stage("Complete an initial DIT training", "Waiting", colour="yellow"), read("Not yet"), welcome()],
        "I have completed my training",
        href,
    )


def guest() -> Progress:
    return Progress(
        "You are a guest of the network while you are in training",
        "You have your own pathway. When you have completed the course, go on with your application: "
        "the directory and the meetings open when a coordinator has read it.",
        [
            Stage("Complete an initial DIT training", "In progress", href=reverse("members:pathway"), colour="blue"),
            read("Not yet"),
            welcome(),
        ],
        "I have completed my training",
        reverse("members:join_step", args=[Step.TRAINING]),
    )


def what_we_do(application: Application) -> str:
    if application.tell_on is None:
        return "We do not write to you before that."
    return f"We write to you in {words.month(application.tell_on)}."


def approved(application: Application, on: date) -> Progress:
    joined = application.member.joined_on if application.member else None
    done = Stage("Welcome to the network", f"Since {words.day(joined)}" if joined else "Done", done=True)
    return Progress(
        "You are in the network",
        "Find colleagues in the directory, and answer the next meeting.",
        [sent(application), read("Done", done=True), done],
        "Go to your home page",
        "/",
    )


def declined(application: Application, on: date) -> Progress:
    return Progress(
        "Your application was not accepted",
        "The letter below says why. If you think that this is a mistake, ask a coordinator. You can apply again.",
        [sent(application), read("Not accepted", "grey")],
        "Apply again",
        reverse("members:join_step", args=[Step.TRAINING]),
    )


def withdrawn(application: Application, on: date) -> Progress:
    return Progress(
        "You withdrew your application",
        "Nobody decides about it. You can apply again whenever you like; your answers are kept.",
        [Stage("Application", "Withdrawn", colour="grey")],
        "Apply again",
        reverse("members:join_step", args=[Step.TRAINING]),
    )


def sent(application: Application) -> Stage:
    when = words.day(application.submitted_at) if application.submitted_at else ""
    return Stage("Write your application", f"Sent on {when}" if when else "Done", done=True)


def read(status: str, colour: str = "grey", *, done: bool = False) -> Stage:
    return Stage("A coordinator reads it", status, colour=colour, done=done)


def welcome() -> Stage:
    return Stage("Welcome to the network", "Not yet", colour="grey")


WORDS = {
    State.DRAFT: draft,
    State.SUBMITTED: submitted,
    State.MORE_ASKED: more_asked,
    State.PARKED: parked,
    State.APPROVED: approved,
    State.DECLINED: declined,
    State.WITHDRAWN: withdrawn,
}
