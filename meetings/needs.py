"""What people need in order to take part and to eat with the others: asked once, told with consent, soon erased."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Max, Q

from members import record_views, standing
from members.guard import refuse_patient_data
from members.models import Member

from . import roles
from .local_time import LONDON
from .models import Meeting, Need, NeedsAsked
from .recording import record
from .words import Deed, Duty, NeedKind, Place, Status

# Change the version whenever you change the words: each need carries the version that was agreed to.
WORDING = "2026-11"
CONSENT = (
    "I agree that the network keeps this until 30 days after the last meeting I come to. The coordinator of that "
    "meeting sees it with my name. At the door and on the sign-in sheet a mark beside my name says that I need "
    "something, not what. Everybody else on the coordinators’ desk sees only how many people need each thing."
)
TO_TAKE_PART = (
    *(NeedKind.STEP_FREE, NeedKind.HEARING, NeedKind.LARGE_PRINT, NeedKind.CAPTIONS),
    *(NeedKind.QUIET, NeedKind.PARKING, NeedKind.ASSISTANT),
)
TO_EAT = (
    *(NeedKind.VEGETARIAN, NeedKind.VEGAN, NeedKind.HALAL, NeedKind.KOSHER),
    *(NeedKind.GLUTEN_FREE, NeedKind.NUT_FREE),
)


class Refusal(models.TextChoices):
    """Why somebody is not shown who needs what."""

    NOT_YOURS = "not_yours", "Only the coordinator of this meeting sees who needs what. Others see how many."
    OVER = "over", "This meeting is over. Nobody has to act on what people need any more."


class Refused(Exception):
    """A look at the names was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


class State(models.TextChoices):
    """How somebody stands with the one question what they need."""

    ASK = "ask", "not asked yet"
    NOTHING = "nothing", "needs nothing"
    TOLD = "told", "has told what they need"


class Total(NamedTuple):
    label: str
    number: int


class Person(NamedTuple):
    """Somebody who comes, and what they need, in words."""

    member: Member
    needs: list[str]


def state(member: Member) -> State:
    if Need.objects.filter(member=member).exists():
        return State.TOLD
    return State.NOTHING if NeedsAsked.objects.filter(member=member).exists() else State.ASK


@transaction.atomic
def tell(member: Member, kinds: Iterable[str], other: str, now: datetime) -> None:
    """Keep what somebody needs, and nothing of what they told before; none of it means that they need nothing.

    The caller has asked for consent, unless nothing is told. Raises ValidationError for what looks like a patient's.
    """
    refuse_patient_data(other)
    member = standing.lock(member)
    Need.objects.filter(member=member).delete()
    told: dict[str, str] = dict.fromkeys(kinds, "")
    if other:
        told[NeedKind.OTHER] = other
    Need.objects.bulk_create(
        Need(member=member, kind=kind, detail=detail, given_at=now, wording_version=WORDING)
        for kind, detail in told.items()
    )
    NeedsAsked.objects.update_or_create(member=member, defaults={"at": now})


def take_back(member: Member, now: datetime) -> None:
    """Forget at once what somebody told us, or write down that they need nothing: they are not asked again."""
    tell(member, [], "", now)


def of_those_who_come(meeting: Meeting) -> models.QuerySet[Need]:
    return Need.objects.filter(member__in=meeting.rsvps.coming().values("member"))


def totals(meeting: Meeting) -> list[Total]:
    """How many of those who come need what, without anybody's words or name."""
    counted = Counter(of_those_who_come(meeting).values_list("kind", flat=True))
    return [Total(kind.label, counted[kind]) for kind in NeedKind if counted[kind]]


def marked(meeting: Meeting) -> set[int]:
    """Which members who come need something, and not what, for the door and the sign-in sheet."""
    return set(of_those_who_come(meeting).values_list("member", flat=True))


def refusal(meeting: Meeting, member: Member | None, now: datetime) -> Refusal | None:
    """Say why this person is not shown who needs what at this meeting, or None if they must act on it."""
    if member is None or not roles.does(meeting, member, [Duty.COORDINATOR], now):
        return Refusal.NOT_YOURS
    return Refusal.OVER if now >= meeting.ends_at else None


@transaction.atomic
def names(meeting: Meeting, member: Member, now: datetime) -> list[Person]:
    """Who needs what, for the one who must act on it. Raises Refused.

    Each look goes into the log of the meeting, and is there to read for each person who was looked at.
    """
    if reason := refusal(meeting, member, now):
        raise Refused(reason)
    record(meeting, Deed.LOOKED, now, member.user)
    found: dict[int, Person] = {}
    for need in of_those_who_come(meeting).select_related("member").order_by("member__name", "member", "pk"):
        words = f"{need}: {need.detail}" if need.detail else str(need)
        found.setdefault(need.member_id, Person(need.member, [])).needs.append(words)
    for person in found.values():
        if member.user:
            record_views.note(person.member, member.user, "What you need at a meeting", now)
    return list(found.values())


def due(now: datetime, kept: timedelta) -> list[int]:
    """Whose needs have been kept for so long after the last meeting they come to, by primary key.

    Of who comes to no meeting after they told us, the days count from then.
    """
    waits = Q(rsvps__turn__isnull=False, rsvps__meeting__ends_at__gt=now)
    comes = Q(rsvps__meeting__status=Status.PUBLISHED) & (Q(rsvps__place__in=[Place.ROOM, Place.ONLINE]) | waits)
    dated = Member.objects.filter(needs__isnull=False).annotate(
        told=Max("needs__given_at"), last=Max("rsvps__meeting__ends_at", filter=comes)
    )
    rows = dated.order_by("pk").values_list("pk", "told", "last")
    return [pk for pk, told_at, last in rows if now >= kept_until(max(told_at, last or told_at), kept)]


def kept_until(moment: datetime, kept: timedelta) -> datetime:
    """So many days later at the same time on the clocks of London."""
    return moment.astimezone(LONDON) + kept
