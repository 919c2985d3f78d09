"""What the desk says of mail that came in or came back."""

from django.urls import reverse

from outbox.inbox import by_the_clock, dealing
from outbox.models import StoppedAddress

from .today import Line, Rank, waiting


def lines() -> list[Line]:
    """What people wrote, whose address gets no mail, and a mailbox that cannot be read."""
    from_people = reverse("admin:outbox_incoming_changelist") + "?outcome__exact=to_check&what__exact=other"
    stopped = StoppedAddress.objects.count()
    return [
        *mailbox_line(),
        waiting("Mail that people wrote to the network", from_people, dealing.from_people().count()),
        waiting("Addresses that get no mail", reverse("admin:outbox_stoppedaddress_changelist"), stopped, "stopped"),
    ]


def mailbox_line() -> list[Line]:
    mailbox = by_the_clock.present()
    if mailbox is None or not mailbox.trouble:
        return []
    return [Line("The mailbox for answers", reverse("admin:outbox_incoming_changelist"), mailbox.trouble, Rank.NOW)]
