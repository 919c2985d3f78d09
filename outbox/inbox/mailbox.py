"""The network's own mailbox, read by IMAP: each mail is taken, then put away into a folder.

Whatever lies in the mailbox itself is still to be read, whether or not somebody looked at it, so nothing is lost. A
mail that was taken and, because of a crash, not put away is taken again, which changes nothing.
"""

import imaplib
import ipaddress
import socket
import ssl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from threading import Timer
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from ..models import Incoming
from .mail import LARGEST
from .taking import take

SECONDS = 20  # for each answer of the server
PATIENCE = 60  # seconds for one reading; what is left is read the next time
LONGEST = 6 * 60 * 60  # seconds, for a reading that has no end of its own
BATCH = 20
# What people wrote stays for somebody to read; what machines wrote goes after a while.
FROM_PEOPLE, FROM_MACHINES = "Written by people", "Dealt with"
KEPT = timedelta(days=30)
BODY = f"BODY.PEEK[]<0.{LARGEST + 1}>"
# What the libraries stumble over when a server talks nonsense, besides what they call an error.
NONSENSE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, RecursionError)
TROUBLE = (OSError, IMAPClientError, imaplib.IMAP4.error, *NONSENSE)


class OutOfReach(Exception):
    """The mailbox cannot be read now; the words are for a coordinator and hold no password."""


class Address(NamedTuple):
    """Where the mailbox is, as REPLY_MAILBOX says it."""

    host: str
    port: int | None
    is_encrypted: bool
    user: str
    password: str
    folder: str

    def __str__(self) -> str:
        return f"{self.user} at {self.host}, {self.folder}"

    @classmethod
    def set(cls) -> Self:
        """Raises OutOfReach for a setting that is none."""
        try:
            box = urlsplit(settings.REPLY_MAILBOX)
            port, host = box.port, box.hostname or ""
        except ValueError as error:
            raise OutOfReach("REPLY_MAILBOX is no address of a mailbox.") from error
        if box.scheme not in ("imap", "imaps") or not host:
            raise OutOfReach("REPLY_MAILBOX has to begin with imaps:// and name a server.")
        user, password = unquote(box.username or ""), unquote(box.password or "")
        return cls(host, port, box.scheme == "imaps", user, password, unquote(box.path.strip("/")) or "INBOX")


def read(now: datetime, *, seconds: float = PATIENCE, forget: bool = False) -> Iterator[Incoming]:
    """Take what waits, the first that came first, for so many seconds; `forget` what machines wrote long ago.

    Raises OutOfReach. What was taken until then is taken.
    """
    box, ends = Address.set(), time.monotonic() + seconds
    try:
        with opened(box, seconds + SECONDS) as server:
            people, machines = folders(server)
            server.select_folder(box.folder)
            waiting = server.search("UNDELETED")
            while waiting and time.monotonic() < ends:
                batch, waiting = waiting[:BATCH], waiting[BATCH:]
                taken = dict(taking(server, batch, now))
                yield from taken.values()
                put_away(server, [uid for uid, row in taken.items() if row.what == Incoming.What.OTHER], people)
                put_away(server, [uid for uid, row in taken.items() if row.what != Incoming.What.OTHER], machines)
            if forget:
                delete_before(server, machines, (now - KEPT).date())
    except TROUBLE as error:
        raise OutOfReach(in_words(error, box)) from error


@contextmanager
def opened(box: Address, seconds: float = 2 * SECONDS) -> Iterator[IMAPClient]:
    """A connection on which we are signed in; never in the clear across a network.

    It ends after so many seconds: a server may drip, and its every next byte come in time.
    """
    server = IMAPClient(box.host, port=box.port, ssl=box.is_encrypted, timeout=SECONDS)
    timer = Timer(min(seconds, LONGEST), hang_up, [server])
    timer.daemon = True
    timer.start()
    try:
        if not box.is_encrypted and not is_this_machine(box.host):
            server.starttls(ssl.create_default_context())
        server.login(box.user, box.password)
        yield server
    finally:
        with suppress(*TROUBLE):
            server.logout()
        timer.cancel()


def hang_up(server: IMAPClient) -> None:
    with suppress(OSError):
        server.socket().shutdown(socket.SHUT_RDWR)


def is_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def folders(server: IMAPClient) -> tuple[str, str]:
    """The names of the two folders, made where they are missing."""
    before = ""
    if server.has_capability("NAMESPACE"):
        personal = server.namespace().personal
        before = personal[0][0] if personal else ""
    names = (f"{before}{FROM_PEOPLE}", f"{before}{FROM_MACHINES}")
    for name in names:
        if not server.folder_exists(name):
            server.create_folder(name)
    return names


def taking(server: IMAPClient, uids: Sequence[int], now: datetime) -> Iterator[tuple[int, Incoming]]:
    """Take each of these mails; of one that is too large only as much as shows that it is."""
    fetched = server.fetch(uids, [BODY])
    for uid in uids:
        raw = fetched.get(uid, {}).get(b"BODY[]<0>")
        if isinstance(raw, bytes):
            yield uid, take(raw, "", now)


def put_away(server: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """Move mails out of the mailbox; where the server cannot move, copy and delete."""
    if not uids:
        return
    if server.has_capability("MOVE"):
        server.move(uids, folder)
        return
    server.copy(uids, folder)
    delete(server, uids)


def delete(server: IMAPClient, uids: Sequence[int]) -> None:
    server.delete_messages(uids, silent=True)
    if server.has_capability("UIDPLUS"):
        server.uid_expunge(uids)


def delete_before(server: IMAPClient, folder: str, day: date) -> None:
    server.select_folder(folder)
    if old := server.search(["UNDELETED", "BEFORE", day]):
        delete(server, old)


def in_words(error: Exception, box: Address) -> str:
    """What is wrong, for whoever runs the network; what a server says may hold anything and is left out."""
    match error:
        case LoginError():
            return f"{box.host} refuses our name or password."
        case CapabilityError():
            return f"{box.host} offers no encryption, so the password is not sent."
        case ssl.SSLError():
            return f"The certificate of {box.host} is not good."
        case OSError():
            return f"{box.host} does not answer ({type(error).__name__})."
        case _:
            return f"{box.host} does not let us read {box.folder} ({type(error).__name__})."
