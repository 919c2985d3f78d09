"""What invitations in the outbox say, read as a calendar program reads them."""

from datetime import datetime

from icalendar import Calendar

from meetings import planning
from meetings.words import Status
from outbox.models import Message, State
from tests.factories import LONDON, make_meeting

NOW = datetime(2026, 4, 1, 9, tzinfo=LONDON)
MAY = datetime(2026, 5, 14, 14, tzinfo=LONDON)


def in_may(**fields):
    return make_meeting(**{"starts_at": MAY, "slug": "2026-05-14", "changed_at": NOW, **fields})


def announced(**fields):
    return planning.publish(in_may(status=Status.DRAFT, **fields), NOW, by=None)


def event(message):
    (found,) = Calendar.from_ical(message.calendar).walk("VEVENT")
    return found


def written(member, name=""):
    """The messages to somebody that left or will leave, in their order."""
    mine = Message.objects.filter(user=member.user, name__endswith=name, state__in=[State.WAITING, State.SENT])
    return list(mine.order_by("pk"))


def asks(message):
    """What a message asks of the calendar of its reader, in short."""
    if not message.calendar:
        return ""
    found = event(message)
    method = Calendar.from_ical(message.calendar)["METHOD"]
    return f"{method} {found['SEQUENCE']} {found['ATTENDEE'].params['PARTSTAT']}"


def asked(member, name=""):
    return [asks(message) for message in written(member, name)]
