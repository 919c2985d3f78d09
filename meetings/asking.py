"""How a message asks for an answer: the address of its reader's own page of a meeting, and one for each answer."""

from django.urls import reverse

from outbox import html

from . import links, places
from .models import Meeting
from .words import Choice

# In a link: the answer stands, to a place that is offered or a meeting that moved; or an offer passes on.
STANDS, PASSES = "yes", "pass-on"


def address(meeting: Meeting, answer: str = "") -> str:
    """Where the reader of a draft answers, before each copy has its link; the page makes `answer` the big button."""
    question = f"?answer={answer}" if answer else ""
    return html.address(reverse("meetings:tap", args=[links.marked(meeting.pk)]) + question)


def answers(meeting: Meeting) -> list[tuple[str, str]]:
    """Each answer that this meeting takes, with its address."""
    return [(choice.label, address(meeting, choice)) for choice in choices(meeting)]


def choices(meeting: Meeting) -> tuple[Choice, ...]:
    return (*places.offered(meeting), Choice.MAYBE, Choice.NO)


def context(meeting: Meeting) -> dict[str, object]:
    """What the template of every message about one meeting may ask with."""
    return {
        "answer_address": address(meeting),
        "answers": answers(meeting),
        "stands_address": address(meeting, STANDS),
        "passes_address": address(meeting, PASSES),
        "declines_address": address(meeting, Choice.NO),
    }
