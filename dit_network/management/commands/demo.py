"""Fill the database with an invented network to look at and to measure."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dit_network.demo import network
from dit_network.demo.people import MEMBERS


class Command(BaseCommand):
    help = "Makes the demonstration network, the same for the same seed and day. Only while there is no real user."

    def add_arguments(self, parser: ArgumentParser) -> None:
        people, past = len(MEMBERS), network.PAST_MEETINGS
        parser.add_argument("--members", type=int, default=people, help=f"how many members, {people} of them by name")
        parser.add_argument("--meetings", type=int, default=past, help=f"how many past meetings ({past}: two years)")
        parser.add_argument("--seed", type=int, default=1, help="another seed, another crowd")
        parser.add_argument("--today", type=date.fromisoformat, help="the day it is made for (today)")

    def handle(
        self, *, members: int, meetings: int, seed: int, today: date | None, verbosity: int, **options: Any
    ) -> None:
        if reason := network.refusal():
            raise CommandError(reason.label)
        begun = time.monotonic()
        size = network.Size(max(members, len(MEMBERS)), max(meetings, 0))
        network.build(today or timezone.localdate(), seed, size, say=self.say if verbosity else lambda line: None)
        seconds = time.monotonic() - begun
        self.stdout.write(f"The demonstration is ready: {size.members} members, in {seconds:.0f} seconds.")

    def say(self, line: str) -> None:
        """Show where it is, on one line where that can be done."""
        ending = "\r" if self.stdout.isatty() else "\n"
        self.stdout.write(f"{line:<60}", ending=ending)
        self.stdout.flush()
