"""A mail server that takes everything as fast as it comes, as a process of its own; prints its port, then nothing."""

import socket
import sys
import threading

GREETING, GO_ON, OK = b"220 quick.example ESMTP\r\n", b"354 Go on\r\n", b"250 2.0.0 Ok: queued\r\n"
HELLO = b"250-quick.example\r\n250-PIPELINING\r\n250 SIZE 10000000\r\n"


def talk(line: socket.socket) -> None:
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    said = line.makefile("rb")
    line.sendall(GREETING)
    while command := said.readline()[:4].upper():
        if command == b"DATA":
            line.sendall(GO_ON)
            while said.readline() != b".\r\n":
                pass
        line.sendall(HELLO if command == b"EHLO" else OK)


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0), backlog=50)
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    while True:
        line, _ = listener.accept()
        threading.Thread(target=talk, args=(line,), daemon=True).start()


if __name__ == "__main__":
    main()
