"""An IMAP server that answers as it should but for one command, to which it says whatever a test wants."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

ABLE = b"* CAPABILITY IMAP4rev1 MOVE UIDPLUS NAMESPACE\r\n"
ANSWERS = {
    b"CAPABILITY": ABLE,
    b"NAMESPACE": b'* NAMESPACE (("" "/")) NIL NIL\r\n',
    b"LIST": b'* LIST () "/" "x"\r\n',
    b"SEARCH": b"* SEARCH 1\r\n",
    b"FETCH": b"* 1 FETCH (UID 1 BODY[]<0> {3}\r\nabc)\r\n",
}


@contextmanager
def lying(command: bytes, answer: bytes, *, drips: bool = False) -> Iterator[str]:
    """Gives the address of the mailbox. A server that drips sends its answer byte by byte, and never its end."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talk = Thread(target=converse, args=(listening, ANSWERS | {command: answer}, command if drips else b""))
        talk.start()
        yield f"imap://us:secret@127.0.0.1:{listening.getsockname()[1]}/INBOX"
        talk.join()


def converse(listening: socket.socket, answers: dict[bytes, bytes], dripping: bytes) -> None:
    with suppress(OSError):
        client = listening.accept()[0]
        client.sendall(b"* OK hello\r\n")
        for line in client.makefile("rb"):
            tag, *words = line.split()
            said = answers.get(words[1 if words[0] == b"UID" else 0], b"")
            if dripping in words:
                for letter in said:
                    client.sendall(bytes([letter]))
                    time.sleep(0.05)
            client.sendall(said + tag + b" OK done\r\n")
