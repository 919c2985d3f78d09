"""An IMAP server of somebody else's making (pymap), in a process of its own, with one empty mailbox."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from imapclient import IMAPClient

from tests.postgres import free_port

START = "import sys; from pymap.main import main; sys.exit(main())"
USER, PASSWORD = "network", "a pass/word"


class ImapServer(NamedTuple):
    """Where it listens."""

    port: int

    @property
    def address(self) -> str:
        """As REPLY_MAILBOX names it."""
        return f"imap://{USER}:a%20pass%2Fword@127.0.0.1:{self.port}/INBOX"

    @contextmanager
    def opened(self) -> Iterator[IMAPClient]:
        """As its owner opens it with a mail program."""
        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30) as client:
            client.login(USER, PASSWORD)
            yield client

    def deliver(self, *mails: bytes) -> None:
        with self.opened() as client:
            for mail in mails:
                client.append("INBOX", mail)

    def empty(self) -> None:
        with self.opened() as client:
            for _, _, folder in client.list_folders():
                client.select_folder(folder)
                if found := client.search():
                    client.delete_messages(found)
                    client.expunge()

    def count(self, folder: str = "INBOX") -> int:
        """How many mails lie in a folder."""
        with self.opened() as client:
            if not client.folder_exists(folder):
                return 0
            client.select_folder(folder, readonly=True)
            return len(client.search("UNDELETED"))


@contextmanager
def running() -> Iterator[ImapServer]:
    port = free_port()
    listening = ["--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    user = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen(
        [sys.executable, "-c", START, *listening, *user], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield ImapServer(port)
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the mail server ended"
        time.sleep(0.05)
