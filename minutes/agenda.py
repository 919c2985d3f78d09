"""The agenda: members propose, a coordinator decides, orders and times, and says afterwards what was discussed."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from meetings import places
from meetings.models import Meeting
from meetings.words import Status
from members import eligibility, standing
from members.folding import fold
from members.models import Member

from . import messages
from .models import AgendaItem
from .models.agenda import ON_IT
from .words import ItemState

if TYPE_CHECKING:
    from accounts.models import User

MOST_PROPOSED = 10
LONGEST = 480
PROPOSED = "Proposed. A coordinator decides what is on the agenda."


class Refusal(models.TextChoices):
    """Why an item is not proposed, or not changed."""

    NOT_ANNOUNCED = "not_announced", "This meeting has not been announced yet."
    CANCELLED = "cancelled", "This meeting is cancelled. Propose it for the next meeting."
    OVER = "over", "This meeting is over. Propose it for the next meeting."
    ENOUGH = "enough", f"You have {MOST_PROPOSED} proposals that wait. Take one back first."
    DECIDED = "decided", "This was decided meanwhile, so nothing has changed."
    NOT_YET = "not_yet", "The meeting has not begun yet, so nothing was discussed."


Reason = Refusal | eligibility.Refusal


class Refused(Exception):
    """Nothing was changed; `reason` says why, in words for the person."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(meeting: Meeting | None, member: Member, now: datetime) -> Reason | None:
    """Say why this member cannot propose anything now, or None if they can; without a meeting it is for the next."""
    if meeting and meeting.status == Status.DRAFT:
        return Refusal.NOT_ANNOUNCED
    if meeting and meeting.status == Status.CANCELLED:
        return Refusal.CANCELLED
    if meeting and meeting.ends_at <= now:
        return Refusal.OVER
    if reason := eligibility.refusal(member, timezone.localdate(now)):
        return reason
    return Refusal.ENOUGH if member.agenda_items.proposed().count() >= MOST_PROPOSED else None


@transaction.atomic
def propose(meeting: Meeting | None, member: Member, title: str, now: datetime) -> AgendaItem:
    """Propose what to talk about; the same words twice are one proposal. Raises Refused."""
    member = standing.lock(member)
    already = member.agenda_items.proposed().filter(meeting=meeting, title=title).first()
    if already:
        return already
    if reason := refusal(meeting, member, now):
        raise Refused(reason)
    return AgendaItem.objects.create(meeting=meeting, title=title, proposed_by=member, proposed_at=now)


@transaction.atomic
def take_back(item: AgendaItem, member: Member) -> None:
    """Take back one's own proposal while nobody has decided on it. Raises Refused."""
    item = AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk, proposed_by=member)
    decide(item, ItemState.WITHDRAWN)


@transaction.atomic
def add(meeting: Meeting, title: str, minutes: int | None, now: datetime) -> AgendaItem:
    """Put an item of a coordinator's own at the end of the agenda; the same words stand on it once."""
    meeting = places.lock(meeting)
    on_it = meeting.agenda.on_the_agenda()
    return on_it.filter(title=title).first() or AgendaItem.objects.create(
        meeting=meeting,
        title=title,
        proposed_at=now,
        state=ItemState.ACCEPTED,
        position=last(meeting) + 1,
        minutes=minutes,
        search_text=fold(title),
    )


@transaction.atomic
def accept(item: AgendaItem) -> None:
    """Put a proposal at the end of the agenda of its meeting. Raises Refused."""
    item = locked(item)
    assert item.meeting  # noqa: S101  a page of the meeting asks
    item.position, item.search_text = last(item.meeting) + 1, fold(item.title)
    decide(item, ItemState.ACCEPTED)


@transaction.atomic
def decline(item: AgendaItem, why: str, now: datetime, by: "User") -> None:
    """Leave a proposal off the agenda, quietly; with a word, its proposer gets that word. Raises Refused."""
    item = locked(item)
    decide(item, ItemState.DECLINED)
    if why:
        messages.item_declined(item, why, now, by)


@transaction.atomic
def remove(item: AgendaItem) -> None:
    """Take an item off the agenda that has not been discussed; the others close up. Raises Refused."""
    item = locked(item)
    if item.state != ItemState.ACCEPTED:
        raise Refused(Refusal.DECIDED)
    store(item, ItemState.DECLINED)
    assert item.meeting  # noqa: S101
    renumber(list(item.meeting.agenda.on_the_agenda()))


@transaction.atomic
def move(item: AgendaItem, *, up: bool) -> None:
    """Change places with the item before or after; the first does not move up, nor the last down."""
    item = locked(item)
    assert item.meeting  # noqa: S101
    items = list(item.meeting.agenda.on_the_agenda())
    if item not in items:
        raise Refused(Refusal.DECIDED)
    at = items.index(item)
    to = at - 1 if up else at + 1
    if 0 <= to < len(items):
        items[at], items[to] = items[to], items[at]
    renumber(items)


@transaction.atomic
def time(item: AgendaItem, minutes: int | None) -> None:
    """Say how long an item takes, or that nobody knows."""
    item = locked(item)
    item.minutes = minutes
    item.save(update_fields=["minutes"])


@transaction.atomic
def mark(item: AgendaItem, now: datetime, *, reached: bool) -> None:
    """Say that an item was discussed, or that it was not; what was carried over meanwhile is taken back with it."""
    item = locked(item)
    assert item.meeting  # noqa: S101
    if now < item.meeting.starts_at:
        raise Refused(Refusal.NOT_YET)
    if item.state not in ON_IT or reached == (item.state == ItemState.REACHED):
        return
    if reached:
        later = AgendaItem.objects.filter(carried_from=item, state__in=[ItemState.ACCEPTED, ItemState.PROPOSED])
        later.update(state=ItemState.WITHDRAWN, carried_from=None, search_text="")
    store(item, ItemState.REACHED if reached else ItemState.ACCEPTED)


def discussed(meeting: Meeting) -> list[str]:
    """What was talked about, in its order, as far as it is marked: for certificates."""
    items = AgendaItem.objects.filter(meeting=meeting, state=ItemState.REACHED).order_by("position", "pk")
    return list(items.values_list("title", flat=True))


def locked(item: AgendaItem) -> AgendaItem:
    """Lock the agenda that an item stands on, then read the item anew."""
    meeting = places.lock(item.meeting) if item.meeting else None
    fresh = AgendaItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    fresh.meeting = meeting
    return fresh


def decide(item: AgendaItem, state: ItemState) -> None:
    """A proposal is decided once. Raises Refused."""
    if item.state != ItemState.PROPOSED:
        raise Refused(Refusal.DECIDED)
    store(item, state)


def store(item: AgendaItem, state: ItemState) -> None:
    """Only what is, or was, on an agenda can be found."""
    item.state = state
    if state not in ON_IT:
        item.position, item.search_text = None, ""
    item.save(update_fields=["state", "position", "search_text"])


def last(meeting: Meeting) -> int:
    return meeting.agenda.on_the_agenda().aggregate(last=Max("position"))["last"] or 0


def renumber(items: list[AgendaItem]) -> None:
    """Give the items the places 1, 2, 3 in this order."""
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])
