"""What else the clock writes: invitations eight weeks before a meeting, whether it goes ahead, a yes not confirmed."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from .. import going_ahead
from ..invitations import settling
from ..models import Meeting, Rsvp
from ..words import Status
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
    days = {"decide_on__gte": timezone.localdate(now), "decide_on__lt": timezone.localdate(until)}
    asked = Meeting.objects.published().filter(minimum__isnull=False, decided_at=None, starts_at__gt=now, **days)
    for meeting in asked:
        assert meeting.decide_on  # noqa: S101  asked for above
        at = hours.moment(meeting.decide_on)
        if at > now:  # else it was asked this morning
            number = len(going_ahead.whom_to_ask(meeting, now))
            yield Departure(at, "waiting", "Does it go ahead?", str(meeting), number)


def unconfirmed(now: datetime, until: datetime) -> Iterator[Departure]:
    """To whoever said yes before a meeting moved and will not have said it again."""
    asked = Rsvp.objects.filter(meeting__status=Status.PUBLISHED, meeting__starts_at__gt=F("confirm_by"))
    asked = asked.filter(confirm_by__gt=now, confirm_by__lt=until).order_by("confirm_by", "meeting", "pk")
    found: dict[tuple[datetime, Meeting], set[int]] = {}
    for rsvp in asked.select_related("meeting"):
        assert rsvp.confirm_by  # noqa: S101  asked for above
        found.setdefault((rsvp.confirm_by, rsvp.meeting), set()).add(rsvp.member_id)
    for (at, meeting), members in found.items():
        label = "A yes that was not confirmed"
        yield Departure(at, "waiting", label, str(meeting), len(members), members=frozenset(members))
