"""A mail to the address that a List-Unsubscribe header names stops that sort of mail, whatever it says."""

from datetime import datetime

from . import stopping
from .inbox import ParsedMail, Verdict
from .models import Incoming


def asked(mail: ParsedMail, now: datetime) -> Verdict | None:
    """The signed name behind the + is the proof; a wrong one is a person's mail, for somebody to look at."""
    for address in mail.recipients:
        found = stopping.stop(address.partition("@")[0].partition("+")[2], now)
        if found:
            return Verdict(Incoming.What.UNSUBSCRIBE, Incoming.Outcome.DONE, f"Stopped: {found.topic.label}.")
    return None
