"""Maybe, with a day to decide: somebody who may come says by when they will know."""

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils import timezone

from members import standing
from members.models import Member

from . import places, rsvp
from .models import Meeting, Rsvp
from .words import Choice, Status

A_WEEK = timedelta(days=7)


class Refusal(models.TextChoices):
    """Why a day to decide is not taken."""

    NOT_MAYBE = "not_maybe", "Only someone who answered “maybe” has a day on which they decide."
    PAST = "past", "This day has passed. Choose today or a later day."
    AFTER = "after", "The meeting has begun by then. Choose a day up to the day of the meeting."


Reason = Refusal | rsvp.Reason


class Refused(Exception):
    """A day to decide was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


def suggested(meeting: Meeting, now: datetime) -> date:
    """The day by which answers are asked for, or a week before the meeting; today once that has passed."""
    wanted = meeting.answer_by or timezone.localdate(meeting.starts_at) - A_WEEK
    return min(max(wanted, timezone.localdate(now)), timezone.localdate(meeting.starts_at))


def refusal(meeting: Meeting, day: date, now: datetime) -> Refusal | None:
    """Say why nobody can decide about this meeting on this day, or None if they can."""
    if day < timezone.localdate(now):
        return Refusal.PAST
    return Refusal.AFTER if day > timezone.localdate(meeting.starts_at) else None


@transaction.atomic
def decide_by(meeting: Meeting, member: Member, day: date, now: datetime) -> Rsvp:
    """Note by when somebody who said maybe will know. Nobody is told, and no turn changes. Raises Refused."""
    member = standing.lock(member)
    meeting = places.lock(meeting)
    if reason := rsvp.refusal(meeting, member, now) or refusal(meeting, day, now):
        raise Refused(reason)
    mine = Rsvp.objects.filter(meeting=meeting, member=member, choice=Choice.MAYBE).first()
    if mine is None:
        raise Refused(Refusal.NOT_MAYBE)
    mine.decide_by = day
    mine.save(update_fields=["decide_by"])
    return mine


def due(member: Member, now: datetime) -> models.QuerySet[Rsvp]:
    """What this member said they would have decided by today, soonest meeting first."""
    said = Rsvp.objects.filter(member=member, decide_by__lte=timezone.localdate(now))
    coming = said.filter(meeting__status=Status.PUBLISHED, meeting__starts_at__gt=now)
    return coming.select_related("meeting").order_by("meeting__starts_at", "pk")
