"""How many come to a meeting, and the names of those who show that they do."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone

from members.models import Member

from . import taking_part
from .models import Meeting
from .words import Choice, Place


@dataclass(frozen=True)
class Numbers:
    """What members see of a meeting's answers: how many, never who."""

    room: int
    online: int
    waiting_for_room: int
    waiting_online: int
    maybe: int


def of(meeting: Meeting, now: datetime) -> Numbers:
    """Count the answers to a meeting; those who wait are those who really wait."""
    may_come = Q(member__in=taking_part.may(meeting, timezone.localdate(now)))
    counts = meeting.rsvps.aggregate(
        room=Count("pk", filter=Q(place=Place.ROOM)),
        online=Count("pk", filter=Q(place=Place.ONLINE)),
        waiting_for_room=Count("pk", filter=may_come & Q(turn__isnull=False, choice=Choice.ROOM)),
        waiting_online=Count("pk", filter=may_come & Q(turn__isnull=False, choice=Choice.ONLINE)),
        maybe=Count("pk", filter=Q(choice=Choice.MAYBE)),
    )
    guests = meeting.guests.expected()
    counts["room"] += guests.filter(place=Place.ROOM).count()
    counts["online"] += guests.filter(place=Place.ONLINE).count()
    return Numbers(**counts)


def names(meeting: Meeting, now: datetime) -> list[Member]:
    """Those who hold a place and show that they are coming; nobody shows it unless they switched it on."""
    showing = Member.objects.eligible(timezone.localdate(now)).showing("coming")
    return list(showing.filter(pk__in=meeting.rsvps.coming().values("member")).order_by("name", "pk"))
