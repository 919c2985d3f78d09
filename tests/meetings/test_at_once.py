"""Deeds of two people at one moment that no other test of this folder has: one of them wins, and nothing is torn."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from meetings import handing_over, planning, plans, polls, roles, rsvp
from meetings.models import Meeting, Rsvp
from meetings.words import Choice, Duty, Status
from members import offices
from members.models.history import OfficeKind
from minutes import recording
from minutes.models import Action, Resolution
from minutes.recording import Promise
from tests.factories import make_coordinator, make_meeting, make_member, make_past_meeting, make_poll
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_of_two_who_choose_two_dates_of_one_poll_one_makes_a_meeting():
    poll, by, now = make_poll(), make_coordinator(), timezone.now()

    results = at_once([partial(polls.choose, date, now, by=by) for date in poll.dates.all()])

    assert kinds(results) == ["Meeting", "Refused"]
    assert [poll.meeting_id for poll in type(poll).objects.all()] == [Meeting.objects.get().pk]


def test_an_offer_that_is_taken_while_the_meeting_is_cancelled_is_taken_before_or_refused():
    now, (ada, ben) = timezone.now(), (make_member(), make_member())
    meeting = make_meeting(starts_at=now + timedelta(hours=3), room_capacity=1)
    for member, choice in ((ada, Choice.ROOM), (ben, Choice.ROOM), (ada, Choice.NO)):
        rsvp.answer(meeting, member, choice, now)
    assert Rsvp.objects.get(member=ben).offer_until
    meeting = Meeting.objects.get()

    taken, cancelled = at_once(
        [
            partial(rsvp.answer, meeting, ben, Choice.ROOM, now),
            partial(planning.cancel, meeting, "Snow", now, by=None),
        ]
    )

    assert isinstance(taken, Rsvp | rsvp.Refused)
    assert isinstance(cancelled, Meeting | plans.Refused)
    assert Meeting.objects.get().status == Status.CANCELLED


def test_a_hand_over_while_its_successor_is_removed_is_done_whole_or_refused_in_words():
    now = timezone.now()
    ada, ben, third = (make_member(user=make_coordinator()) for _ in range(3))
    meetings = [make_meeting() for _ in range(3)]
    for meeting in meetings:
        roles.give(meeting, Duty.COORDINATOR, ada, now, by=None)

    handed, _ = at_once(
        [
            partial(handing_over.hand_all, ada.user, ben.user, now, by=third.user),
            partial(offices.end, ben.user, OfficeKind.COORDINATOR, third.user, "They moved away", now),
        ]
    )

    holders = {roles.holder(meeting, Duty.COORDINATOR).member for meeting in meetings}
    assert handed == 3 or isinstance(handed, handing_over.Refused)
    assert holders == ({ben} if handed == 3 else {ada})


def test_a_decision_and_an_action_sent_twice_at_once_are_written_down_once():
    meeting, by, now = make_past_meeting(), make_coordinator(), timezone.now()
    said = Promise("Book the room", None, None)

    results = at_once(
        [
            *[partial(recording.decide, meeting, "We meet in June.", by, now)] * 3,
            *[partial(recording.promise, meeting, said, by, now)] * 3,
        ]
    )

    assert kinds(results) == ["Action"] * 3 + ["Resolution"] * 3
    assert (Resolution.objects.count(), Action.objects.count()) == (1, 1)
