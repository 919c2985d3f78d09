"""All checks at once, over within seconds whatever does not answer; what they found is kept with its date."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime
from typing import NamedTuple

from django.core.cache import cache

from . import dkim, dmarc, ours, servers, spf
from .dns import Dns
from .finding import Finding, Silent, State, not_asked

logger = logging.getLogger(__name__)

SECONDS = 10.0
KEPT, RUNNING = "deliverability:found", "deliverability:running"
DAYS_KEPT = 90


class Checked(NamedTuple):
    title: str
    finding: Finding


class Found(NamedTuple):
    at: datetime
    checks: list[Checked]


def checks(dns: Dns) -> dict[str, Callable[[], Finding]]:
    """Each check by what it looks at."""
    sender, replies = ours.sender_domain(), ours.reply_domain()
    return {
        "SPF": of_domain(sender, lambda: spf.check(dns, sender)),
        **(
            {"SPF of the reply address": of_domain(replies, lambda: spf.check(dns, replies))}
            if replies != sender
            else {}
        ),
        "DKIM": of_domain(sender, lambda: dkim.check(dns, sender)),
        "DMARC": of_domain(sender, lambda: dmarc.check(dns, sender)),
        "Mail to us (MX)": of_domain(replies, lambda: servers.mail_arrives(dns, replies)),
        "Name of the sending server": where_it_leaves(lambda: servers.name_backwards(dns)),
        "Sending server": where_it_leaves(servers.sending_server),
        "Reply mailbox": servers.reply_mailbox,
    }


def of_domain(domain: str, check: Callable[[], Finding]) -> Callable[[], Finding]:
    """An invented domain, as in the demonstration, is asked nothing."""
    if ours.is_invented(domain):
        return lambda: not_asked(f"{domain or 'The domain'} is an invented one, of which the DNS knows nothing.")
    return check


def where_it_leaves(check: Callable[[], Finding]) -> Callable[[], Finding]:
    return check if ours.is_smtp() else ours.way_out


def run(seconds: float = SECONDS) -> list[Checked]:
    """Ask all at the same time; whoever has not answered at the end did not answer."""
    ends = time.monotonic() + seconds
    asked = checks(Dns(ends))
    pool = ThreadPoolExecutor(max_workers=len(asked), thread_name_prefix="deliverability")
    futures = {title: pool.submit(check) for title, check in asked.items()}
    wait(futures.values(), timeout=seconds)
    pool.shutdown(wait=False, cancel_futures=True)
    return [Checked(title, result(future)) for title, future in futures.items()]


def result(future: "Future[Finding]") -> Finding:
    if not future.done():
        return Finding(State.SILENT, "Nothing answered in time. Try again later.")
    try:
        return future.result()
    except Silent:
        return Finding(State.SILENT, "Nothing answered. Try again later.")
    except Exception:  # whatever others answer, the other checks are shown
        logger.exception("check ended early")
        return Finding(State.SILENT, "What answered could not be read. Try again later.")


def renew(now: datetime) -> bool:
    """Check and keep what was found; False while another check is running."""
    if not cache.add(RUNNING, True, SECONDS * 2):
        return False
    try:
        cache.set(KEPT, Found(now, run()), DAYS_KEPT * 24 * 60 * 60)
    finally:
        cache.delete(RUNNING)
    return True


def last() -> Found | None:
    """What the last check found, and when that was."""
    return cache.get(KEPT)
