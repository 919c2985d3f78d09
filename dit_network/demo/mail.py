"""Mail that never leaves this machine: one file per message, shared by every process, read on a page."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedEmail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Keeps what would leave, sign-in codes too."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            keep(email.message().as_bytes())
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """One kept message, as its page shows it."""

    name: str
    kept_at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str
    calendar: str = ""


def folder() -> Path:
    return Path(settings.DEMO_MAIL)


def keep(content: bytes) -> Path:
    """Write a message beside the others, whole or not at all; names sort by time."""
    folder().mkdir(parents=True, exist_ok=True)
    target = folder() / f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(content)
    return unfinished.replace(target)


def names() -> list[str]:
    """The kept messages, newest first."""
    return sorted((path.stem for path in folder().glob("*.eml")), reverse=True)


def read(name: str) -> Letter | None:
    """One kept message, or None when there is none of that name."""
    path = folder() / f"{name}.eml"
    if not path.exists():
        return None
    email = message_from_bytes(path.read_bytes(), policy=policy.default)
    return Letter(
        name=name,
        kept_at=datetime.fromtimestamp(int(name.partition("-")[0]) / 1e9, UTC),
        to=str(email["To"]),
        sender=str(email["From"]),
        subject=str(email["Subject"]),
        text=part(email, "plain"),
        html=part(email, "html"),
        calendar=calendar_of(email),
    )


def part(email: ParsedEmail, kind: str) -> str:
    body = email.get_body((kind,))
    return body.get_content() if body else ""


def calendar_of(email: ParsedEmail) -> str:
    """The iCalendar text that a calendar program would take from it."""
    parts = [each for each in email.walk() if each.get_content_type() == "text/calendar"]
    return str(parts[0].get_content()) if parts else ""


def empty() -> None:
    """Throw away the mail of an earlier demonstration."""
    for path in folder().glob("*.eml"):
        path.unlink(missing_ok=True)
