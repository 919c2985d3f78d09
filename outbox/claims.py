"""Which messages a sender holds: a few dozen at once, by a lease that it renews, so that nobody else sends them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import takewhile

from django.db import Error, transaction
from django.db.models import F

from .models import Message, MessageQuerySet

Clock = Callable[[], datetime]

BATCH = 40
# A sender that was killed holds its messages for so long; one that lives renews the lease while it works.
LEASE = timedelta(minutes=1)
# So often, in seconds, a sender makes sure that what it holds is still its own and not withdrawn.
RENEWED = 1.0


class Batch:
    """Messages in the hands of one sender, in the order in which they were written.

    The end of the lease is also its proof: each later claim of a message ends later, so that a sender which was held
    up for longer than its lease finds that the message is no longer its own.
    """

    def __init__(self, messages: Sequence[Message], until: datetime, clock: Clock) -> None:
        self.held = {message.pk: message for message in messages}
        self.until, self.clock = until, clock
        self.renewed_at = time.monotonic()

    def next(self) -> Message | None:
        """The first one that is still ours, or None when none is left."""
        self.renew()
        return next(iter(self.held.values()), None)

    def done(self, message: Message) -> None:
        self.held.pop(message.pk, None)

    def renew(self) -> None:
        """Hold what is still ours for longer, and forget what another sender took over or somebody withdrew."""
        if not self.held or time.monotonic() - self.renewed_at < RENEWED:
            return
        until = max(self.clock() + LEASE, self.until)
        ours = self.rewrite(until)
        self.held = {pk: message for pk, message in self.held.items() if pk in ours}
        self.until, self.renewed_at = until, time.monotonic()
        for message in self.held.values():
            message.claimed_until = until

    def let_go(self) -> None:
        """Leave what was not tried to whoever comes next."""
        with suppress(Error):  # then the lease ends by itself
            self.rewrite(None)
        self.held = {}

    def rewrite(self, until: datetime | None) -> set[int]:
        """Write another end of the lease on what is still ours, and say which those are."""
        mine = Message.objects.waiting().filter(pk__in=self.held, claimed_until=self.until)
        with transaction.atomic():
            ours = {message.pk for message in locked(mine.only("pk"))}
            Message.objects.filter(pk__in=ours).update(claimed_until=until)
        return ours


def batches(clock: Clock) -> Iterator[Batch]:
    """What may leave, batch by batch as it was written, and again from the start while that set further ones free."""
    last = found = 0
    while True:
        batch, last_seen = take(last, clock)
        if batch.held:
            found += 1
            yield batch
        if last_seen is None:
            if not found:
                return
            last = found = 0
        else:
            last = last_seen


def take(after: int, clock: Clock) -> tuple[Batch, int | None]:
    """Claim the next messages after this number; gives how far was looked, None at the end."""
    now = clock()
    until = now + LEASE
    with transaction.atomic():
        rows = alike([*locked(Message.objects.free(now).filter(pk__gt=after).order_by("pk"))[:BATCH]])
        due = set(Message.objects.due(now).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        mine = [row for row in rows if row.pk in due]
        # Of one whose sender ended before it was marked nobody knows whether that was its fault: it counts as tried.
        left_behind = 1 if mine and mine[0].claimed_until else 0
        Message.objects.filter(pk__in=due).update(claimed_until=until, attempts=F("attempts") + left_behind)
    for message in mine:
        message.claimed_until = until
        message.attempts += left_behind
    return Batch(mine, until, clock), rows[-1].pk if rows else None


def locked(messages: MessageQuerySet) -> MessageQuerySet:
    """Lock them without waiting for anybody, so that a sender and a coordinator's deed never wait for each other."""
    return messages.select_for_update(no_key=True, skip_locked=True)


def alike(rows: list[Message]) -> list[Message]:
    """As many as one batch takes: what a dead sender left behind goes one by one, because one may have ended it."""
    return list(takewhile(lambda row: row.claimed_until is None, rows)) or rows[:1]
