"""Ninety days after it left nobody needs to read a message again: its words go, and the log of it stays. So long after
it came in, nobody needs to know from whom a mail was."""

from datetime import datetime, timedelta

from .models import Incoming, Message, State

KEPT = timedelta(days=90)
# So many in one go, so that what waits is not held up when there is much to erase.
AT_ONCE = 2000
NOT_SENT = (State.FAILED, State.WITHDRAWN, State.LATE)


def erase_words(now: datetime) -> int:
    """By the clock: take subject, text, HTML, calendar and headers out of what left, or was to leave, that long ago."""
    with_words = Message.objects.filter(words_erased_at=None)
    sent = with_words.filter(state=State.SENT, sent_at__lte=now - KEPT)
    not_sent = with_words.filter(state__in=NOT_SENT, next_attempt_at__lte=now - KEPT)
    return sum(erase(list(old.order_by().values_list("pk", flat=True)[:AT_ONCE]), now) for old in (sent, not_sent))


def erase(pks: list[int], now: datetime) -> int:
    nothing = {"subject": "", "text": "", "html": "", "calendar": "", "headers": {}}
    return Message.objects.filter(pk__in=pks).exclude(state=State.WAITING).update(**nothing, words_erased_at=now)


def erase_senders(now: datetime) -> int:
    """By the clock: forget who sent the mails that came in that long ago, unless somebody is still to look at them."""
    seen = Incoming.objects.filter(received_at__lte=now - KEPT).exclude(outcome=Incoming.Outcome.TO_CHECK)
    return seen.exclude(sender="", message_id="").update(sender="", message_id="")
