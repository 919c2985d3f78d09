"""A DNS server on this machine, which knows what a test tells it and can be slow, broken or deaf."""

import contextlib
import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset


class DnsServer:
    """`zone` holds records by (name, kind); a name among `broken` gets SERVFAIL, one among `deaf` no answer at all."""

    def __init__(self) -> None:
        self.zone: dict[tuple[str, str], list[str]] = {}
        self.broken: set[str] = set()
        self.deaf: set[str] = set()
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.socket.getsockname()[1]}"

    def text(self, name: str, *records: str) -> None:
        """TXT records at a name; long ones in pieces, as the protocol wants it."""
        pieces = [" ".join(f'"{each[at : at + 200]}"' for at in range(0, len(each), 200)) for each in records]
        self.zone[name, "TXT"] = pieces

    def serve(self) -> None:
        while True:
            question, whom = self.socket.recvfrom(4096)
            if not question:
                return
            if answer := self.answer(dns.message.from_wire(question)):
                self.socket.sendto(answer.to_wire(max_size=4096), whom)

    def answer(self, query: dns.message.Message) -> dns.message.Message | None:
        asked = query.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(asked.rdtype)
        self.asked.append(name)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if name in self.deaf:
            return None
        if name in self.broken:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif rows := self.zone.get((name, kind)):
            reply.answer.append(dns.rrset.from_text_list(asked.name, 60, "IN", kind, rows))
        elif not any(known == name for known, _ in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", self.socket.getsockname())


@contextlib.contextmanager
def running() -> Iterator[DnsServer]:
    """A DNS server on a free port, until the block ends."""
    server = DnsServer()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join()
        server.socket.close()
