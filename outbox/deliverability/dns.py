"""Questions to the DNS, each short and all of them over by one time. What is not there is an empty list."""

import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from dns import exception, name, nameserver, resolver, reversename

from .finding import Silent

ONE_QUESTION, ONE_SERVER = 3.0, 1.5  # seconds
NOTHING_THERE = (resolver.NXDOMAIN, resolver.NoAnswer, name.LabelTooLong, name.EmptyLabel, name.NameTooLong)


class Dns:
    """Asks the servers of DNS_SERVERS, or those of this machine; `ends` is a time of `time.monotonic`."""

    def __init__(self, ends: float) -> None:
        self.ends = ends

    def texts(self, at: str) -> list[str]:
        """The TXT records at a name, each in one piece."""
        return [b"".join(row.strings).decode(errors="replace") for row in self.ask(at, "TXT")]

    def mail_servers(self, domain: str) -> list[str]:
        """Where mail for a domain goes, first choice first; "." says that it takes none (RFC 7505)."""
        rows = sorted(self.ask(domain, "MX"), key=lambda row: row.preference)
        return [row.exchange.to_text(omit_final_dot=row.exchange != name.root) for row in rows]

    def addresses(self, host: str) -> list[str]:
        return [row.address for kind in ("A", "AAAA") for row in self.ask(host, kind)]

    def names(self, address: str) -> list[str]:
        """What an address is called backwards."""
        return [row.target.to_text(omit_final_dot=True) for row in self.ask(reversename.from_address(address), "PTR")]

    def ask(self, at: "str | name.Name", kind: str) -> Iterable[Any]:
        """The records of one kind at a name. Raises Silent."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise Silent
        try:
            return self.resolver().resolve(at, kind, search=False, lifetime=min(left, ONE_QUESTION))
        except NOTHING_THERE:
            return []
        except (exception.DNSException, OSError) as error:
            raise Silent(type(error).__name__) from error

    def resolver(self) -> resolver.Resolver:
        asked = resolver.Resolver(configure=not settings.DNS_SERVERS)
        if settings.DNS_SERVERS:
            asked.nameservers = [server(each) for each in settings.DNS_SERVERS]
        asked.timeout = ONE_SERVER
        return asked


def server(setting: str) -> nameserver.Nameserver:
    """An address such as 192.0.2.1, 192.0.2.1:5353, 2001:db8::1 or [2001:db8::1]:5353."""
    is_bare = setting.count(":") > 1 and not setting.startswith("[")
    place = urlsplit(f"//[{setting}]" if is_bare else f"//{setting}")
    return nameserver.Do53Nameserver(place.hostname or "", place.port or 53)
