"""Carry out the retention rules once a day: rehearse, stop if something is odd, tell, set aside, remove."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from .. import coordinators
from ..models import RetentionCase, RetentionRule, RetentionRun
from ..models.rights import CaseState
from ..names import name_of
from . import letters, stopping
from .data_class import DataClass
from .rehearsal import RUNNING, Rehearsal, rehearse, tells, users_due

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

# Not in the night, when nobody could read what it says.
FROM_HOUR = 8
WRONG = "Something went wrong. It is tried again tomorrow."


class Refusal(models.TextChoices):
    NOT_COORDINATOR = "not_coordinator", "Only a coordinator for the whole network does this."
    CHANGED = "changed", "The list has changed meanwhile. Look at it again."
    DONE = "done", "This run has gone on already, or is not the latest."
    OWN = "own", "You are on this list yourself. Ask another coordinator."
    GONE = "gone", "This is no longer set aside, or it is gone."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def run(now: datetime) -> None:
    """By the clock: each rule once a day; a second process, or a second time on that day, finds nothing to do."""
    if timezone.localtime(now).hour < FROM_HOUR:
        return
    on = timezone.localdate(now)
    rules = RetentionRule.objects.in_force(on).filter(is_on=True)
    for rule in rules.exclude(runs__on=on).order_by("code"):
        run_rule(rule, on, now)


def run_rule(rule: RetentionRule, on: date, now: datetime) -> RetentionRun | None:
    """What goes wrong in one rule is written down and holds up no other."""
    claimed, is_ours = RetentionRun.objects.get_or_create(rule=rule, on=on, defaults={"at": now})
    if not is_ours:
        return None
    try:
        found = rehearse(rule, on)
        claimed.people, claimed.rows = found.people, found.number_of_rows
        claimed.stopped_why = stopping.reason(rule, found, now)[:200]
        claimed.save(update_fields=["people", "rows", "stopped_why"])
        if not claimed.stopped_why:
            act(claimed, found, now)
    except Exception:
        logger.exception("retention rule failed", extra={"rule": rule.code})
        RetentionRun.objects.filter(pk=claimed.pk).update(stopped_why=WRONG)
    return claimed


def act(run: RetentionRun, found: Rehearsal, now: datetime) -> None:
    """Do what was rehearsed, in pieces that each stand alone and count themselves.

    So the numbers are right wherever it is killed. What failed is tried again at the next run, which takes up the rest.
    """
    rule, on = run.rule, run.on
    RetentionCase.objects.filter(pk__in=[case.pk for case in found.spare]).update(state=CaseState.SPARED, remove_on=on)
    pieces = [
        *(partial(tell, run, user, now) for user in found.tell),
        *(partial(set_aside, run, case) for case in found.set_aside),
        *(partial(remove, run, each, piece, now) for each, pks in found.rows for piece in in_pieces(pks, each.at_once)),
    ]
    failed = [piece for piece in pieces if not alone(piece, run)]
    ended = RetentionCase.objects.filter(pk__in=[case.pk for case in found.end], state=CaseState.SET_ASIDE)
    if ended.exists():
        ended.exclude(user__in=users_due(rule, on)).update(state=CaseState.REMOVED)
    run.refresh_from_db(fields=["told", "set_aside", "removed"])
    run.acted_at, run.stopped_why = (None, WRONG) if failed else (now, run.stopped_why)
    run.save(update_fields=["acted_at", "stopped_why"])


def in_pieces(pks: list[int], at_once: int) -> list[list[int]]:
    return [pks[start : start + at_once] for start in range(0, len(pks), at_once)]


def alone(piece: Callable[[], object], run: RetentionRun) -> bool:
    """In a transaction of its own; what fails is undone and written down, and the next one has its turn."""
    try:
        with transaction.atomic():
            piece()
    except Exception:
        logger.exception("a piece of a retention run failed", extra={"rule": run.rule.code})
        return False
    return True


def count(run: RetentionRun, what: str, number: int) -> None:
    RetentionRun.objects.filter(pk=run.pk).update(**{what: models.F(what) + number})


def tell(run: RetentionRun, user: int, now: datetime) -> None:
    goes_on = run.on + timedelta(days=run.rule.notice_days + run.rule.quarantine_days)
    case, is_new = RetentionCase.objects.get_or_create(
        rule=run.rule,
        user_id=user,
        state__in=RUNNING,
        defaults={"told_on": run.on, "remove_on": goes_on, "state": CaseState.TOLD},
    )
    if is_new:
        letters.told(case, now)
        count(run, "told", 1)


def set_aside(run: RetentionRun, case: RetentionCase) -> None:
    """From now on only the page of the rule shows it; late or not, it stays set aside as long as the rule says."""
    goes_on = max(case.remove_on, run.on + timedelta(days=run.rule.quarantine_days))
    told = RetentionCase.objects.filter(pk=case.pk, state=CaseState.TOLD)
    number = told.update(state=CaseState.SET_ASIDE, set_aside_on=run.on, remove_on=goes_on)
    count(run, "set_aside", number)


def remove(run: RetentionRun, each: DataClass, pks: list[int], now: datetime) -> None:
    """What is no longer due, or was kept after all, stays."""
    rows = each.due(run.rule, run.on).filter(pk__in=pks)
    if tells(run.rule):
        whose = rows.order_by().values(each.person)
        rows = rows.filter(**{f"{each.person}__in": set_aside_users(run.rule.code, lock=whose)})
    found = list(rows.values_list("pk", flat=True))
    each.remove(rows.model._default_manager.filter(pk__in=found), now)
    count(run, "removed", len(found))


def set_aside_users(code: str = "", *, lock: models.QuerySet[Any, Any] | None = None) -> list[int]:
    """Whose data is set aside, under one rule or any; of some only, whose cases are then locked."""
    rows = RetentionCase.objects.filter(state=CaseState.SET_ASIDE, **({"rule__code": code} if code else {}))
    if lock is not None:
        rows = rows.filter(user__in=lock).order_by("pk").select_for_update(no_key=True, of=("self",))
    return list(rows.values_list("user_id", flat=True))


@transaction.atomic
def keep(case: RetentionCase, now: datetime, by: "User | None" = None) -> None:
    """Keep somebody's data after all: the period begins anew; at the desk, never one's own. Raises Refused."""
    if by and case.user_id == by.pk:
        raise Refused(Refusal.OWN)
    case = RetentionCase.objects.select_for_update(no_key=True).select_related("rule").get(pk=case.pk)
    if case.state not in RUNNING:
        raise Refused(Refusal.GONE)
    case.state = CaseState.SPARED
    case.remove_on = timezone.localdate(now) + timedelta(days=case.rule.keep_days)
    case.save(update_fields=["state", "remove_on"])


def let_go_on(stopped: RetentionRun, by: "User", seen: str, now: datetime) -> RetentionRun:
    """Let this one run go on with the list that a coordinator has read, once. Raises Refused.

    Where something goes wrong on the way it is stopped again, and can be let go on with what is left.
    """
    run, found = release(stopped, by, seen, now)
    act(run, found, now)
    if run.acted_at is None:
        RetentionRun.objects.filter(pk=run.pk).update(released_at=None)
    return run


@transaction.atomic
def release(stopped: RetentionRun, by: "User", seen: str, now: datetime) -> tuple[RetentionRun, Rehearsal]:
    if not coordinators.is_for_everything(by):
        raise Refused(Refusal.NOT_COORDINATOR)
    run = RetentionRun.objects.select_for_update(no_key=True).select_related("rule").get(pk=stopped.pk)
    latest = RetentionRun.objects.filter(rule__code=run.rule.code).first()
    if run != latest or run.acted_at or run.released_at or not run.stopped_why:
        raise Refused(Refusal.DONE)
    run.on = timezone.localdate(now)
    found = rehearse(run.rule, run.on)
    if by.pk in found.users:
        raise Refused(Refusal.OWN)
    if seen != found.mark:
        raise Refused(Refusal.CHANGED)
    run.released_at, run.released_by_name = now, name_of(by)
    run.people, run.rows = found.people, found.number_of_rows
    run.save(update_fields=["released_at", "released_by_name", "people", "rows"])
    return run, found
