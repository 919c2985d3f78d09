"""The registers of requests about data, complaints and breaches: what came in, by when we answer, what came of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone

from look import words
from outbox import post

from . import coordinators, due_dates
from .guard import refuse_patient_data
from .models import AccessRequest, Breach, Complaint
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User

    from .contacts import Note

Entry = AccessRequest | Complaint | Breach
E = TypeVar("E", AccessRequest, Complaint, Breach, Entry)
KEPT_BACK = "(Not kept here: it may have been about a patient. It went to the controller.)"
BY_THEMSELVES = "Done by themselves, on the page for it."


class Refusal(models.TextChoices):
    NOT_COORDINATOR = "not_coordinator", "Only a coordinator for the whole network does this."
    OWN = "own", "This is about yourself. Ask another coordinator."
    CLOSED = "closed", "This is closed already."
    NO_WORDS = "no_words", "Say in a sentence or two what came of it, or why."
    STOPPED = "stopped", "We wait for them already."
    NOT_STOPPED = "not_stopped", "We do not wait for them."
    EXTENDED = "extended", "It was given two months more already."
    ACKNOWLEDGED = "acknowledged", "They were told already that it came."
    LATE = "late", "The answer is due already: two months more have to be said before."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def complaint(note: "Note", now: datetime, by: "User | None" = None, *, is_acknowledged: bool) -> Complaint:
    """Keep a complaint under the reference that its writer is given, and whether a message told them so at once."""
    on = timezone.localdate(now)
    facts = {"user": by, "name": note.name[:120], "email": note.email, "text": without_patients(note.text)}
    dates = {"received_on": on, "due_on": on + due_dates.ACKNOWLEDGED_WITHIN}
    dates |= {"acknowledged_on": on} if is_acknowledged else {}
    found, _ = Complaint.objects.get_or_create(reference=note.reference, defaults={**facts, **dates})
    return found


def tell_that_it_came(reference: str, email: str, key: str, now: datetime) -> None:
    """To who complained, wherever their address comes from: fixed words with the reference."""
    about = f"complaint:{reference}"
    said = {"reference": reference}
    post.write("members/complaint_received", to=email, key=key, now=now, about=about, context=said)


@transaction.atomic
def acknowledge(entry: Complaint, by: "User", now: datetime) -> None:
    """Say that a complaint came: by a message where there is an address, else as the coordinator has said it."""
    entry = lock(entry, by)
    if entry.acknowledged_on:
        raise Refused(Refusal.ACKNOWLEDGED)
    entry.acknowledged_on = timezone.localdate(now)
    entry.save(update_fields=["acknowledged_on"])
    if entry.email:
        tell_that_it_came(entry.reference, entry.email, entry.reference, now)


def without_patients(text: str) -> str:
    try:
        refuse_patient_data(text)
    except ValidationError:
        return KEPT_BACK
    return text


def asked(
    kind: AccessRequest.Kind, user: "User", now: datetime, *, is_done: bool, by: "User | None" = None
) -> AccessRequest:
    """Record what somebody asked for on the site itself, or a coordinator for them: done at once, or by its day."""
    on = timezone.localdate(now)
    done = {"closed_on": on, "outcome": BY_THEMSELVES} if is_done else {}
    who = {"user": user, "name": name_of(user), "email": user.email, "recorded_by_name": name_of(by or user)}
    return AccessRequest.objects.create(kind=kind, received_on=on, due_on=due_dates.months_after(on, 1), **who, **done)


def answered(kind: AccessRequest.Kind, user: "User | None", outcome: str, now: datetime) -> None:
    """Close what somebody had asked for on the site itself: it has come about, or they changed their mind."""
    if user:
        running = AccessRequest.objects.filter(kind=kind, user=user, closed_on=None)
        running.update(closed_on=timezone.localdate(now), outcome=outcome)


def refusal(entry: Entry, by: "User") -> Refusal | None:
    """Say why this person cannot deal with it, or None if they can: nobody deals with what is about themselves."""
    if not coordinators.is_for_everything(by):
        return Refusal.NOT_COORDINATOR
    if is_about(entry, by):
        return Refusal.OWN
    return Refusal.CLOSED if entry.closed_on else None


def state(entry: Entry, on: date) -> str:
    """How it stands on that day, in words."""
    if entry.closed_on:
        return f"closed on {words.day(entry.closed_on)}"
    if waiting_since := getattr(entry, "clock_stopped_on", None):
        return f"waiting for them since {words.day(waiting_since)}"
    return "overdue" if entry.due_on < on else "open"


def is_about(entry: Entry, user: "User") -> bool:
    if isinstance(entry, Breach):
        return False
    own = user.emailaddress_set.filter(email__iexact=entry.email)  # type: ignore[attr-defined]  # allauth has no types
    return entry.user_id == user.pk or (bool(entry.email) and own.exists())


@transaction.atomic
def stop_clock(entry: AccessRequest, by: "User", now: datetime) -> None:
    """The month stands still while we wait to know who they are or what they mean."""
    entry = lock(entry, by)
    if entry.clock_stopped_on:
        raise Refused(Refusal.STOPPED)
    entry.clock_stopped_on = timezone.localdate(now)
    entry.save(update_fields=["clock_stopped_on"])


@transaction.atomic
def start_clock(entry: AccessRequest, by: "User", now: datetime) -> None:
    """They answered: the days of waiting are added."""
    entry = lock(entry, by)
    if entry.clock_stopped_on is None:
        raise Refused(Refusal.NOT_STOPPED)
    entry.due_on = due_dates.working_day(entry.due_on + (timezone.localdate(now) - entry.clock_stopped_on))
    entry.clock_stopped_on = None
    entry.save(update_fields=["due_on", "clock_stopped_on"])


@transaction.atomic
def extend(entry: AccessRequest, by: "User", why: str, now: datetime) -> None:
    """Two months more for what is complex, said within the first month: three from the day it came, and the waiting."""
    entry = lock(entry, by)
    if entry.extended_why:
        raise Refused(Refusal.EXTENDED)
    if not entry.clock_stopped_on and timezone.localdate(now) > entry.due_on:
        raise Refused(Refusal.LATE)
    if not why.strip():
        raise Refused(Refusal.NO_WORDS)
    waited = entry.due_on - due_dates.months_after(entry.received_on, 1)
    due = due_dates.working_day(due_dates.months_after(entry.received_on, 3) + waited)
    entry.extended_why, entry.due_on = why.strip(), due
    entry.save(update_fields=["extended_why", "due_on"])


@transaction.atomic
def close(entry: Entry, by: "User", outcome: str, now: datetime) -> None:
    """Say what came of it; who complained is told."""
    entry = lock(entry, by)
    if not outcome.strip():
        raise Refused(Refusal.NO_WORDS)
    entry.closed_on, entry.outcome, fields = timezone.localdate(now), outcome.strip(), ["closed_on", "outcome"]
    if isinstance(entry, AccessRequest):
        entry.clock_stopped_on = None
        fields.append("clock_stopped_on")
    entry.save(update_fields=fields)
    if isinstance(entry, Complaint) and entry.email:
        said, about = {"complaint": entry}, f"complaint:{entry.reference}"
        post.write("members/complaint_closed", to=entry.email, key=str(entry.pk), now=now, about=about, context=said)


def lock(entry: E, by: "User") -> E:
    """The row as it is now, for somebody who may deal with it. Raises Refused."""
    found = type(entry)._default_manager.select_for_update(no_key=True).get(pk=entry.pk)
    if reason := refusal(found, by):
        raise Refused(reason)
    return found


def waiting(on: date) -> list[tuple[type[Entry], int, int]]:
    """Of each register how many are open, and how many of these are overdue."""
    found: list[tuple[type[Entry], int, int]] = []
    for model in (AccessRequest, Complaint, Breach):
        rows = model._default_manager.filter(closed_on=None)
        late = Q(due_on__lt=on, clock_stopped_on=None) if model is AccessRequest else Q(due_on__lt=on)
        counts = rows.aggregate(all=Count("pk"), late=Count("pk", filter=late))
        found.append((model, counts["all"], counts["late"]))
    return found
