"""Everything that leaves about joining: one function per message, its words in templates/members/messages/."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from outbox import post
from outbox.models import Message

from .models import Application, Decision
from .models.application import DecisionKind
from .standing import name_of

if TYPE_CHECKING:
    from accounts.models import User

LETTERS = {
    DecisionKind.APPROVE: "approved",
    DecisionKind.ASK_MORE: "more_asked",
    DecisionKind.PARK: "parked",
    DecisionKind.DECLINE: "declined",
}


def received(application: Application, now: datetime) -> None:
    """Once for each time it is sent: what happens next, and how long it takes."""
    write("received", application, now, key=f"{application.pk}:{now.isoformat()}")


def waiting_for_training(application: Application, now: datetime) -> None:
    """A warm "not yet": which way leads in, and when we write again."""
    key = f"{application.pk}:{application.training_status}:{application.tell_on}"
    write("waiting_for_training", application, now, key=key)


def may_join(application: Application, now: datetime) -> None:
    """To who asked to be told: their course has ended by now, or half a year has passed."""
    write("may_join", application, now, key=f"{application.pk}:{now.isoformat()}")


def invited(application: Application, by: "User", now: datetime) -> None:
    """To a colleague whom a coordinator entered: whose idea it was, and how to claim the account by a code."""
    write("invited", application, now, key=str(application.pk), by_name=name_of(by))


def applications_wait(coordinator: "User", waiting: list[Application], now: datetime) -> None:
    """To one coordinator, once a day: how many wait and since when. No name is in the mail."""
    post.write(
        "members/applications_wait",
        to=coordinator.email,
        user=coordinator,
        key=f"{coordinator.pk}:{timezone.localdate(now)}",
        now=now,
        context={"number": len(waiting), "since": min(each.submitted_at for each in waiting if each.submitted_at)},
    )


def approved(decision: Decision) -> None:
    letter(decision)


def more_asked(decision: Decision) -> None:
    letter(decision)


def parked(decision: Decision) -> None:
    letter(decision)


def declined(decision: Decision) -> None:
    letter(decision)


def undone(decision: Decision) -> None:
    """Keep the letter from leaving; if it has left, correct it."""
    assert decision.undone_at  # noqa: S101  the caller has undone it
    if not withdraw_letter(decision, decision.undone_at):
        write("undone", decision.application, decision.undone_at, key=str(decision.pk), decision=decision)


def letter(decision: Decision) -> None:
    """The coordinator's own words, with what the person does next."""
    name = LETTERS[DecisionKind(decision.kind)]
    write(name, decision.application, decision.at, key=str(decision.pk), letter=decision.letter.strip())


def withdraw_letter(decision: Decision, now: datetime) -> bool:
    """Say whether the letter will not leave; one that a sender holds at this moment may."""
    sent_as = Message.objects.written_for(f"members/{LETTERS[DecisionKind(decision.kind)]}", str(decision.pk))
    return bool(post.withdraw(sent_as.filter(Q(claimed_until=None) | Q(claimed_until__lte=now))))


def write(name: str, application: Application, now: datetime, *, key: str, **context: object) -> None:
    """Write one message to the applicant's work address."""
    post.write(
        f"members/{name}",
        to=application.user.email,
        user=application.user,
        key=key,
        now=now,
        about=f"application:{application.pk}",
        context={"application": application, **context},
    )
