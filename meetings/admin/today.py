"""What the desk says of meetings: what waits for a coordinator, which series need a year, in which one stands."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from look import words
from members.admin.today import Line, Rank

from .. import attendance, going_ahead, roles
from ..desk import Page
from ..models import Meeting, Poll, Series
from ..words import Status

FEW = 2
NEXT = 3
# A draft that lies so near wants to be announced.
NEAR = timedelta(weeks=8)


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


def afterwards_lines() -> list[Line]:
    """Meetings that are over, with the list of who was there still open: nobody has a certificate yet."""
    return [
        Line(
            f"Close the attendance: {meeting}",
            reverse("meetings:attendance", args=[meeting.slug]),
            f"{words.day(meeting.starts_at)}: certificates are issued then",
            Rank.NOW,
        )
        for meeting in attendance.still_open(timezone.now())
    ]


def poll_lines() -> list[Line]:
    """Polls in which everybody had their time to answer: one of the dates can be chosen."""
    asked = Poll.objects.filter(closed_at=None, answer_by__lt=timezone.localdate()).order_by("answer_by", "pk")
    return [
        Line(
            f"Choose a date: {poll.title}",
            reverse("admin:meetings_poll_change", args=[poll.pk]),
            f"Answers were asked for by {words.day(poll.answer_by)}",
            Rank.NOW,
        )
        for poll in asked
        if poll.answer_by
    ]


def draft_lines() -> list[Line]:
    """Drafts of the next weeks, which nobody but a coordinator knows of."""
    now = timezone.now()
    near = Meeting.objects.filter(status=Status.DRAFT, starts_at__gt=now, starts_at__lte=now + NEAR)
    return [
        Line(
            f"Still a draft: {meeting}",
            reverse("admin:meetings_meeting_change", args=[meeting.pk]),
            f"{words.day(meeting.starts_at)}: publish it, or cancel it",
        )
        for meeting in near.order_by("starts_at", "pk")
    ]


def coming_lines() -> list[Line]:
    """The next meetings, with how many come: one press to who comes."""
    found = Meeting.objects.published().upcoming(timezone.now())[:NEXT]
    return [
        Line(str(each), reverse("admin:meetings_meeting_who", args=[each.pk]), says(each), Rank.COMING_UP)
        for each in found
    ]


def begin_lines() -> list[Line]:
    """What a coordinator begins with."""
    return [
        Line("Plan a year of meetings", reverse("admin:meetings_series_add"), "", Rank.BEGIN),
        Line("Plan a meeting", reverse("admin:meetings_meeting_add"), "", Rank.BEGIN),
        Line("Ask which dates suit", reverse("admin:meetings_poll_add"), "", Rank.BEGIN),
        Line("Write a notice", reverse("admin:meetings_notice_add"), "", Rank.BEGIN),
    ]


def waits(title: str, meeting: Meeting, page: str, *rest: str) -> Line:
    return Line(title, reverse(f"admin:meetings_meeting_{page}", args=[meeting.pk, *rest]), says(meeting), Rank.NOW)


def says(meeting: Meeting) -> str:
    needed = f", {meeting.minimum} needed" if meeting.minimum else ""
    return f"{words.day(meeting.starts_at)}: {meeting.room_taken + meeting.online_taken} coming{needed}"


# In the order in which the desk asks for them.
TO_DO = [meeting_lines, afterwards_lines, poll_lines, draft_lines, series_lines, coming_lines, begin_lines]
