"""Which meetings stand in a calendar that is read again and again: those around today, counted in whole days."""

from datetime import date, datetime, time

from dateutil.relativedelta import relativedelta
from django.db.models import Q, prefetch_related_objects
from django.utils import timezone

from ..calendars import LONDON
from ..models import Meeting
from ..models.meeting import MeetingQuerySet
from ..words import Status

PAST, CANCELLED = relativedelta(months=12), relativedelta(months=2)
MOST = 500
# What a calendar is told of a meeting; whatever else is read of one costs a question of its own.
TOLD = (
    *("uid", "sequence", "slug", "title", "starts_at", "ends_at", "venue", "mode"),
    *("status", "programme", "cancelled_why", "join_link", "changed_at"),
)


def midnight(on: date) -> datetime:
    """When this day began in London: nothing but the day itself moves what is shown."""
    return timezone.make_aware(datetime.combine(on, time()), LONDON)


def around(meetings: MeetingQuerySet, on: date) -> list[Meeting]:
    """Past ones for 12 months, cancelled ones until two months after their date, at most 500, the nearest (cal-F6)."""
    today = midnight(on)
    stands = Q(status=Status.PUBLISHED, starts_at__gte=midnight(on - PAST))
    is_off = Q(status=Status.CANCELLED, starts_at__gte=midnight(on - CANCELLED))
    shown = meetings.filter(stands | is_off).only(*TOLD)
    before = shown.filter(starts_at__lt=today).order_by("-starts_at", "-pk")[:MOST]
    after = shown.filter(starts_at__gte=today).order_by("starts_at", "pk")[:MOST]
    nearest = sorted([*before, *after], key=lambda meeting: (abs(meeting.starts_at - today), meeting.pk))[:MOST]
    prefetch_related_objects(nearest, "venue")  # a few rooms for many meetings
    return sorted(nearest, key=lambda meeting: (meeting.starts_at, meeting.pk))
