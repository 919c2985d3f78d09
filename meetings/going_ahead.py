"""Go or no-go: on the day that a meeting names, its coordinator is asked once, with the facts."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from members import coordinators
from members.models import Member
from outbox.models import Message, full_key

from . import messages, numbers, places, planning, roles, who_comes
from .models import Meeting
from .models.meeting import MeetingQuerySet
from .plans import Refusal, Refused
from .recording import record, store
from .words import Deed, Duty, Status

if TYPE_CHECKING:
    from accounts.models import User

# Nobody is asked at night; London time.
FROM, UNTIL = time(9), time(20)


@dataclass(frozen=True)
class Facts:
    """What a coordinator has to know in order to decide."""

    room: int
    online: int
    maybe: int
    silent: int
    minimum: int

    @property
    def coming(self) -> int:
        return self.room + self.online


def facts(meeting: Meeting, now: datetime) -> Facts:
    found = numbers.of(meeting, now)
    silent = who_comes.silent(meeting, now).count()
    return Facts(found.room, found.online, found.maybe, silent, meeting.minimum or 0)


def open_questions(now: datetime) -> MeetingQuerySet:
    """Meetings to come whose day to decide is here and about which nobody has decided."""
    asked = Meeting.objects.published().filter(minimum__isnull=False, decided_at=None, starts_at__gt=now)
    return asked.filter(decide_on__lte=timezone.localdate(now)).order_by("starts_at", "pk")


def ask(now: datetime) -> int:
    """Ask about each such meeting once for each day to decide; a job of `tick`, which may be late or run twice."""
    if not FROM <= timezone.localtime(now).time() < UNTIL:
        return 0
    return sum(ask_about(meeting, now) for meeting in open_questions(now))


@transaction.atomic
def ask_about(meeting: Meeting, now: datetime) -> int:
    """Write to whoever decides, once for each day to decide; the lock lets two schedulers ask once."""
    meeting = places.lock(meeting)
    once = f"{meeting.uid.partition('@')[0]}:{meeting.decide_on}"
    key = full_key("meetings/goes_ahead", f"{once}:")
    if not open_questions(now).filter(pk=meeting.pk).exists() or Message.objects.filter(key__startswith=key).exists():
        return 0
    asked, found = whom_to_ask(meeting, now), facts(meeting, now)
    for coordinator in asked:
        messages.goes_ahead(coordinator, meeting, found, now, once=once)
    return len(asked)


def whom_to_ask(meeting: Meeting, now: datetime) -> "list[User]":
    """The meeting's coordinator while they are able; otherwise all coordinators."""
    able = roles.candidates(Duty.COORDINATOR, now) & Member.objects.reachable()
    role = meeting.roles.filter(duty=Duty.COORDINATOR, member__in=able).select_related("member__user").first()
    if role and role.member.user:
        return [role.member.user]
    return list(coordinators.for_everything().order_by("pk"))


def refuse_to_go_ahead(meeting: Meeting, now: datetime) -> None:
    """Refuse what has no question to answer. Raises Refused."""
    if meeting.status == Status.CANCELLED:
        raise Refused(Refusal.CANCELLED)
    if now >= meeting.starts_at:
        raise Refused(Refusal.STARTED)
    if meeting.status != Status.PUBLISHED or meeting.minimum is None:
        raise Refused(Refusal.NO_MINIMUM)
    if meeting.decided_at:
        raise Refused(Refusal.DECIDED)


@transaction.atomic
def go_ahead(meeting: Meeting, now: datetime, *, by: "User | None") -> Meeting:
    """Decide that a meeting takes place, however many come; nobody has to be told that it stays as it is."""
    fresh = planning.seen(meeting)
    refuse_to_go_ahead(fresh, now)
    fresh.decided_at = now
    store(fresh, now)
    found = facts(fresh, now)
    record(fresh, Deed.GOING_AHEAD, now, by, f"{found.coming} coming, {found.minimum} needed")
    return fresh
