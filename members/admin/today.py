"""What waits on the coordinators' desk, with how much of it there is, and the lists about the pathway."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from .. import time_limits
from ..models import Application, Evidence
from ..rules import rulebook

# Reading every time limit takes its time in a large network; so long the number on the first page may be old.
MINUTES_KEPT = 5


class Line(NamedTuple):
    """A link, and what it says beside it."""

    title: str
    href: str
    says: str


# Upper apps append what they have on the desk; asked only for whoever may see members.
further: list[Callable[[], list[Line]]] = []


def lines(user: AbstractBaseUser | AnonymousUser) -> list[Line]:
    """For whoever may see members; the door of the admin lets in nobody else."""
    if not isinstance(user, PermissionsMixin) or not user.has_perm("members.view_member"):
        return []
    return [
        Line("Applications", at("members_application_changelist"), waiting(Application.objects.queue().count())),
        Line("Evidence to verify", at("members_evidence_changelist"), waiting(Evidence.objects.to_verify().count())),
        Line("Time limits", at("members_time_limits"), f"{limits():,} passed, or within 2 months"),
        Line("Cohorts", at("members_cohorts"), "How far each year of training has come"),
        Line("Standing as at a date", at("members_standings"), "Today, or any day since 2008"),
        *(line for lines_of in further for line in lines_of()),
    ]


def at(name: str) -> str:
    return reverse(f"admin:{name}")


def waiting(number: int) -> str:
    return f"{number:,} wait{'s' if number == 1 else ''}" if number else "Nothing waits"


def limits() -> int:
    """How many time limits ask for attention, counted anew every few minutes."""
    return cache.get_or_set(f"time-limits:{timezone.localdate()}", count_limits, MINUTES_KEPT * 60) or 0


def count_limits() -> int:
    on = timezone.localdate()
    found = time_limits.rows(time_limits.concerned(on), rulebook(), on)
    return len(time_limits.asked_for(found, time_limits.Asked.ATTENTION))
