"""What is done by the clock about meetings; each job is safe to run twice, late, or in two places."""

from collections.abc import Callable
from datetime import datetime

from . import confirming, going_ahead, line, undoing
from .invitations import settling
from .reminding import ticking

JOBS: list[Callable[[datetime], object]] = [
    line.end_offers,
    confirming.give_up_unconfirmed,
    going_ahead.ask,
    settling.settle,
    undoing.forget,
    ticking.on_tick,
]
