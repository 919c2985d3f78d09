"""What is done by the clock. Upper apps append their own jobs in `AppConfig.ready()`; `tick` calls each with the time."""

from collections.abc import Callable
from datetime import datetime

on_tick: list[Callable[[datetime], object]] = []
