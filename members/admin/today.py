"""What waits on the coordinators' desk, with how much of it there is, and the lists about the pathway."""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message

from .. import time_limits
from ..models import Application, Evidence
from ..rules import rulebook

# Reading every time limit takes its time in a large network; so long the number on the first page may be old.
MINUTES_KEPT = 5


class Rank(IntEnum):
    """In which order the first page shows its lines: what cannot wait, what waits, what does not; then ways on."""

    NOW = 1
    WAITS = 2
    NOTHING_WAITS = 3
    COMING_UP = 4
    BEGIN = 5
    LOOK_UP = 6


class Line(NamedTuple):
    """A link, and what it says beside it."""

    title: str
    href: str
    says: str
    rank: Rank = Rank.WAITS


# Upper apps append what they have on the desk; asked only for whoever may see members.
further: list[Callable[[], list[Line]]] = []


def lines(user: AbstractBaseUser | AnonymousUser) -> list[Line]:
    """In the order of their rank, for whoever may see members; the door of the admin lets in nobody else."""
    if not isinstance(user, PermissionsMixin) or not user.has_perm("members.view_member"):
        return []
    found = [
        waiting("Applications", at("members_application_changelist"), Application.objects.queue().count()),
        waiting("Evidence to verify", at("members_evidence_changelist"), Evidence.objects.to_verify().count()),
        waiting("Messages that could not be sent", f"{at('outbox_message_changelist')}?look=failed", failed()),
        waiting("Time limits", at("members_time_limits"), limits(), "passed, or within 2 months"),
        Line("Does our mail arrive?", at("outbox_message_set_up"), "Set-up, and a test message", Rank.LOOK_UP),
        Line("Cohorts", at("members_cohorts"), "How far each year of training has come", Rank.LOOK_UP),
        Line("Standing as at a date", at("members_standings"), "Today, or any day since 2008", Rank.LOOK_UP),
        *(line for lines_of in further for line in lines_of()),
    ]
    return sorted(found, key=lambda line: line.rank)


def at(name: str) -> str:
    return reverse(f"admin:{name}")


def waiting(title: str, href: str, number: int, does: str = "") -> Line:
    """A line that counts: a quiet one where there is nothing."""
    does = does or ("waits" if number == 1 else "wait")
    return Line(title, href, f"{number:,} {does}") if number else Line(title, href, "", Rank.NOTHING_WAITS)


def failed() -> int:
    return Message.objects.to_look_at(timezone.now()).count()


def limits() -> int:
    """How many time limits ask for attention, counted anew every few minutes."""
    return cache.get_or_set(f"time-limits:{timezone.localdate()}", count_limits, MINUTES_KEPT * 60) or 0


def count_limits() -> int:
    on = timezone.localdate()
    found = time_limits.rows(time_limits.concerned(on), rulebook(), on)
    return len(time_limits.asked_for(found, time_limits.Asked.ATTENTION))
