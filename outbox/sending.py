"""Send what waits: each message is claimed by one sender, handed to the mail server, and marked."""

import logging
import smtplib
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from . import bounces, claims, smtp
from .mime import as_email
from .models import Message, MessageQuerySet, State, StoppedAddress

logger = logging.getLogger(__name__)

# How long a message waits after its first, second, ... attempt that came to nothing; then it has failed.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 960)]
# Answers about one message; a refusal of ourselves (our greeting, our From) is put right and then tried again.
ABOUT_THE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
# After so many attempts in a row without an answer the mail server is left in peace until the next round.
SILENCES = 5
# How long, in seconds, the record of a message that left waits for a database that restarts; less than a lease.
PATIENCE = (1, 2, 4, 8, 15)


class Unreachable(Exception):
    """No mail server answers; what waits keeps waiting, and no attempt is counted."""


def send_waiting(clock: Callable[[], datetime]) -> Iterator[Message]:
    """Send what is due, one message after the other over one connection, and give each as it was left.

    Safe in several processes at once and after a kill. The clock is read for each message, because a long queue takes
    longer than a lease. Raises Unreachable.
    """
    give_up_late(clock())
    sender = Sender(clock)
    try:
        for batch in claims.batches(clock):
            yield from sender.send(batch)
    finally:
        sender.end()


def give_up_late(now: datetime) -> int:
    """Of what nobody holds, mark what is of no use any more."""
    return Message.objects.unclaimed(now).filter(not_after__lte=now).update(state=State.LATE, claimed_until=None)


class Sender:
    """One connection to the mail server, and the messages that it holds."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.batch = claims.Batch([], clock(), clock)
        self.server = smtp.connection(while_waiting=lambda: self.batch.renew())
        self.silences = 0

    def send(self, batch: claims.Batch) -> Iterator[Message]:
        """Send what a batch holds. Raises Unreachable."""
        self.batch = batch
        stopped = stopped_among(batch)
        while batch.held:
            self.reach()
            message = batch.next()
            if message and self.attempt(message, stopped.get(message.recipient.lower(), "")):
                batch.done(message)
                yield message

    def end(self) -> None:
        self.batch.let_go()
        self.server.close()

    def reach(self) -> None:
        """Open the connection unless it is open already."""
        if self.silences >= SILENCES:
            raise Unreachable("silence")
        try:
            self.server.open()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(type(error).__name__) from error

    def attempt(self, message: Message, stopped: str) -> Message | None:
        """Hand a claimed message to the mail server and write down what became of it; None when it goes on anew."""
        if message.not_after and message.not_after <= self.clock():
            return mark(message, State.LATE)
        if stopped:
            return mark(message, State.FAILED, f"Nothing is sent to this address any more: {stopped}")
        if message.attempts > len(WAITS):
            return mark(message, State.FAILED, "Each sender that tried ended before the mail server answered.")
        message.attempts += 1
        try:
            self.server.send_messages([as_email(message)])
        except Exception as error:  # whatever is wrong with one message, the next one is sent
            if smtp.has_had_enough(self.server, error):
                self.server.close()
                message.attempts -= 1
                return None
            return self.not_taken(message, error)
        self.silences = 0
        return mark(message, State.SENT, sent_at=self.clock(), accepted_by=smtp.accepted_by(self.server)[:120])

    def not_taken(self, message: Message, error: Exception) -> Message:
        """Write down the answer of a server that did not take a message, or that it gave none."""
        code, words = answer(error)
        if not 400 <= code < 600 or code == 421:
            self.silences += isinstance(error, OSError)
            self.server.close()
        else:
            self.silences = 0
        if final(message, error, code):
            if isinstance(error, smtplib.SMTPRecipientsRefused):
                bounces.refused(message, words, self.clock())
            return mark(message, State.FAILED, words)
        return mark(message, State.WAITING, words, next_attempt_at=self.clock() + WAITS[message.attempts - 1])


def stopped_among(batch: claims.Batch) -> dict[str, str]:
    """The addresses of a batch to which nothing is sent any more, and why."""
    addresses = {message.recipient.lower() for message in batch.held.values()}
    return dict(StoppedAddress.objects.filter(address__in=addresses).values_list("address", "why"))


def answer(error: Exception) -> tuple[int, str]:
    """The mail server's answer as code and words; code 0 when it gave none."""
    said: bytes | str
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            code, said = error.smtp_code, error.smtp_error
        case _:
            return 0, f"{type(error).__name__}: {error}"
    return code, f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"


def final(message: Message, error: Exception, code: int) -> bool:
    """5xx about this message is the last word; 4xx and silence are tried again, but not for ever."""
    return (isinstance(error, ABOUT_THE_MESSAGE) and code >= 500) or message.attempts > len(WAITS)


def mark(message: Message, state: State, error: str = "", **further: datetime | str) -> Message:
    """Write what became of it. One withdrawn while it was leaving is recorded as sent if it left, and only then."""
    rows = Message.objects.filter(pk=message.pk)
    if state != State.SENT:
        rows = rows.waiting().filter(claimed_until=message.claimed_until)
    written: dict[str, Any] = {"state": state, "claimed_until": None, "attempts": message.attempts}
    written["last_error"] = bounces.in_one_line(error)
    write_down(rows, written | further)
    message.state = state
    logger.info("message %s", state, extra={"message_pk": message.pk, "message_name": message.name})
    return message


def write_down(rows: MessageQuerySet, fields: Mapping[str, Any]) -> None:
    """Outlive a restart of the database: what left and is not written down would leave again."""
    for wait in PATIENCE:
        try:
            rows.update(**fields)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(wait)
        else:
            return
    rows.update(**fields)
