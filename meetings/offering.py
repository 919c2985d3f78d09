"""The clock of an offer: in the last 24 hours a place that comes free is offered with an end, never given silently."""

from datetime import datetime, time, timedelta

from .local_time import LONDON
from .models import Meeting, Rsvp

LAST_DAY = timedelta(hours=24)
TIME_TO_DECIDE = timedelta(hours=3)
EVENING, MORNING, READ_BY = time(20), time(8), time(10)
ON_THE_WAY = timedelta(hours=1)


def only_offers(meeting: Meeting, now: datetime) -> bool:
    """Say whether people have made their plans for the day, so that nobody is moved without a word of theirs."""
    return now >= meeting.starts_at - LAST_DAY


def end(meeting: Meeting, now: datetime) -> datetime:
    """Say until when an offer made now is good: three hours, and nobody has to decide at night.

    It ends an hour before the start at the latest; if less than that is left, at the start.
    """
    last = meeting.starts_at - ON_THE_WAY
    return meeting.starts_at if last <= now else min(by_day(now + TIME_TO_DECIDE), last)


def by_day(moment: datetime) -> datetime:
    """The same moment, or 10am if it falls between 8pm and 8am in London."""
    local = moment.astimezone(LONDON)
    if MORNING <= local.time() < EVENING:
        return moment
    morning = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(morning, READ_BY, tzinfo=LONDON).astimezone(moment.tzinfo)


def stands(rsvp: Rsvp, now: datetime) -> bool:
    """Say whether a place is kept for this person alone at this moment."""
    return rsvp.offer_until is not None and now < rsvp.offer_until
