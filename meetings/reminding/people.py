"""Whom a slot concerns, in one question however many they are: the same for sending and for the preview."""

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Lower
from django.utils import timezone

from members.models.member import MemberQuerySet
from outbox.models import Message, MessageQuerySet, State, StoppedAddress, full_key

from .. import taking_part
from ..copies import wanting
from ..invitations.carrying import OF_A_READER, Reader
from ..mail_topics import DIGEST, NUDGES, REMINDERS
from ..models import Rsvp
from ..words import Choice, Method
from . import hours
from .slots import Slot

WEEKLY = "meetings/digest"


class Standing(NamedTuple):
    """How somebody stands with a meeting: whoever stands alike reads the same words."""

    choice: str = ""
    place: str = ""
    waits: bool = False
    confirm_by: datetime | None = None
    decide_by: date | None = None


class Person(NamedTuple):
    """Who gets a copy, and how they stand."""

    reader: Reader
    standing: Standing


def concerned(slot: Slot, now: datetime) -> MemberQuerySet:
    """Everybody for whom this slot is, whether or not their message is written already."""
    on = timezone.localdate(max(now, slot.at))
    people = getting_mail(taking_part.may(slot.meeting, on))
    return without_weekly(silent(people, slot) if slot.is_nudge else answered(people, slot), slot, now)


def getting_mail(people: MemberQuerySet) -> MemberQuerySet:
    """Those to whose address something leaves; one that gets no mail stands on the desk."""
    stopped = StoppedAddress.objects.filter(address=Lower(OuterRef("user__email")))
    return people.reachable().exclude(Exists(stopped))


def answered(people: MemberQuerySet, slot: Slot) -> MemberQuerySet:
    """Who comes, waits or may come. An answer since then was confirmed by a mail with the same words."""
    rsvps = slot.meeting.rsvps.exclude(choice=Choice.NO).filter(answered_at__lte=slot.at)
    return wanting(people.filter(pk__in=rsvps.values("member")), REMINDERS)


def silent(people: MemberQuerySet, slot: Slot) -> MemberQuerySet:
    """Who never answered; whoever joined or was invited since, or shortly before, is new enough to know."""
    since = slot.asks_anew_since
    early = Q(joined_on=None) | Q(joined_on__lte=timezone.localdate(since))
    invited = slot.meeting.invitations.counting().filter(method=Method.REQUEST, at__gt=since)
    asked = Q(pk__in=slot.meeting.rsvps.values("member")) | Q(pk__in=invited.values("member"))
    return wanting(people.filter(early).exclude(asked), NUDGES)


def without_weekly(people: MemberQuerySet, slot: Slot, now: datetime) -> MemberQuerySet:
    """Leave out who reads of it in the mail of the week; if that did not leave in time, it comes singly after all."""
    week = hours.monday(slot.at)
    takers = Q(preferences__one_mail_a_week=True)
    if now < hours.half_way(week, hours.next_monday(week)):
        return people.exclude(takers)
    missed = ~Exists(digests(week).filter(state__in=[State.WAITING, State.SENT]))
    return people.exclude(takers & ~Q(pk__in=wanting(people.filter(missed), DIGEST).values("pk")))


def digests(week: datetime) -> MessageQuerySet:
    """The mail of that week to whoever is asked about, in a question about members."""
    return written(WEEKLY, f"{timezone.localdate(week)}")


def written(name: str, once: str) -> MessageQuerySet:
    """The message under this key to whoever is asked about, in a question about members."""
    key = Concat(Value(full_key(name, f"{once}:")), Cast(OuterRef("pk"), CharField()))
    return Message.objects.filter(key=key)


def missing(slot: Slot, now: datetime) -> MemberQuerySet:
    """Those concerned whose message is not written yet."""
    return concerned(slot, now).filter(~Exists(written(slot.name, slot.once)))


OF_A_STANDING = ("choice", "place", "turn", "confirm_by", "decide_by")


def standing(choice: str, place: str, turn: int | None, *days: Any) -> Standing:
    """From the columns of `OF_A_STANDING`."""
    return Standing(choice, place, turn is not None, *days)


def with_standing(slot: Slot, people: MemberQuerySet) -> list[Person]:
    """Everything about them that their copies need."""
    rows = Rsvp.objects.filter(meeting=slot.meeting).values_list("member_id", *OF_A_STANDING)
    found = {row[0]: standing(*row[1:]) for row in rows}
    readers = map(Reader._make, people.order_by("pk").values_list(*OF_A_READER))
    return [Person(reader, found.get(reader.member, Standing())) for reader in readers]
