"""Who takes which list of people out of the site, and the switch that stops all of it at once."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from . import coordinators
from .models import Export, ExportStop
from .names import name_of

if TYPE_CHECKING:
    from accounts.models import User


class Stopped(PermissionDenied):
    """No list of people leaves at present; the page of the refusal says why."""

    def __init__(self, why: str) -> None:
        super().__init__(f"Downloads and printed lists are stopped at present: {why}")


def stop_in_force() -> ExportStop | None:
    return ExportStop.objects.filter(lifted_at=None).first()


def leaves(request: HttpRequest) -> bool:
    """Whether a page is handed out: to whoever asks for the head alone none is, and nothing is written down."""
    return request.META["REQUEST_METHOD"] != "HEAD"


def record(by: "User", what: str, people: int, now: datetime) -> Export:
    """Write down that a list of so many people leaves, before it does. Raises Stopped."""
    if stop := stop_in_force():
        raise Stopped(stop.why)
    return Export.objects.create(by=by, by_name=name_of(by), at=now, what=what[:120], people=people)


@transaction.atomic
def stop(by: "User", why: str, now: datetime) -> ExportStop:
    """Let no list leave from now on; a second press changes nothing. Raises PermissionDenied."""
    refuse_others(by)
    return stop_in_force() or ExportStop.objects.create(at=now, by_name=name_of(by), why=why)


@transaction.atomic
def allow(by: "User", now: datetime) -> None:
    """Let lists leave again. Raises PermissionDenied."""
    refuse_others(by)
    ExportStop.objects.filter(lifted_at=None).update(lifted_at=now, lifted_by_name=name_of(by))


def refuse_others(by: "User") -> None:
    """Only coordinators stop and allow downloads, one at a time."""
    coordinators.lock_group()
    if not coordinators.is_for_everything(by):
        raise PermissionDenied
