"""An answer that nothing vouches for waits for a coordinator, who reads first what it would do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import rsvp
from meetings.models import CalendarReply, Rsvp
from meetings.words import Choice, Door, ReplyState
from members.admin import today
from tests.factories import make_calendar_reply, make_meeting, make_member

pytestmark = pytest.mark.django_db


def page(desk, reply):
    return desk.get(reverse("admin:meetings_calendarreply_change", args=[reply.pk])).text


def decide(desk, reply, deed):
    answer = desk.post(reverse("admin:meetings_calendarreply_decide", args=[reply.pk, deed]), follow=True)
    reply.refresh_from_db()
    return answer.text


def says(desk):
    return {line.title: line.says for line in today.lines(desk.coordinator)}["Answers from calendars to check"]


def test_a_coordinator_reads_what_an_answer_would_do_and_lets_it_count(desk):
    meeting, ada = make_meeting(), make_member()
    reply = make_calendar_reply(meeting, ada)
    assert says(desk) == "1 waits"
    assert f"It would write down “In the room” for {ada} at Network meeting" in page(desk, reply)
    assert not Rsvp.objects.exists()

    assert "The answer counts." in decide(desk, reply, "apply")

    assert (Rsvp.objects.get().choice, Rsvp.objects.get().door) == (Choice.ROOM, Door.REPLY)
    assert (reply.state, reply.decided_by) == (ReplyState.APPLIED, desk.coordinator)
    assert says(desk) == ""


def test_one_that_does_not_count_changes_nothing_whatever_is_pressed_afterwards(desk):
    reply = make_calendar_reply(make_meeting(), make_member())

    decide(desk, reply, "dismiss")
    decide(desk, reply, "apply")

    assert (reply.state, Rsvp.objects.count()) == (ReplyState.DISMISSED, 0)


def test_of_nobodys_answer_only_the_dismissing_is_offered(desk):
    reply = make_calendar_reply(make_meeting(), None)

    shown = page(desk, reply)
    assert "Nobody in the network has this address" in shown
    assert "Let it count" not in shown
    decide(desk, reply, "apply")

    assert (reply.state, Rsvp.objects.count()) == (ReplyState.TO_CHECK, 0)


def test_an_older_one_and_one_that_is_refused_say_so_before_and_after(desk):
    ada, meeting, begun = make_member(), make_meeting(), make_meeting(starts_at=timezone.now())
    old = make_calendar_reply(meeting, ada, stamp=timezone.now() - timedelta(hours=1))
    late = make_calendar_reply(begun, ada)
    rsvp.answer(meeting, ada, Choice.NO, timezone.now())

    assert "It would change nothing." in page(desk, old)
    assert "It cannot count. This meeting has started." in page(desk, late)
    assert "what counts is newer" in decide(desk, old, "apply")
    assert "cannot count any more" in decide(desk, late, "apply")
    assert Rsvp.objects.get().choice == Choice.NO


def test_the_list_asks_the_database_as_often_for_thirty_rows_as_for_one(desk, django_assert_max_num_queries):
    address, meeting = reverse("admin:meetings_calendarreply_changelist"), make_meeting()
    make_calendar_reply(meeting, make_member())
    desk.get(address)
    with django_assert_max_num_queries(100) as once:
        desk.get(address)
    for _ in range(29):
        make_calendar_reply(meeting, make_member())

    with django_assert_max_num_queries(len(once)):
        desk.get(address)
    assert CalendarReply.objects.count() == 30
