"""Send what waits: each message is claimed by one sender, handed to the mail server, and marked."""

import logging
import smtplib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F

from .mime import as_email
from .models import Message, State

logger = logging.getLogger(__name__)

BATCH = 100
# Longer than the slowest conversation with a mail server; after a crash the message waits this long for its repeat.
LEASE = timedelta(minutes=10)
# How long a message waits after its first, second, ... attempt that came to nothing; then it has failed.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480, 960)]
# Answers about one message; a refusal of ourselves (our greeting, our From) is put right and then tried again.
ABOUT_THE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


class Unreachable(Exception):
    """No mail server answers; what waits keeps waiting, and no attempt is counted."""


def send_waiting(clock: Callable[[], datetime]) -> Iterator[Message]:
    """Send what is due, one message after the other over one connection, and give each as it was left.

    Safe in several processes at once and after a kill. The clock is read for each message, because a long queue takes
    longer than a lease. Raises Unreachable.
    """
    server = mail.get_connection()
    try:
        for message in in_order(clock):
            reach(server)
            if claim(message, clock()):
                yield attempt(message, server, clock)
    finally:
        server.close()


def in_order(clock: Callable[[], datetime]) -> Iterator[Message]:
    """Walk once through what is free, as it was written, also through what is written meanwhile."""
    last = 0
    while batch := list(Message.objects.free(clock()).filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def reach(server: BaseEmailBackend) -> None:
    """Open the connection unless it is open already."""
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(type(error).__name__) from error


def claim(message: Message, now: datetime) -> bool:
    """Take a message for this sender until the lease ends; False when another was quicker."""
    mine = Message.objects.due(now).filter(pk=message.pk)
    taken = mine.update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
    message.attempts += 1
    return taken == 1


def attempt(message: Message, server: BaseEmailBackend, clock: Callable[[], datetime]) -> Message:
    """Hand a claimed message to the mail server and write down what became of it."""
    if message.attempts > len(WAITS) + 1:
        return mark(message, State.FAILED, "Each sender that tried ended before the mail server answered.")
    try:
        server.send_messages([as_email(message)])
    except Exception as error:  # whatever is wrong with one message, the next one is sent
        code, words = answer(error)
        if code in (0, 421):
            server.close()
        if final(message, error, code):
            return mark(message, State.FAILED, words)
        return mark(message, State.WAITING, words, next_attempt_at=clock() + WAITS[message.attempts - 1])
    return mark(message, State.SENT, sent_at=clock())


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


def mark(message: Message, state: State, error: str = "", **fields: datetime) -> Message:
    """Write what became of it. One withdrawn while it was leaving is recorded as sent if it left, and only then."""
    rows = Message.objects.filter(pk=message.pk)
    if state != State.SENT:
        rows = rows.waiting()
    rows.update(state=state, claimed_until=None, last_error=error[:300], **fields)
    message.state = state
    logger.info("message %s", state, extra={"message_pk": message.pk, "message_name": message.name})
    return message
