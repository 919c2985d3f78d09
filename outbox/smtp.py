"""Our side of the conversation with the mail server: patient where repeating would hurt, never for ever."""

import io
import smtplib
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, cast

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from .mime import in_header

# A server may look through a message for so long before it takes it (RFC 5321, 4.5.3.2.6); whoever hangs up earlier
# sends it twice. All other answers come within EMAIL_TIMEOUT.
LAST_ANSWER = 600
# So long for the goodbye, on which nothing depends.
GOODBYE = 2
# So often, in seconds, the sender can do something else while a server thinks.
SLICE = 5


def connection(while_waiting: Callable[[], None]) -> BaseEmailBackend:
    """The mail server of the settings; another way of sending mail stays as it is."""
    usual = mail.get_connection()
    return Backend(while_waiting) if type(usual) is EmailBackend else usual


class Wire(io.RawIOBase):
    """What a server says, up to a deadline for the whole of an answer, however slowly it drips."""

    def __init__(self, source: socket.socket, while_waiting: Callable[[], None]) -> None:
        self.source, self.while_waiting, self.deadline = source, while_waiting, 0.0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while (left := self.deadline - time.monotonic()) > 0:
            self.source.settimeout(min(left, SLICE))
            try:
                return self.source.recv_into(buffer)
            except TimeoutError:
                self.while_waiting()
        raise TimeoutError("no answer in time")


class Conversation(smtplib.SMTP):
    """Knows who answers and what was said last, and waits for each answer as long as it deserves."""

    def __init__(self, *where: Any, **how: Any) -> None:
        self.while_waiting: Callable[[], None] = lambda: None
        self.server_name = self.said = ""
        self.taken = 0
        self.is_begun = False  # a message: its sender was accepted
        self.wire: Wire | None = None
        self.patience: float | None = None
        super().__init__(*where, **how)

    def connect(self, *where: Any, **how: Any) -> tuple[int, bytes]:
        code, greeting = super().connect(*where, **how)
        self.server_name = as_words(greeting).partition(" ")[0]
        return code, greeting

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock:  # at first, and anew once the line is encrypted
            self.wire = Wire(self.sock, lambda: self.while_waiting())
            self.file = io.BufferedReader(self.wire)
        if self.wire:
            self.wire.deadline = time.monotonic() + (self.patience or self.timeout)
        code, said = super().getreply()
        if self.sock:
            self.sock.settimeout(self.timeout)
        self.patience = LAST_ANSWER if code == 354 else None
        return code, said

    def mail(self, *sender: Any, **options: Any) -> tuple[int, bytes]:
        self.is_begun = False
        code, said = super().mail(*sender, **options)
        self.is_begun = code == 250
        return code, said

    def data(self, msg: Any) -> tuple[int, bytes]:
        code, said = super().data(msg)
        self.said = as_words(said)
        self.taken += code == 250
        return code, said

    def sendmail(
        self,
        from_addr: str,
        to_addrs: str | Sequence[str],
        msg: Any,
        mail_options: Sequence[str] = (),
        rcpt_options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        """In two steps instead of four where the server hears several commands at once (RFC 2920)."""
        self.ehlo_or_helo_if_needed()
        if not self.has_extn("pipelining") or isinstance(to_addrs, str) or len(to_addrs) != 1:
            return super().sendmail(from_addr, to_addrs, msg, mail_options, rcpt_options)
        self.is_begun = False
        self.send(at_once(from_addr, to_addrs[0]))
        answer = self.getreply()
        if answer[0] != 250:
            raise self.refused(smtplib.SMTPSenderRefused(*answer, from_addr), answer[0], still_to_come=2)
        self.is_begun = True
        answer = self.getreply()
        if answer[0] not in (250, 251):
            raise self.refused(smtplib.SMTPRecipientsRefused({to_addrs[0]: answer}), answer[0], still_to_come=1)
        answer = self.getreply()
        if answer[0] == 354:
            self.send(dotted(msg))
            answer = self.getreply()
        if answer[0] != 250:
            raise self.refused(smtplib.SMTPDataError(*answer), answer[0])
        self.said, self.taken = as_words(answer[1]), self.taken + 1
        return {}

    def refused(self, error: smtplib.SMTPException, code: int, still_to_come: int = 0) -> smtplib.SMTPException:
        """Leave the line ready for the next message, or closed if the server says goodbye."""
        if code == 421:
            self.close()
            return error
        with suppress(smtplib.SMTPServerDisconnected):
            answers = [self.getreply()[0] for _ in range(still_to_come)]
            if answers[-1:] == [354]:  # goes on all the same: an empty message to nobody
                self.send(b".\r\n")
                self.getreply()
            self.rset()
        return error

    def quit(self) -> tuple[int, bytes]:
        self.patience = GOODBYE
        return super().quit()


class EncryptedConversation(Conversation, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class Backend(EmailBackend):
    """Django's, with our conversation; `while_waiting` is called every few seconds while a server thinks."""

    connection: Conversation | None

    def __init__(self, while_waiting: Callable[[], None]) -> None:
        super().__init__()
        self.while_waiting = while_waiting

    @property
    def connection_class(self) -> type[Conversation]:
        return EncryptedConversation if self.use_ssl else Conversation

    def open(self) -> bool | None:
        if self.connection and self.connection.sock is None:  # hung up meanwhile
            self.connection = None
        is_new = super().open()
        if self.connection:
            self.connection.while_waiting = self.while_waiting
        return is_new

    def _send(self, email_message: EmailMessage) -> bool:
        """Django's reads each address several times more, which took a tenth of the time of sending."""
        sender, *recipients = map(in_header, [email_message.from_email, *email_message.to])
        cast(Conversation, self.connection).sendmail(sender, recipients, email_message.message().as_bytes())
        return True


def has_had_enough(server: BaseEmailBackend, error: Exception) -> bool:
    """Say whether a server ended a connection on which it had taken messages, before it heard of the next one."""
    if not isinstance(server, Backend) or not server.connection:
        return False
    used = server.connection.taken > 0 and not server.connection.is_begun
    closed = (smtplib.SMTPServerDisconnected, smtplib.SMTPSenderRefused)
    return used and isinstance(error, closed) and getattr(error, "smtp_code", 421) == 421


def accepted_by(server: BaseEmailBackend) -> str:
    """Which mail server took the last message, and how it called it, as far as this way of sending mail knows."""
    if not isinstance(server, Backend) or not server.connection:
        return ""
    return f"{server.connection.server_name or server.host}: {server.connection.said}"


def at_once(sender: str, recipient: str) -> bytes:
    """The three commands before a message. Raises ValueError for an address that could hold a further one."""
    if any(end in address for address in (sender, recipient) for end in "\r\n"):
        raise ValueError("An address is one line.")
    commands = f"MAIL FROM:{smtplib.quoteaddr(sender)}\r\nRCPT TO:{smtplib.quoteaddr(recipient)}\r\nDATA\r\n"
    return commands.encode("ascii")


def dotted(message: bytes) -> bytes:
    """The message as it goes over the line: a dot before each dot at the beginning of a line, and one at the end."""
    return (b"\n" + message).replace(b"\n.", b"\n..")[1:].removesuffix(b"\r\n") + b"\r\n.\r\n"


def as_words(said: bytes) -> str:
    return " ".join(said.decode("ascii", "replace").replace("\x00", "").split())
