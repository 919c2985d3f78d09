"""Why a run stops by itself: too many people, a clock that jumped, a rule that became much shorter."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from look import words

from ..models import RetentionRule, RetentionRun
from .rehearsal import Rehearsal, rehearse

BACK, AHEAD = timedelta(days=1), timedelta(days=60)
# A new version of a rule may touch so many times as many people as the version before, and a few more.
TIMES, AND = 2, 5


GREW = "It was interrupted, and more is due by now than was left of its list."


def reason(run: RetentionRun, found: Rehearsal, now: datetime) -> str:
    """In words for a coordinator; empty where it may go on. Nothing to do is never too much."""
    rule = run.rule
    if not found.people and not found.number_of_rows:
        return ""
    if was_listed(run) and is_more_than_the_rest(run, found):
        return GREW
    last = RetentionRun.objects.filter(rule__code=rule.code).exclude(acted_at=None).first()
    if last and now < last.at - BACK:
        return f"The server’s clock is earlier than at the last run, which was on {words.day(last.on)}."
    if last and now - last.at > AHEAD:
        days = (now - last.at).days
        return f"The last run was {days} days ago: the site was off for long, or its clock is wrong."
    if found.people > rule.most_people:
        return f"It would touch {found.people:,}, more than the {rule.most_people:,} at which it stops."
    return became_shorter(rule, found, timezone.localdate(now))


def was_listed(run: RetentionRun) -> bool:
    """Whether this run was carried out before, up to where it was killed."""
    return bool(run.people or run.rows)


def is_more_than_the_rest(run: RetentionRun, found: Rehearsal) -> bool:
    """So a run that is taken up again and again touches no more than one that was not killed."""
    touched = found.people + run.told + run.set_aside
    return touched > run.people or found.number_of_rows + run.removed > run.rows


def became_shorter(rule: RetentionRule, found: Rehearsal, on: date) -> str:
    """Only until the new version has acted for the first time."""
    before = RetentionRule.objects.filter(code=rule.code, valid_from__lt=rule.valid_from).order_by("-valid_from")
    earlier = before.first()
    if earlier is None or rule.runs.exclude(acted_at=None).exists():
        return ""
    was = rehearse(earlier, on).people
    if found.people <= TIMES * was + AND:
        return ""
    return f"The new version would touch {found.people:,} at once, the one before {was:,}."
