"""Carry out the retention rules once a day: rehearse, stop if something is odd, tell, set aside, remove."""

import logging
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils import timezone

from .. import coordinators
from ..models import RetentionCase, RetentionRule, RetentionRun
from ..models.rights import CaseState
from ..names import name_of
from . import letters, stopping
from .data_class import DataClass
from .rehearsal import RUNNING, Rehearsal, rehearse, tells

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)

# Not in the night, when nobody could read what it says.
FROM_HOUR = 8
AT_ONCE = 500


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
        RetentionRun.objects.filter(pk=claimed.pk).update(
            stopped_why="Something went wrong. It is tried again tomorrow."
        )
    return claimed


def act(run: RetentionRun, found: Rehearsal, now: datetime) -> None:
    """Do what was rehearsed."""
    rule, on = run.rule, run.on
    RetentionCase.objects.filter(pk__in=[case.pk for case in found.spare]).update(state=CaseState.SPARED, remove_on=on)
    run.told = sum(tell(rule, user, on, now) for user in found.tell)
    run.set_aside = sum(set_aside(case, rule, on) for case in found.set_aside)
    run.removed = sum(remove(each, pks, run, now) for each, pks in found.rows)
    ended = RetentionCase.objects.filter(pk__in=[case.pk for case in found.end], state=CaseState.SET_ASIDE)
    ended.update(state=CaseState.REMOVED)
    run.acted_at = now
    run.save(update_fields=["told", "set_aside", "removed", "acted_at"])


@transaction.atomic
def tell(rule: RetentionRule, user: int, on: date, now: datetime) -> bool:
    goes_on = on + timedelta(days=rule.notice_days + rule.quarantine_days)
    case, is_new = RetentionCase.objects.get_or_create(
        rule=rule,
        user_id=user,
        state__in=RUNNING,
        defaults={"told_on": on, "remove_on": goes_on, "state": CaseState.TOLD},
    )
    if is_new:
        letters.told(case, now)
    return is_new


def set_aside(case: RetentionCase, rule: RetentionRule, on: date) -> int:
    """From now on only the page of the rule shows it; late or not, it stays set aside as long as the rule says."""
    goes_on = max(case.remove_on, on + timedelta(days=rule.quarantine_days))
    told = RetentionCase.objects.filter(pk=case.pk, state=CaseState.TOLD)
    return told.update(state=CaseState.SET_ASIDE, set_aside_on=on, remove_on=goes_on)


def remove(each: DataClass, pks: list[int], run: RetentionRun, now: datetime) -> int:
    """In pieces, each by itself; what is no longer due, or was kept after all, stays."""
    removed = 0
    for start in range(0, len(pks), AT_ONCE):
        with transaction.atomic():
            rows = each.due(run.rule, run.on).filter(pk__in=pks[start : start + AT_ONCE])
            if tells(run.rule):
                rows = rows.filter(**{f"{each.person}__in": set_aside_users(run.rule.code, lock=True)})
            found = list(rows.values_list("pk", flat=True))
            each.remove(rows.model._default_manager.filter(pk__in=found), now)
            removed += len(found)
    return removed


def set_aside_users(code: str = "", *, lock: bool = False) -> list[int]:
    """Whose data is set aside, under one rule or any."""
    rows = RetentionCase.objects.filter(state=CaseState.SET_ASIDE, **({"rule__code": code} if code else {}))
    rows = rows.order_by("pk").select_for_update(no_key=True) if lock else rows
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


@transaction.atomic
def let_go_on(stopped: RetentionRun, by: "User", seen: str, now: datetime) -> RetentionRun:
    """Let this one run go on with the list that a coordinator has read, once. Raises Refused."""
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
    act(run, found, now)
    return run
