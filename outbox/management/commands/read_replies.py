"""Take mail that came to the network: one from standard input, or all that waits in the mailbox."""

import logging
import math
import os
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox import inbox
from outbox.inbox import mailbox

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Takes answers of calendars and reports of mail servers, from standard input or from REPLY_MAILBOX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="take one mail from standard input")
        parser.add_argument("--recipient", default="", metavar="ADDRESS", help="to which the mail server delivers it")

    def handle(self, *, stdin: bool, recipient: str, **options: Any) -> None:
        sys.exit(self.from_stdin(recipient) if stdin else self.from_mailbox())

    def from_stdin(self, recipient: str) -> int:
        """Take one mail. Gives an exit code of sysexits.h: what could not be taken now, the mail server keeps."""
        try:
            raw = sys.stdin.buffer.read(inbox.LARGEST + 1)
            while sys.stdin.buffer.read(65536):
                pass  # a mail server whose pipe breaks would send the mail back
            inbox.take(raw, recipient, timezone.now())
        except Exception:
            logger.exception("mail not taken")
            return os.EX_TEMPFAIL
        return os.EX_OK

    def from_mailbox(self) -> int:
        """Take all that waits in the mailbox."""
        if not settings.REPLY_MAILBOX:
            self.stderr.write("REPLY_MAILBOX is empty: there is no mailbox to read. Name one, or use --stdin.")
            return os.EX_CONFIG
        taken: Counter[str] = Counter()
        try:
            for row in mailbox.read(timezone.now(), seconds=math.inf):
                taken[row.get_what_display()] += 1
        except mailbox.OutOfReach as trouble:
            self.stderr.write(str(trouble))
            return os.EX_TEMPFAIL
        finally:
            for what, count in taken.most_common():
                self.stdout.write(f"{count:,} {what}")
        return os.EX_OK
