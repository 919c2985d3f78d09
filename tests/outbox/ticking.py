"""Processes that tick, each forked in a moment from one that has read the code; a line on its input starts one.

The lease is shorter than in earnest, so that nobody waits a minute for what a killed sender left.
"""

import os
import signal
import sys
from datetime import timedelta

import django
from django.core.management import call_command

django.setup()

from outbox import claims  # noqa: E402

claims.LEASE, claims.RENEWED = timedelta(seconds=4), 0.5


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _ in sys.stdin:
        if child := os.fork():
            sys.stdout.write(f"{child}\n")
            sys.stdout.flush()
        else:
            call_command("tick", "--loop", "--every", "0.05")


if __name__ == "__main__":
    main()
