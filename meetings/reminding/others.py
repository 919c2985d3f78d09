"""What else the clock writes: invitations eight weeks before a meeting, the question whether it goes ahead."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from .. import going_ahead
from ..invitations import settling
from ..models import Meeting
from . import hours
from .ahead import Departure, leaves_at


def invitations(now: datetime, until: datetime) -> Iterator[Departure]:
    """To everybody whose calendar takes invitations and has none of this meeting by then."""
    for meeting in Meeting.objects.published().filter(starts_at__gt=now, starts_at__lt=until + settling.AHEAD):
        due = max(now, meeting.starts_at - settling.AHEAD)
        found = frozenset(settling.lacking(meeting, due).values_list("pk", flat=True))
        label = "Invitation for the calendar"
        yield Departure(leaves_at(due, now), "waiting", label, str(meeting), len(found), members=found)


def questions(now: datetime, until: datetime) -> Iterator[Departure]:
    """To whoever decides on the day on which a meeting asks for a decision."""
    on = timezone.localdate(until)
    asked = Meeting.objects.published().filter(minimum__isnull=False, decided_at=None, starts_at__gt=now)
    for meeting in asked.filter(decide_on__gt=timezone.localdate(now), decide_on__lt=on):
        assert meeting.decide_on  # noqa: S101  asked for above
        number = len(going_ahead.whom_to_ask(meeting, now))
        yield Departure(hours.moment(meeting.decide_on), "waiting", "Does it go ahead?", str(meeting), number)
