"""Carry out the retention rules once a day: rehearse, stop if something is odd, tell, set aside, remove."""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from .. import coordinators
from ..models import Member, RetentionCase, RetentionRule, RetentionRun
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
# A run that has not come to its end after this long was killed, and another process takes up the rest of its list.
PATIENCE = timedelta(minutes=30)


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


class TakenUp(Exception):
    """Another process has taken this run up: it took so long that it seemed to be killed."""


def run(now: datetime) -> None:
    """By the clock: each rule once a day; a second process, or a second time on that day, finds nothing to do.

    Except what was killed on the way: that is taken up within the hour, or waits for a coordinator again.
    """
    if timezone.localtime(now).hour < FROM_HOUR:
        return
    on, killed = timezone.localdate(now), RetentionRun.objects.killed(now - PATIENCE)
    killed.exclude(released_at=None).update(released_at=None)
    settled = RetentionRun.objects.filter(on=on).exclude(pk__in=killed.filter(stopped_why=""))
    rules = RetentionRule.objects.in_force(on).filter(is_on=True)
    for rule in rules.exclude(runs__in=settled).order_by("code"):
        run_rule(rule, on, now)


def run_rule(rule: RetentionRule, on: date, now: datetime) -> RetentionRun | None:
    """What goes wrong in one rule is written down and holds up no other."""
    claimed = claim(rule, on, now)
    if claimed is None:
        return None
    try:
        found = rehearse(rule, on)
        claimed.stopped_why = stopping.reason(claimed, found, now)[:200]
        if not stopping.was_listed(claimed):
            claimed.people, claimed.rows = found.people, found.number_of_rows
        claimed.save(update_fields=["people", "rows", "stopped_why"])
        if not claimed.stopped_why:
            act(claimed, found, now)
    except TakenUp:
        logger.warning("a retention run was taken up by another process", extra={"rule": rule.code})
    except Exception:
        logger.exception("retention rule failed", extra={"rule": rule.code})
        RetentionRun.objects.filter(pk=claimed.pk).update(stopped_why=WRONG)
    return claimed


def claim(rule: RetentionRule, on: date, now: datetime) -> RetentionRun | None:
    """The run of the day, if it is this process that carries it out: a new one, or one that was killed."""
    run, is_new = RetentionRun.objects.get_or_create(rule=rule, on=on, defaults={"at": now})
    if is_new:
        return run
    killed = RetentionRun.objects.killed(now - PATIENCE).filter(pk=run.pk, stopped_why="")
    if not killed.update(at=now):
        return None
    run.refresh_from_db()
    return run


def act(run: RetentionRun, found: Rehearsal, now: datetime) -> None:
    """Do what was rehearsed, in pieces that each stand alone and count themselves.

    So the numbers are right wherever it is killed, and whoever takes it up finds the rest. What failed is tried again
    at the next run. Raises TakenUp.
    """
    on = run.on
    RetentionCase.objects.filter(pk__in=[case.pk for case in found.spare]).update(state=CaseState.SPARED, remove_on=on)
    pieces = [
        *(partial(tell, run, user, now) for user in found.tell),
        *(partial(set_aside, run, case) for case in found.set_aside),
        *(partial(remove, run, each, piece, now) for each, pks in found.rows for piece in in_pieces(pks, each.at_once)),
    ]
    failed = [piece for piece in pieces if not alone(piece, run)]
    finish(run, found, now, is_done=not failed)


@transaction.atomic
def finish(run: RetentionRun, found: Rehearsal, now: datetime, *, is_done: bool) -> None:
    """Whoever's data has gone is removed, and whatever is left is tried again."""
    hold(run)
    ended = RetentionCase.objects.filter(pk__in=[case.pk for case in found.end], state=CaseState.SET_ASIDE)
    if ended.exists():
        ended.exclude(user__in=users_due(run.rule, run.on)).update(state=CaseState.REMOVED)
    run.refresh_from_db(fields=["told", "set_aside", "removed"])
    run.acted_at, run.stopped_why = (now, run.stopped_why) if is_done else (None, WRONG)
    run.save(update_fields=["acted_at", "stopped_why"])


def hold(run: RetentionRun) -> None:
    """Make sure, until the end of the transaction, that the run is still this process's. Raises TakenUp."""
    ours = RetentionRun.objects.select_for_update(no_key=True).filter(pk=run.pk, at=run.at)
    if not list(ours.values_list("pk", flat=True)):
        raise TakenUp


def in_pieces(pks: list[int], at_once: int) -> list[list[int]]:
    return [pks[start : start + at_once] for start in range(0, len(pks), at_once)]


def alone(piece: Callable[[], object], run: RetentionRun) -> bool:
    """In a transaction of its own; what fails is undone and written down, and the next one has its turn."""
    try:
        with transaction.atomic():
            hold(run)
            piece()
    except TakenUp:
        raise
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
    """What is no longer due, or was kept after all, stays; who comes back this moment has done so, or is gone."""
    rows = each.due(run.rule, run.on).filter(pk__in=pks)
    if tells(run.rule):
        whose = rows.order_by().values(each.person)
        lock_people(whose)
        rows = rows.filter(**{f"{each.person}__in": set_aside_users(run.rule.code, lock=whose)})
    found = list(rows.values_list("pk", flat=True))
    each.remove(rows.model._default_manager.filter(pk__in=found), now)
    count(run, "removed", len(found))


def lock_people(users: models.QuerySet[Any, Any]) -> None:
    """Lock the members among these users, before what is due is read; the person first, as everywhere."""
    rows = Member.objects.filter(user__in=users).order_by("pk").select_for_update(no_key=True, of=("self",))
    list(rows.values_list("pk", flat=True))


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
    try:
        act(run, found, now)
    except TakenUp:
        raise Refused(Refusal.DONE) from None
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
    run.at = run.released_at = now
    run.released_by_name, run.people, run.rows = name_of(by), found.people, found.number_of_rows
    run.save(update_fields=["at", "released_at", "released_by_name", "people", "rows"])
    return run, found
