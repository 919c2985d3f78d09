"""Messages of the outbox as what reaches somebody's calendar: by itself, and within its mail."""

from collections.abc import Iterable

from outbox import mime
from outbox.models import Message


def calendars(messages: Iterable[Message]) -> list[bytes]:
    return [message.calendar.encode() for message in messages if message.calendar]


def mails(messages: Iterable[Message]) -> list[bytes]:
    """The mails with a calendar, as their bytes leave."""
    return [mime.as_email(message).message().as_bytes() for message in messages if message.calendar]
