"""Messages that did not arrive, and the addresses to which nothing is sent any more because of that (cal-L7).

Only a report about a message that we really sent counts, and shows it by the random Message-ID of that message. Else
anybody could stop anybody's mail with a report of their own making.
"""

import re
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from .models import Bounce, Incoming, Message, StoppedAddress

# An address that does not exist, or no longer (RFC 3463): two messages in two weeks are no slip of a server.
FOR_GOOD = re.compile(r"5\.1\.(?:0|1|2|3|6|10)|5\.2\.1")
FINAL, WITHIN = 2, timedelta(days=14)
# A full mailbox, a server that takes us for spam, and the like: patience.
ANY, WITHIN_LONGER = 5, timedelta(days=30)


def is_for_good(status: str) -> bool:
    """Say whether a status means that there is no such mailbox."""
    return bool(FOR_GOOD.fullmatch(status.strip()))


@transaction.atomic
def record(
    message: Message,
    status: str,
    said: str,
    now: datetime,
    *,
    for_good: bool | None = None,
    incoming: Incoming | None = None,
) -> Bounce:
    """Note once that a message of ours did not arrive; after enough of them its address gets no more mail.

    `status` is as in RFC 3463 ("5.1.1"), `said` what the other server said.
    """
    is_final = is_for_good(status) if for_good is None else for_good
    bounce, is_new = Bounce.objects.get_or_create(
        message=message,
        defaults={"address": folded(message.recipient), "at": now, "is_final": is_final, "incoming": incoming}
        | {"status": status[:20], "said": in_one_line(said)},
    )
    if is_new and is_enough(bounce.address, now):
        stop(bounce.address, why_stopped(bounce), now)
    return bounce


def refused(message: Message, said: str, now: datetime) -> None:
    """Count what our own mail server refused at once because there is no such mailbox: "550 5.1.1 Unknown user"."""
    status = next(iter(said.split()[1:]), "")
    if is_for_good(status):
        with suppress(IntegrityError):  # whoever it was to was erased this moment, and it with them
            record(message, status, said, now)


def note_unproved(address: str, status: str, said: str, now: datetime, incoming: Incoming) -> Bounce:
    """Note, for people to read, a report about no message that can be told; it stops nothing."""
    words = {"status": status[:20], "said": in_one_line(said)}
    return Bounce.objects.create(address=folded(address), at=now, is_final=False, incoming=incoming, **words)


def is_enough(address: str, now: datetime) -> bool:
    """Say whether so many messages to an address came to nothing that another is no use."""
    counted = Bounce.objects.filter(address=folded(address), forgiven_at=None).exclude(message=None)
    final = counted.filter(is_final=True, at__gt=now - WITHIN).count()
    return final >= FINAL or counted.filter(at__gt=now - WITHIN_LONGER).count() >= ANY


def why_stopped(bounce: Bounce) -> str:
    how = "There seems to be no such mailbox" if bounce.is_final else "Message after message did not arrive"
    return f"{how}: {bounce.status} {bounce.said}".strip(" :")


def is_stopped(address: str) -> bool:
    """Say whether nothing is sent to this address any more."""
    return StoppedAddress.objects.filter(address=folded(address)).exists()


def stopped(address: str) -> StoppedAddress | None:
    """Since when, and why, nothing is sent to this address; None if it gets our mail."""
    return StoppedAddress.objects.filter(address=folded(address)).first()


def stop(address: str, why: str, now: datetime) -> StoppedAddress:
    """Send nothing to an address any more, until somebody says that it works again."""
    values = {"since": now, "why": in_one_line(why)}
    return StoppedAddress.objects.get_or_create(address=folded(address), defaults=values)[0]


@transaction.atomic
def let_go_on(address: str, now: datetime) -> bool:
    """Send to an address again; what did not arrive until now counts no more. Gives whether it was stopped."""
    Bounce.objects.filter(address=folded(address), forgiven_at=None).update(forgiven_at=now)
    return bool(StoppedAddress.objects.filter(address=folded(address)).delete()[0])


def folded(address: str) -> str:
    return address.strip().lower()


def in_one_line(said: str) -> str:
    return " ".join(said.replace("\x00", "").split())[:300]
