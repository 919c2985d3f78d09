"""A thousand answers in one night: read from a real mailbox in a time that `tick` has."""

from time import monotonic

import pytest
from django.utils import timezone

from meetings.models import Rsvp
from outbox.inbox import mailbox
from tests.factories import make_meeting, make_member
from tests.meetings.replies import samples
from tests.outbox.inbox import imap_server


@pytest.mark.deep
@pytest.mark.django_db
def test_a_thousand_replies_are_read_and_applied_within_two_minutes(settings):
    members, meetings = [make_member() for _ in range(50)], [make_meeting(room_capacity=60) for _ in range(20)]
    mails = [samples.reply(meeting, member) for meeting in meetings for member in members]
    with imap_server.running() as server:
        settings.REPLY_MAILBOX = server.address
        server.deliver(*mails)
        began = monotonic()

        taken = sum(1 for _ in mailbox.read(timezone.now(), seconds=1000))

        took = monotonic() - began
    assert (taken, Rsvp.objects.count()) == (1000, 1000)
    assert took < 120, f"{took:.0f} s"
    print(f"1,000 replies in {took:.1f} s")  # noqa: T201
