"""Derive everybody's standing anew; what differs is mended, or with --check only reported."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from members import recomputing
from members.models import Member

WIDTH = 30


class Command(BaseCommand):
    help = "Derives everybody's standing from their evidence. Ends with 1 when --check found a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="only report what differs, and change nothing")

    def handle(self, *, check: bool, verbosity: int, **options: Any) -> None:
        now, total = timezone.now(), Member.objects.count()
        found = list(recomputing.differences(timezone.localdate(now), self.teller(total, verbosity)))
        for difference in found:
            self.stdout.write(f"{difference}{'' if check else ': mended'}")
            if not check:
                recomputing.mend(difference, now)
        self.stdout.write(f"{total} members, {len(found)} {'difference' if len(found) == 1 else 'differences'}.")
        if check and found:
            sys.exit(1)

    def teller(self, total: int, verbosity: int) -> Callable[[int], None]:
        """Draw how far it is, on one line where that can be done."""

        def say(done: int) -> None:
            bar = "#" * (WIDTH * done // max(total, 1))
            self.stdout.write(f"[{bar:<{WIDTH}}] {done} of {total}", ending="\r" if self.stdout.isatty() else "\n")
            self.stdout.flush()

        return say if verbosity else lambda done: None
