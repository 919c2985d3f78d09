"""Old messages lose their words, and the log of them stays; old mails that came in lose their sender. After how long
says the retention schedule, which calls this."""

from datetime import datetime

from django.db.models import Q, QuerySet

from .models import Incoming, Message, MessageQuerySet, State

NOT_SENT = (State.FAILED, State.WITHDRAWN, State.LATE)


def with_words_from_before(moment: datetime) -> MessageQuerySet:
    """What left, or was to leave, before this and still has its words."""
    old = Q(state=State.SENT, sent_at__lt=moment) | Q(state__in=NOT_SENT, next_attempt_at__lt=moment)
    return Message.objects.filter(old, words_erased_at=None)


def erase(pks: list[int], now: datetime) -> int:
    """Take subject, text, HTML, calendar and headers out."""
    nothing = {"subject": "", "text": "", "html": "", "calendar": "", "headers": {}}
    return Message.objects.filter(pk__in=pks).exclude(state=State.WAITING).update(**nothing, words_erased_at=now)


def with_senders_from_before(moment: datetime) -> QuerySet[Incoming]:
    """What came in before this, says from whom, and waits for nobody to look at it."""
    seen = Incoming.objects.filter(received_at__lt=moment).exclude(outcome=Incoming.Outcome.TO_CHECK)
    return seen.exclude(sender="", message_id="")
