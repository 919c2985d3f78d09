"""What the desk says of meetings: what waits for a coordinator, which series need a year, in which one stands."""

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from look import words
from members.admin.today import Line

from .. import going_ahead, roles
from ..desk import Page
from ..models import Meeting, Series
from ..words import Status

FEW = 2


def series_lines() -> list[Line]:
    """Nothing while every running series has meetings ahead; asked for whoever may see the desk."""
    to_come = Q(meetings__starts_at__gt=timezone.now()) & ~Q(meetings__status=Status.CANCELLED)
    running = Series.objects.filter(ended_at=None).annotate(to_come=Count("meetings", filter=to_come))
    if not running:
        add = reverse("admin:meetings_series_add")
        return [Line("Plan a year of meetings", add, "One form shows all dates before anything is saved")]
    return [line(series, series.to_come) for series in running if series.to_come < FEW]


def series_of(meeting: Meeting, now: datetime) -> Page | None:
    """From a meeting to the series in which it stands."""
    if meeting.series_id is None:
        return None
    return Page("Its series", reverse("admin:meetings_series_change", args=[meeting.series_id]))


def line(series: Series, to_come: int) -> Line:
    says = "1 meeting lies ahead" if to_come == 1 else "No meeting lies ahead"
    return Line(f"Plan the next year of {series}", reverse("admin:meetings_series_next_year", args=[series.pk]), says)


def meeting_lines() -> list[Line]:
    """Meetings about which somebody has to decide today, and those that nobody coordinates any more."""
    now = timezone.now()
    return [
        *(waits(f"Does it go ahead? {each}", each, "deed", "going-ahead") for each in going_ahead.open_questions(now)),
        *(waits(f"Needs a coordinator: {each}", each, "roles") for each in roles.without_coordinator(now)),
    ]


def waits(title: str, meeting: Meeting, page: str, *rest: str) -> Line:
    return Line(title, reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk, *rest]), says(meeting))


def says(meeting: Meeting) -> str:
    needed = f", {meeting.minimum} needed" if meeting.minimum else ""
    return f"{words.day(meeting.starts_at)}: {meeting.room_taken + meeting.online_taken} coming{needed}"
