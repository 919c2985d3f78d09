"""What left, waits, failed and came back lately, from rows alone."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, Min

from ..models import Bounce, Incoming, Mailbox, Message, State, StoppedAddress

WEEK = timedelta(days=7)


class Lately(NamedTuple):
    """Figures for the page of coordinators."""

    sent: Message | None
    waiting: int
    oldest: datetime | None
    failed: int
    bounced: int
    stopped: int
    read: Incoming | None
    mailbox: Mailbox | None


def lately(now: datetime) -> Lately:
    """The last message that left, what waits, and what went wrong in the last seven days."""
    waiting = (
        Message.objects.waiting().filter(next_attempt_at__lte=now).aggregate(n=Count("pk"), oldest=Min("created_at"))
    )
    return Lately(
        sent=Message.objects.filter(state=State.SENT).defer("text", "html", "calendar").order_by("-sent_at").first(),
        waiting=waiting["n"],
        oldest=waiting["oldest"],
        failed=Message.objects.failed().filter(created_at__gte=now - WEEK).count(),
        bounced=Bounce.objects.filter(at__gte=now - WEEK).count(),
        stopped=StoppedAddress.objects.count(),
        read=Incoming.objects.order_by("-received_at").first(),
        mailbox=Mailbox.objects.order_by("-looked_at").first() if settings.REPLY_MAILBOX else None,
    )
