"""By the clock: read the mailbox at most once a minute, whoever runs, and keep in mind how it was found."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from ..models import Mailbox
from . import mailbox

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
# A server that refuses us is not asked every minute: some lock out who knocks too often.
AFTER_TROUBLE = timedelta(minutes=5)


def read_mailbox(now: datetime) -> None:
    """Read what waits, if this is the time; a mailbox out of reach is noted for coordinators, and no error."""
    if not settings.REPLY_MAILBOX:
        return
    row = Mailbox.objects.get_or_create(address=name())[0]
    if not claim(row, now):
        return
    first_of_the_day = row.looked_at is None or row.looked_at.date() != now.date()
    try:
        count = sum(1 for _ in mailbox.read(now, forget=first_of_the_day))
    except mailbox.OutOfReach as trouble:
        note_trouble(row, str(trouble), now)
    else:
        note_read(row, now)
        if count:
            logger.info("mailbox read", extra={"count": count})


def name() -> str:
    """What the row of the present mailbox is called; a setting that is none has a row too."""
    try:
        return str(mailbox.Address.set())[:254]
    except mailbox.OutOfReach:
        return "REPLY_MAILBOX"


def claim(row: Mailbox, now: datetime) -> bool:
    """Take this reading for this process; False if it is too early, or another was quicker."""
    due = Q(looked_at=None) | Q(trouble="", looked_at__lte=now - EVERY) | Q(looked_at__lte=now - AFTER_TROUBLE)
    return Mailbox.objects.filter(due, pk=row.pk).update(looked_at=now) == 1


def note_trouble(row: Mailbox, words: str, now: datetime) -> None:
    logger.warning("mailbox out of reach", extra={"error": words})
    Mailbox.objects.filter(pk=row.pk, troubled_since=None).update(troubled_since=now)
    Mailbox.objects.filter(pk=row.pk).update(trouble=words[:300])


def note_read(row: Mailbox, now: datetime) -> None:
    Mailbox.objects.filter(pk=row.pk).update(read_at=now, trouble="", troubled_since=None)


def present() -> Mailbox | None:
    """How the mailbox that the settings name was last found; None if there is none, or nobody has looked yet."""
    return Mailbox.objects.filter(address=name()).first() if settings.REPLY_MAILBOX else None
