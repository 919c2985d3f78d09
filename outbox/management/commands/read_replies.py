"""Take mail that came to the network: one from standard input, or all that waits in the mailbox."""

import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from outbox import inbox

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Takes answers of calendars and reports of mail servers, from standard input or from REPLY_MAILBOX."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stdin", action="store_true", help="take one mail from standard input")
        parser.add_argument("--recipient", default="", metavar="ADDRESS", help="to which the mail server delivers it")

    def handle(self, *, stdin: bool, recipient: str, **options: Any) -> None:
        sys.exit(self.from_stdin(recipient))

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
