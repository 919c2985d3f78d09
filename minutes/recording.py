"""Decisions and actions, written down beside the minutes in one line each, and changed there until published anew."""

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from meetings import places
from meetings.models import Meeting
from members.models import Member
from members.names import name_of

from .models import Action, Resolution

if TYPE_CHECKING:
    from accounts.models import User


class Promise(NamedTuple):
    """What somebody does by when."""

    text: str
    owner: Member | None
    due_on: date | None


class Changed(Exception):
    """Somebody else changed this line meanwhile; `now` is how it reads."""

    def __init__(self, now: str) -> None:
        super().__init__(f"Somebody changed this meanwhile. It now reads: {now}")
        self.now = now


@transaction.atomic
def decide(meeting: Meeting, text: str, by: "User", now: datetime) -> Resolution:
    """Write down a decision; the same words again, also at the same moment, are the same decision."""
    meeting = places.lock(meeting)
    already = meeting.resolutions.filter(text=text).first()
    return already or Resolution.objects.create(
        meeting=meeting, text=text, recorded_at=now, recorded_by_name=name_of(by)
    )


@transaction.atomic
def decide_otherwise(decision: Resolution, text: str, was: str) -> None:
    """Change the words of a decision, or take it out with none. Raises Changed when it reads otherwise than `was`."""
    decision = Resolution.objects.select_for_update(no_key=True).get(pk=decision.pk)
    if decision.text == text:
        return
    if decision.text != was:
        raise Changed(decision.text)
    if not text:
        decision.delete()
        return
    decision.text = text
    decision.save(update_fields=["text"])


@transaction.atomic
def promise(meeting: Meeting, said: Promise, by: "User", now: datetime) -> Action:
    """Write down an action; the same one again is the same action, unless it was given up meanwhile."""
    meeting = places.lock(meeting)
    already = meeting.actions.filter(**said._asdict(), dropped_at=None).first()
    return already or Action.objects.create(
        meeting=meeting, **said._asdict(), recorded_at=now, recorded_by_name=name_of(by)
    )


@transaction.atomic
def promise_otherwise(action: Action, said: Promise, was: str, now: datetime) -> None:
    """Change an action, or take it out without words: one that was published is given up. Raises Changed."""
    action = Action.objects.select_for_update(no_key=True).get(pk=action.pk)
    if (action.text, action.owner, action.due_on) == said:
        return
    if as_it_reads(action) != was:
        raise Changed(action.text)
    if not said.text:
        return take_out(action, now)
    action.text, action.owner, action.due_on = said
    action.save(update_fields=["text", "owner", "due_on"])


def take_out(action: Action, now: datetime) -> None:
    if action.search_text:  # members have read it
        action.dropped_at = action.dropped_at or now
        action.save(update_fields=["dropped_at"])
    else:
        action.delete()


def as_it_reads(action: Action) -> str:
    """Tell one state of an action from another."""
    return f"{action.due_on or ''} {action.owner_id or ''} {action.text}"
