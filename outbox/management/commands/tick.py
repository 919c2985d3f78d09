"""All work by the clock in one command: the jobs of every app, then what waits in the outbox."""

import logging
import math
import signal
import time
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections
from django.utils import timezone

from outbox import schedule, sending
from outbox.progress import Teller

logger = logging.getLogger(__name__)

# So many seconds a loop sends in one go: however long the queue, all else by the clock is done in between, such as
# to hold at night what is not for the night.
SENDING = 60


class Command(BaseCommand):
    help = "Does what is due by the clock and sends what waits; safe to run twice, late, or in two places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until told to stop (SIGTERM)")
        parser.add_argument("--every", type=float, default=5, metavar="SECONDS", help="pause between rounds (5)")

    def handle(self, *, loop: bool, every: float, **options: Any) -> None:
        self.stopping = Event()
        if not loop:
            if troubles := self.round():
                raise CommandError(f"Not done: {', '.join(troubles)}.")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            self.patient_round()
            self.stopping.wait(every)

    def patient_round(self) -> None:
        """A round that outlives a restart of the database."""
        try:
            self.round(seconds=SENDING)
        except Error:
            logger.exception("database trouble")
        finally:
            close_old_connections()

    def round(self, *, seconds: float = math.inf) -> list[str]:
        """Run the jobs, then send for so long; name what could not be done."""
        ends = time.monotonic() + seconds
        troubles = schedule.run(timezone.now())
        teller = self.teller()
        try:
            for _ in sending.send_waiting(timezone.now):
                teller.tell(timezone.now())
                if self.stopping.is_set() or time.monotonic() >= ends:
                    break
        except sending.Unreachable as unreachable:
            logger.warning("mail server unreachable", extra={"error": str(unreachable)})
            troubles.append("mail (no mail server answers)")
        teller.end(timezone.now())
        return troubles

    def teller(self) -> Teller:
        """Says how far sending has come: on a terminal each second in one line, else as a line of the log."""
        if self.stdout.isatty():
            return Teller(timezone.now(), lambda words: self.stdout.write(f"\r\033[K{words}", ending=""), every=1)
        return Teller(timezone.now(), lambda words: logger.info("sent %s", words), every=10)
