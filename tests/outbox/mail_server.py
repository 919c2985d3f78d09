"""A real SMTP server on this machine, which keeps what it takes and answers what a test tells it to."""

import contextlib
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.postgres import free_port

ACCEPTED = "250 OK"


class MailServer:
    """`answers` gives the reply to a recipient, `on_data` is called with what arrived, before the reply."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        self.on_data: Callable[[EmailMessage], str] = lambda email: ACCEPTED
        self.greetings = 0
        self.envelopes: list[tuple[str, list[str]]] = []
        self.emails: list[EmailMessage] = []
        self.port = 0

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, host: str, replies: list) -> list:
        self.greetings += 1
        session.host_name = host
        return replies

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        reply = self.answers.get(address, ACCEPTED)
        if reply == "hang up":
            server.transport.abort()
        if reply == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        email = message_from_bytes(envelope.content, policy=policy.default)
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos))
        self.emails.append(email)
        return self.on_data(email)

    @property
    def recipients(self) -> list[str]:
        return [address for _, addresses in self.envelopes for address in addresses]


@contextlib.contextmanager
def running() -> Iterator[MailServer]:
    """A mail server on a free port, until the block ends."""
    server = MailServer()
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ready_timeout=60)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
