"""What is done by the clock. Upper apps append their own jobs in `AppConfig.ready()`; `tick` runs each of them."""

import logging
from collections.abc import Callable
from datetime import datetime

logger = logging.getLogger(__name__)

on_tick: list[Callable[[datetime], object]] = []


def run(now: datetime) -> list[str]:
    """Run every job, each safe to run twice, late, or in two places; name those that failed, which stop no other."""
    failed = []
    for job in on_tick:
        name = f"{job.__module__}.{job.__qualname__}"
        try:
            job(now)
        except Exception:
            logger.exception("job failed", extra={"job": name})
            failed.append(name)
    return failed
