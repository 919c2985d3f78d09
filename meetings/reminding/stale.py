"""Take back, before it left, what is no longer so; the key is free again, so that the new words can be written."""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from members.models import Member
from outbox.models import Message, MessageQuerySet, State

from .. import messages
from ..models import Meeting, RsvpChange
from . import hours, people, slots

NAMES = ("meetings/reminder", "meetings/nudge")
OURS = (*NAMES, people.WEEKLY)


def unsent(names: tuple[str, ...], now: datetime) -> MessageQuerySet:
    """Those that wait and that no sender holds this second; a test, which has no topic, is none of them."""
    return Message.objects.unclaimed(now).filter(name__in=names).exclude(topic="")


def take_back(found: MessageQuerySet, now: datetime) -> int:
    """Keep these from leaving, and free their keys; what had become late anyhow is recorded as late.

    What a sender that was killed left behind may have arrived, so it goes on under its Message-ID (con-23).
    """
    found = found.filter(claimed_until=None)
    freed = {"key": Concat(Value("taken back:"), Cast("pk", CharField()))}
    late = found.filter(not_after__lte=now).update(state=State.LATE, **freed)
    return late + found.update(state=State.WITHDRAWN, **freed)


def of_answer(meeting: Meeting, member: Member, now: datetime) -> int:
    """Somebody answered: no nudge and no reminder from before goes to them, nor a mail of the week."""
    theirs = unsent(OURS, now).filter(user=member.user_id)
    return take_back(theirs.filter(Q(about=messages.about(meeting)) | Q(name=people.WEEKLY)), now)


def of_meeting(meeting: Meeting, now: datetime) -> int:
    """A meeting was moved or cancelled: nothing from before about it goes to anybody."""
    return take_back(unsent(NAMES, now).filter(about=messages.about(meeting)), now)


def take_back_all(now: datetime) -> int:
    """By the clock: whatever waits and is no longer so, for whatever reason."""
    waiting = unsent(OURS, now)
    if not waiting.exists():
        return 0
    return sum([of_slots(now), of_weeks(now)])


def of_slots(now: datetime) -> int:
    """What is about a meeting or an answer that changed since, or to somebody whom it does not concern any more."""
    waiting = unsent(NAMES, now)
    abouts = set(waiting.values_list("about", flat=True).distinct().order_by())
    open_now = [slot for slot in slots.of_all(now) if slot.is_open(now) and messages.about(slot.meeting) in abouts]
    good = Q(pk__in=[])
    for slot in open_now:
        prefix = f"{slot.name}:{slot.once}:"
        changed = RsvpChange.objects.filter(
            meeting=slot.meeting, member__user=OuterRef("user"), at__gt=OuterRef("created_at")
        )
        concerned = people.concerned(slot, now).values("user")
        good |= Q(~Exists(changed), key__startswith=prefix, created_at__gte=slot.meeting.changed_at, user__in=concerned)
    return take_back(waiting.exclude(good), now)


def of_weeks(now: datetime) -> int:
    """A mail of the week after any change of a meeting or of an answer of its reader: it is written anew."""
    changed = RsvpChange.objects.filter(member__user=OuterRef("user"), at__gt=OuterRef("created_at"))
    moved = Meeting.objects.filter(changed_at__gt=OuterRef("created_at"))
    return take_back(unsent((people.WEEKLY,), now).filter(Exists(changed) | Exists(moved)), now)


def hold_at_night(now: datetime) -> int:
    """In quiet hours what waits, for instance because no mail server answered, waits for the morning."""
    if not hours.is_quiet(now):
        return 0
    morning = hours.morning(now)
    return unsent(OURS, now).filter(next_attempt_at__lt=morning).update(next_attempt_at=morning)
