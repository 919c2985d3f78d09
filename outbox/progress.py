"""How far sending has come, counted where all senders write, so that it is true of several processes together."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from .models import Message, State

# From the last so many seconds the coordinators' page works out how fast messages leave.
LATELY = timedelta(minutes=1)


class Progress(NamedTuple):
    """What left since a moment, what may leave now and has not, and how long that took."""

    done: int
    left: int
    seconds: float

    @property
    def a_second(self) -> float:
        return self.done / self.seconds if self.seconds > 0 else 0

    def in_words(self) -> str:
        """Say "3,200 of 10,000, 310 a second, about 22 seconds left"."""
        return f"{self.done:,} of {self.done + self.left:,}{self.pace()}"

    def of_what_waits(self) -> str:
        """Say "6,800 messages to leave now, 310 a second, about 22 seconds left"; nothing when none is to leave."""
        messages = "message" if self.left == 1 else "messages"
        return f"{self.left:,} {messages} to leave now{self.pace()}" if self.left else ""

    def pace(self) -> str:
        if not self.done or not self.left:
            return ""
        speed = f"{self.a_second:,.0f} a second" if self.a_second >= 1 else f"{self.a_second * 60:,.0f} a minute"
        return f", {speed}, about {in_words(self.left / self.a_second)} left"


def since(start: datetime, now: datetime) -> Progress:
    """What has left since a moment, and what is still to leave now."""
    done = Message.objects.filter(state=State.SENT, words_erased_at=None, sent_at__gte=start).count()
    left = Message.objects.waiting().filter(next_attempt_at__lte=now).count()
    return Progress(done, left, (now - start).total_seconds())


def lately(now: datetime) -> Progress:
    return since(now - LATELY, now)


class Teller:
    """Says now and then how far sending has come since a moment; nothing of what is done within seconds."""

    def __init__(self, start: datetime, say: Callable[[str], object], every: float) -> None:
        self.start, self.say, self.every = start, say, every
        self.last = time.monotonic()
        self.has_told = False

    def tell(self, now: datetime) -> None:
        if time.monotonic() - self.last >= self.every:
            self.last = time.monotonic()
            self.has_told = True
            self.say(since(self.start, now).in_words())

    def end(self, now: datetime) -> None:
        """The last word, if there was a first."""
        if self.has_told:
            self.say(since(self.start, now).in_words())


def in_words(seconds: float) -> str:
    """Say a length as somebody who waits wants it: "22 seconds", "5 minutes", "3 hours"."""
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {name}s"
    number = max(round(seconds), 1)
    return f"{number} second{'' if number == 1 else 's'}"
