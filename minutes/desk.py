"""What coordinators do with agendas and minutes: buttons above a meeting, lines on the first page of the desk."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from meetings.desk import Page
from meetings.models import Meeting
from meetings.words import Kind, Status
from members.admin.today import Line, at, waiting

from . import actions
from .models import Action, AgendaItem

# After so long minutes that are not published are late, and members have begun to forget.
LATE = timedelta(days=14)
# What was held longer ago, before there were minutes here, asks for none.
FORGOTTEN = timedelta(days=365)


def agenda_page(meeting: Meeting, now: datetime) -> Page | None:
    """The agenda of any meeting that is not cancelled."""
    if meeting.status == Status.CANCELLED:
        return None
    return Page("Agenda", reverse("minutes:arrange", args=[meeting.slug]))


def minutes_page(meeting: Meeting, now: datetime) -> Page | None:
    """The minutes, once the meeting has begun."""
    if meeting.status != Status.PUBLISHED or now < meeting.starts_at:
        return None
    return Page("Minutes", reverse("minutes:write", args=[meeting.slug]))


def unpublished(now: datetime) -> QuerySet[Meeting]:
    """Meetings of the last year that are over and have no published minutes, latest first."""
    held = Meeting.objects.published().filter(kind=Kind.MEETING, ends_at__lte=now, ends_at__gt=now - FORGOTTEN)
    return held.exclude(minutes__published_at__isnull=False).order_by("-starts_at", "-pk")


def late(now: datetime) -> QuerySet[Meeting]:
    return unpublished(now).filter(ends_at__lte=now - LATE)


def undecided(now: datetime) -> QuerySet[AgendaItem]:
    """Proposals of meetings to come that a coordinator can decide on."""
    return AgendaItem.objects.proposed().filter(meeting__ends_at__gt=now, meeting__status=Status.PUBLISHED)


def lines(now: datetime) -> list[Line]:
    """The lines of the desk's first page."""
    here = reverse("minutes:desk")
    overdue = late(now).count()
    nobody = actions.needing_an_owner(timezone.localdate(now)).count()
    said = f"{Action.objects.open().count():,} open"
    return [
        Line("Proposals for the agenda", here, waiting(undecided(now).count())),
        Line("Minutes not published", here, f"{overdue:,} for more than 14 days" if overdue else "None is late"),
        Line("Actions", at("minutes_action_changelist"), f"{said}, {nobody:,} without an owner" if nobody else said),
    ]


def documents_page(meeting: Meeting, now: datetime) -> Page:
    return Page("Documents", reverse("minutes:documents", args=[meeting.slug]))
