"""A few words to the coordinator beside one's answer; they change no turn and send nothing."""

from datetime import datetime

from django.db import models, transaction

from members import standing
from members.guard import refuse_patient_data
from members.models import Member

from . import places, rsvp
from .models import Meeting, Rsvp


class Refusal(models.TextChoices):
    """Why a note is not taken."""

    NOT_ANSWERED = "not_answered", "Answer first. Then you can add a note."


Reason = Refusal | rsvp.Reason


class Refused(Exception):
    """A note was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


@transaction.atomic
def write(meeting: Meeting, member: Member, text: str, now: datetime) -> Rsvp:
    """Keep a note beside an answer, or take it away; what was said, held and waited for stays as it is (con-13).

    Raises Refused, and ValidationError for what looks like a patient's.
    """
    refuse_patient_data(text)
    member = standing.lock(member)
    meeting = places.lock(meeting)
    if reason := rsvp.refusal(meeting, member, now):
        raise Refused(reason)
    mine = Rsvp.objects.filter(meeting=meeting, member=member).first()
    if mine is None:
        raise Refused(Refusal.NOT_ANSWERED)
    mine.note = text
    mine.save(update_fields=["note"])
    return mine
