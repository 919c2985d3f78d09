"""What waits on the coordinators' desk, with how much of it there is, and the lists about the pathway."""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from outbox.models import Message

from .. import coordinators, time_limits
from ..models import Application, Evidence
from ..models.member import MemberQuerySet
from ..rules import rulebook
from .leavings import running_for

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


# What a coordinator for an area finds on the desk as well, counted without regard to areas.
also_for_an_area: list[Callable[[], list[Line]]] = []
# Upper apps append what they have on the desk; asked only for whoever may see members.
further: list[Callable[[], list[Line]]] = []
# The same, of pages for those who decide and change alone: an auditor has nothing to do there.
to_do: list[Callable[[], list[Line]]] = []


def lines(user: AbstractBaseUser | AnonymousUser) -> list[Line]:
    """In the order of their rank, for whoever may see members; the door of the admin lets in nobody else.

    A coordinator for an area counts the people of the area; mail and meetings are the network's. Who may change
    nothing is not asked to begin anything.
    """
    if not isinstance(user, User) or not user.has_perm("members.view_member"):
        return []
    found = [*of_people(user), *(line for lines_of in also_for_an_area for line in lines_of())]
    if user.has_perm("outbox.view_message"):
        found += [
            waiting("Messages that could not be sent", f"{at('outbox_message_changelist')}?look=failed", failed()),
            Line("Does our mail arrive?", at("outbox_message_set_up"), "Set-up, and a test message", Rank.LOOK_UP),
            *(line for lines_of in asked(user) for line in lines_of()),
        ]
    return sorted(found, key=lambda line: line.rank)


def asked(user: User) -> list[Callable[[], list[Line]]]:
    return [*further, *to_do] if user.has_perm("members.change_member") else further


def of_people(user: User) -> list[Line]:
    """What waits about the people whom this coordinator sees."""
    applications = Application.objects.queue().filter(pk__in=coordinators.applications_for(user))
    evidence = Evidence.objects.to_verify().filter(member__in=coordinators.members_for(user))
    erased = running_for(user)
    return [
        waiting("Applications", at("members_application_changelist"), applications.count()),
        waiting("Evidence to verify", at("members_evidence_changelist"), evidence.count()),
        waiting("Time limits", at("members_time_limits"), limits(user), "passed, or within 2 months"),
        waiting("People who will be erased", at("members_leaving_changelist"), erased.count(), "in their 30 days"),
        Line("Cohorts", at("members_cohorts"), "How far each year of training has come", Rank.LOOK_UP),
        Line("Standing as at a date", at("members_standings"), "Today, or any day since 2008", Rank.LOOK_UP),
    ]


def at(name: str) -> str:
    return reverse(f"admin:{name}")


def waiting(title: str, href: str, number: int, does: str = "") -> Line:
    """A line that counts: a quiet one where there is nothing."""
    does = does or ("waits" if number == 1 else "wait")
    return Line(title, href, f"{number:,} {does}") if number else Line(title, href, "", Rank.NOTHING_WAITS)


def failed() -> int:
    return Message.objects.to_look_at(timezone.now()).count()


def limits(user: User) -> int:
    """How many time limits ask for attention, counted anew every few minutes."""
    whose = (
        "all" if coordinators.sees_everybody(user) else ",".join(str(area.pk) for area in coordinators.areas_of(user))
    )
    key = f"time-limits:{timezone.localdate()}:{whose}"
    return cache.get_or_set(key, lambda: count_limits(coordinators.members_for(user)), MINUTES_KEPT * 60) or 0


def count_limits(members: MemberQuerySet) -> int:
    on = timezone.localdate()
    found = time_limits.rows(time_limits.concerned(on).filter(pk__in=members), rulebook(), on)
    return len(time_limits.asked_for(found, time_limits.Asked.ATTENTION))
