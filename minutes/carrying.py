"""What was not reached goes to the next meeting by itself; without one it waits until one is announced."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.query import QuerySet

from meetings import places
from meetings.models import Meeting
from meetings.undoing import HOLD
from meetings.words import Kind, Status

from . import agenda
from .models import AgendaItem
from .words import ItemState

# So long after a meeting whose attendance is closed nobody is expected to write minutes any more.
WITHOUT_MINUTES = timedelta(days=14)
OPEN = (ItemState.PROPOSED, ItemState.ACCEPTED)


def on_tick(now: datetime) -> None:
    """Carry over what is due and let a newly announced meeting adopt what waits; twice or late does it once."""
    for meeting in finished(now):
        carry_over(meeting, now)
    if AgendaItem.objects.filter(meeting=None, state__in=OPEN).exists() and (to := next_meeting(now)):
        adopt(to)


def finished(now: datetime) -> QuerySet[Meeting]:
    """Meetings that will reach nothing more, and have something left: published, long over, or cancelled for good."""
    left = AgendaItem.objects.filter(meeting=OuterRef("pk"), state__in=OPEN)
    done = Q(minutes__published_at__isnull=False, ends_at__lte=now)
    long_over = Q(closed_at__isnull=False, ends_at__lte=now - WITHOUT_MINUTES)
    cancelled = Q(status=Status.CANCELLED, cancelled_at__lte=now - HOLD)
    return Meeting.objects.filter(done | long_over | cancelled, Exists(left)).order_by("pk")


def next_meeting(now: datetime) -> Meeting | None:
    """The next announced meeting of the network; a training event has a programme, no agenda of others."""
    return Meeting.objects.published().filter(kind=Kind.MEETING, starts_at__gt=now).order_by("starts_at", "pk").first()


@transaction.atomic
def carry_over(meeting: Meeting, now: datetime) -> list[AgendaItem]:
    """Carry over what was not discussed, in its order, and move on what nobody decided. Once, however often asked."""
    target = lock_with_next(meeting, now)
    left = list(AgendaItem.objects.filter(meeting=meeting, state__in=OPEN).order_by("position", "pk"))
    carried = [carry(item, target, now) for item in left if item.state == ItemState.ACCEPTED]
    AgendaItem.objects.filter(meeting=meeting, state=ItemState.PROPOSED).update(meeting=target)
    return carried


def lock_with_next(meeting: Meeting, now: datetime) -> Meeting | None:
    """Lock this meeting and the next one, by primary key, and give the next one."""
    to = next_meeting(now)
    rows = places.lock_all(found.pk for found in (meeting, to) if found)
    return next((row for row in rows if to and row.pk == to.pk), None)


def carry(item: AgendaItem, target: Meeting | None, now: datetime) -> AgendaItem:
    """Close an item, and put one like it, of the same proposer, on the agenda of the next meeting or in wait for it.

    One that was carried on from there already is not carried twice.
    """
    agenda.store(item, ItemState.CARRIED)
    later = AgendaItem.objects.filter(carried_from=item).first()
    return later or AgendaItem.objects.create(
        meeting=target,
        title=item.title,
        proposed_by=item.proposed_by,
        proposed_at=now,
        state=ItemState.ACCEPTED,
        position=agenda.last(target) + 1 if target else item.position,
        minutes=item.minutes,
        carried_from=item,
        search_text=item.search_text,
    )


@transaction.atomic
def adopt(meeting: Meeting) -> None:
    """Put on the agenda what waited for a next meeting; proposals stay proposals."""
    meeting = places.lock(meeting)
    waiting = AgendaItem.objects.select_for_update(no_key=True).filter(meeting=None, state__in=OPEN)
    position = agenda.last(meeting)
    for item in waiting.order_by("position", "pk"):
        item.meeting = meeting
        if item.state == ItemState.ACCEPTED:
            item.position = position = position + 1
        item.save(update_fields=["meeting", "position"])


def let_wait(meetings: Iterable[Meeting], now: datetime) -> None:
    """Before meetings that were made by mistake are removed: what was to be talked about there waits for the next."""
    items = AgendaItem.objects.filter(meeting__in=[meeting.pk for meeting in meetings])
    items.filter(state__in=OPEN).update(meeting=None)
