"""What coordinators do with agendas and minutes: buttons above a meeting, lines on the first page of the desk."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from meetings.desk import Page, Part
from meetings.models import Meeting
from meetings.words import Kind, Status
from members.admin.today import Line, Rank, at, waiting

from . import actions, naming
from .models import Action, AgendaItem, Minutes

# After so long minutes that are not published are late, and members have begun to forget.
LATE = timedelta(days=14)
# What was held longer ago, before there were minutes here, asks for none.
FORGOTTEN = timedelta(days=365)


def agenda_page(meeting: Meeting, now: datetime) -> Page | None:
    """The agenda of any meeting that is not cancelled."""
    if meeting.status == Status.CANCELLED:
        return None
    return Page("Agenda", reverse("minutes:arrange", args=[meeting.slug]), Part.BEFORE)


def minutes_page(meeting: Meeting, now: datetime) -> Page | None:
    """The minutes, once the meeting has begun."""
    if meeting.status != Status.PUBLISHED or now < meeting.starts_at:
        return None
    written = Minutes.objects.filter(meeting=meeting, published_at__isnull=False)
    is_next = meeting.kind == Kind.MEETING and bool(meeting.closed_at) and not written.exists()
    return Page("Minutes", reverse("minutes:write", args=[meeting.slug]), Part.AFTERWARDS, is_next)


def unpublished(now: datetime) -> QuerySet[Meeting]:
    """Meetings of the last year that are over and have no published minutes, latest first."""
    held = Meeting.objects.published().filter(kind=Kind.MEETING, ends_at__lte=now, ends_at__gt=now - FORGOTTEN)
    return held.exclude(minutes__published_at__isnull=False).order_by("-starts_at", "-pk")


def late(now: datetime) -> QuerySet[Meeting]:
    return unpublished(now).filter(ends_at__lte=now - LATE)


def undecided(now: datetime) -> QuerySet[AgendaItem]:
    """Proposals of meetings to come that a coordinator can decide on."""
    return AgendaItem.objects.proposed().filter(meeting__ends_at__gt=now, meeting__status=Status.PUBLISHED)


def to_decide(now: datetime) -> list[Line]:
    """The lines of the desk's first page for whoever decides; beside them stand the open actions."""
    proposals = waiting("Proposals for the agenda", reverse("minutes:desk"), undecided(now).count())
    named = waiting("Documents that name somebody who left", f"{reverse('minutes:desk')}#named", naming.waiting())
    return [proposals, unwritten(now), named]


def unwritten(now: datetime) -> Line:
    """How many meetings have no published minutes; of a single one straight to its minutes."""
    found = list(unpublished(now))
    href = reverse("minutes:write", args=[found[0].slug]) if len(found) == 1 else reverse("minutes:desk")
    line, overdue = waiting("Minutes not published", href, len(found)), late(now).count()
    return line._replace(says=f"{line.says}, {overdue:,} for more than 14 days") if overdue else line


def open_actions(now: datetime) -> Line:
    """Actions wait for a coordinator only when nobody has them in hand."""
    nobody = actions.needing_an_owner(timezone.localdate(now)).count()
    said, href = f"{Action.objects.open().count():,} open", at("minutes_action_changelist")
    if nobody:
        return Line("Actions", f"{href}?state=needs-an-owner", f"{said}, {nobody:,} without an owner")
    return Line("Actions", href, said, Rank.LOOK_UP)


def documents_page(meeting: Meeting, now: datetime) -> Page:
    return Page("Documents", reverse("minutes:documents", args=[meeting.slug]), Part.BEFORE)
