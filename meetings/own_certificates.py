"""One's own new certificates: on the home page for a month, and on the page of the meeting for good."""

from datetime import datetime, timedelta

from django.utils import timezone

from members.models import Member

from .models import Certificate, Meeting
from .sections import Section

DAYS_AT_HOME = 30
MOST_AT_HOME = 3


def new_certificates(member: Member, now: datetime) -> list[Certificate]:
    """What counts and was issued in the last 30 days, latest first."""
    since = timezone.localdate(now) - timedelta(days=DAYS_AT_HOME)
    counting = Certificate.objects.filter(member=member, revoked_at=None, issued_on__gt=since)
    return list(counting.order_by("-starts_at", "-pk")[:MOST_AT_HOME])


def on_meeting(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """The way to one's own certificate of this meeting."""
    if meeting.closed_at is None:
        return None
    found = Certificate.objects.filter(meeting=meeting, member=member, revoked_at=None).first()
    return Section("meetings/certificates/yours.html", {"certificate": found}, is_first=True) if found else None
