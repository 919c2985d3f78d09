"""A mail server that misbehaves to order, at any step of the conversation; and keeps what it said 250 to, no more."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

STEPS = ("greeting", "ehlo", "mail", "rcpt", "data", "content")
DROP, STALL, DRIP, LOST = "hang up", "stall", "drip", "take it and hang up"
USUAL = {"greeting": "220 bad.example ESMTP", "data": "354 Go on", "content": "250 2.0.0 Ok: queued as 1"}


class BadServer:
    """`misbehave` is asked at each step what to do instead of the usual answer: another answer, or one of the above."""

    def __init__(self) -> None:
        self.misbehave: Callable[[str], str] = lambda step: ""
        self.emails: list[EmailMessage] = []
        self.connections = 0
        self.hello = "250 bad.example"
        self.refused, self.last = False, ""
        self.needs = {"rcpt": "mail", "data": "rcpt"}
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listener.getsockname()[1]
        self.ended = threading.Event()

    def listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self.listener.accept()
                self.connections += 1
                threading.Thread(target=self.talk, args=(line,), daemon=True).start()

    def talk(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, line.makefile("rb") as said:
            going_on = self.answer(line, "greeting")
            while going_on and (command := said.readline()):
                going_on = self.obey(line, command[:4].decode().strip().lower(), said)

    def obey(self, line: socket.socket, command: str, said) -> bool:
        if command in ("quit", "rset"):
            line.sendall(b"250 As you like\r\n")
            return command == "rset"
        if command in self.needs and self.last != self.needs[command]:
            line.sendall(b"503 Not yet\r\n")
            return True
        if command != "data":
            going_on = self.answer(line, command)
            self.last = "" if self.refused else command
            return going_on
        if not self.answer(line, "data"):
            return False
        if self.refused:
            return True
        content = b"".join(each[each.startswith(b".") :] for each in iter(said.readline, b".\r\n"))
        return self.answer(line, "content", content)

    def answer(self, line: socket.socket, step: str, content: bytes = b"") -> bool:
        """Answer a step; False when the connection is over."""
        answer = self.misbehave(step) or (step == "ehlo" and self.hello) or USUAL.get(step, "250 Ok")
        self.refused = answer[:1] in "45"
        if step == "content" and (answer[:3] == "250" or answer == LOST):
            self.emails.append(message_from_bytes(content, policy=policy.default))
        if answer == STALL:
            self.ended.wait(20)
        if answer == DRIP:
            for letter in "250-" + "very slowly " * 20:
                line.sendall(letter.encode())
                time.sleep(0.05)
        if answer in (DROP, STALL, DRIP, LOST):
            return False
        line.sendall(f"{answer}\r\n".encode())
        return not answer.startswith("421")

    @property
    def recipients(self) -> list[str]:
        return [str(email["To"]) for email in self.emails]


@contextlib.contextmanager
def running() -> Iterator[BadServer]:
    server = BadServer()
    listening = threading.Thread(target=server.listen, daemon=True)
    listening.start()
    try:
        yield server
    finally:
        server.ended.set()
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        listening.join()
