"""Carry out one rule of the retention schedule as `tick` does, at a moment that a test chooses."""

from datetime import datetime

from django.utils import timezone

from members.models import RetentionRule, RetentionRun
from members.retention.running import run_rule


def by_the_rule(code: str, now: datetime) -> RetentionRun | None:
    """Once a day: a second time on a day finds nothing to do."""
    on = timezone.localdate(now)
    return run_rule(RetentionRule.objects.in_force(on).get(code=code), on, now)
