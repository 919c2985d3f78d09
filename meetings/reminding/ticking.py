"""The job of the clock: safe to run twice, late, or in two places."""

from datetime import datetime

from . import hours, stale, weekly, writing


def on_tick(now: datetime) -> int:
    """Take back what is no longer so; by day write what is due, by night let what waits wait for the morning."""
    stale.take_back_all(now)
    if hours.is_quiet(now):
        stale.hold_at_night(now)
        return 0
    return weekly.write_due(now) + writing.write_due(now)
