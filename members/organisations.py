"""Organisations as they were and became: chains of names, and mergers (domain.md §2.3)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import models, transaction

from . import directory
from .chains import Chains
from .models import Member, Organisation

ONE_DAY = timedelta(days=1)


class Refusal(models.TextChoices):
    """Why organisations cannot be merged so; each says what to do."""

    NOBODY = "nobody", "Choose at least one organisation that ends."
    ITSELF = "itself", "The organisation that follows cannot be one of those that end."
    CYCLE = "cycle", "The organisation that follows was itself followed by one of these. Check which came first."
    FOLLOWED = "followed", "One of these has been followed by another already. Correct that one first."
    BEFORE_IT_BEGAN = "before", "One of these began on that day or later. Check the date."


class Refused(Exception):
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def refusal(ending: Sequence[Organisation], follower: Organisation, on: date) -> Refusal | None:
    """Say why these cannot end the day before and be followed by that one, or None if they can."""
    chains = Chains()
    if not ending:
        return Refusal.NOBODY
    if any(each.pk == follower.pk for each in ending):
        return Refusal.ITSELF
    if follower.pk and any(each.pk in chains.after(follower.pk) for each in ending):
        return Refusal.CYCLE
    if any(each.succeeded_by_id not in (None, follower.pk) for each in ending):
        return Refusal.FOLLOWED
    if any(each.valid_from and each.valid_from >= on for each in ending):
        return Refusal.BEFORE_IT_BEGAN
    return None


@transaction.atomic
def merge(ending: Iterable[Organisation], follower: Organisation, on: date) -> Organisation:
    """End these on the day before; from this day the other follows, made if it is new. Raises Refused."""
    lock()
    rows = list(Organisation.objects.filter(pk__in=[each.pk for each in ending]))
    if reason := refusal(rows, follower, on):
        raise Refused(reason)
    if follower.pk is None:
        follower.valid_from = follower.valid_from or on
        follower.save()
        follower.areas.set({area for each in rows for area in each.areas.all()})
    for each in rows:
        each.valid_to, each.succeeded_by = on - ONE_DAY, follower
        each.save(update_fields=["valid_to", "succeeded_by"])
    refresh_around({each.pk for each in rows} | {follower.pk})
    return follower


def makes_a_circle(organisation: Organisation, follower: Organisation) -> bool:
    """Whether following from one to the next would lead back, if that one followed this one."""
    return bool(organisation.pk) and organisation.pk in (follower.pk, *Chains().after(follower.pk))


def lock() -> None:
    """One at a time changes who follows whom, so that two changes at once never make a circle."""
    list(Organisation.objects.select_for_update(no_key=True).order_by("pk"))


def refresh_around(concerned: set[int]) -> int:
    """Write anew what a search may find of everybody whose organisation stands in the chain of one of these."""
    chains = Chains()
    around = {pk for one in concerned for pk in chains.around(one)} | concerned
    return directory.refresh_all(Member.objects.filter(organisation__in=around))


def people_at(found: models.QuerySet[Organisation]) -> dict[int, int]:
    """How many people say that they work at each of these, for coordinators; one where nobody does is left out."""
    counted = Member.objects.filter(organisation__in=found).order_by().values_list("organisation")
    return dict(counted.annotate(models.Count("pk")))
