"""Replies that a mail program of other people really sends to our invitations, through the door of the mailbox."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import planning
from meetings.models import CalendarReply, Meeting
from meetings.words import Choice, Door, ReplyState, Status
from outbox import inbox
from outbox.models import Incoming, Message
from tests.factories import make_meeting, make_member

from . import gnus
from .mails import mails

pytestmark = [
    pytest.mark.whole,
    pytest.mark.django_db,
    pytest.mark.skipif(bool(gnus.missing()), reason=gnus.missing()),
]


def invite(**fields) -> Meeting:
    """A meeting that was announced an hour ago."""
    draft = make_meeting(status=Status.DRAFT, published_at=None, **fields)
    return planning.publish(draft, timezone.now() - timedelta(hours=1), by=None)


def arrive(sent: list[bytes]) -> list[Incoming]:
    """Each reply comes to the address that Gnus sent it to."""
    return [inbox.take(mail, "", timezone.now()) for mail in sent]


@pytest.mark.parametrize(
    ("button", "choice"), [("accept", Choice.ROOM), ("tentative", Choice.MAYBE), ("decline", Choice.NO)]
)
def test_cal_i7_what_somebody_presses_in_gnus_becomes_their_answer(button, choice):
    member, other = make_member(name='Zoë "Zo" Ångström; MSc, PhD'), make_member()
    meeting = invite(title="Endings, beginnings; and what lies between 🎓")
    (invitation,) = mails(Message.objects.filter(user=member.user))

    arrived = arrive(gnus.answer([invitation], member.user.email, button))

    assert [(each.what, each.outcome, each.why) for each in arrived] == [
        (Incoming.What.REPLY, Incoming.Outcome.DONE, "")
    ]
    answer = meeting.rsvps.get()
    assert (answer.member, answer.choice, answer.door) == (member, choice, Door.REPLY)
    assert CalendarReply.objects.get().state == ReplyState.APPLIED
    assert not meeting.rsvps.filter(member=other).exists()


def test_con_19_a_change_of_mind_in_gnus_counts_and_what_it_sent_before_counts_no_more():
    member, meeting = make_member(), invite()
    invitation = mails(Message.objects.filter(user=member.user))

    yes = gnus.answer(invitation, member.user.email, "accept")
    no = gnus.answer(invitation, member.user.email, "decline")
    arrived = arrive([*yes, *no, *yes])

    assert meeting.rsvps.get().choice == Choice.NO
    assert [each.outcome for each in arrived] == [Incoming.Outcome.DONE] * 3
    assert CalendarReply.objects.count() == 2


def test_cal_i8_a_yes_from_gnus_to_the_old_time_has_to_be_confirmed():
    member, meeting = make_member(), invite()
    invitation = mails(Message.objects.filter(user=member.user))
    planning.change(
        meeting,
        timezone.now() - timedelta(minutes=30),
        by=None,
        starts_at=meeting.starts_at + timedelta(days=1),
        ends_at=meeting.ends_at + timedelta(days=1),
    )

    arrive(gnus.answer(invitation, member.user.email, "accept"))

    answer = meeting.rsvps.get()
    assert answer.choice == Choice.ROOM
    assert answer.confirm_by is not None
