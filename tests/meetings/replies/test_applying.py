"""An answer from a calendar counts as any other answer, if it is trusted and newer than the one that counts."""

import pytest
from django.utils import timezone

from meetings.models import CalendarReply, Rsvp
from meetings.words import Choice, Door, ReplyState
from outbox import inbox
from outbox.models import Incoming
from tests.factories import make_meeting, make_member
from tests.meetings.replies import samples

pytestmark = pytest.mark.django_db


def take(raw, recipient=""):
    return inbox.take(raw, recipient, timezone.now())


def became(incoming):
    return (incoming.what, incoming.outcome)


def test_cal_i7_the_answer_of_every_client_counts_wherever_in_the_mail_it_stands():
    meeting, said = make_meeting(), {"ACCEPTED": Choice.ROOM, "TENTATIVE": Choice.MAYBE, "DECLINED": Choice.NO}
    for name, client in samples.CLIENTS.items():
        for partstat, choice in said.items():
            member = make_member()

            incoming = take(samples.reply(meeting, member, partstat, client=client))

            assert became(incoming) == (Incoming.What.REPLY, Incoming.Outcome.DONE), name
            answer = Rsvp.objects.get(member=member)
            assert (answer.choice, answer.door) == (choice, Door.REPLY), name
            assert CalendarReply.objects.get(member=member).state == ReplyState.APPLIED
