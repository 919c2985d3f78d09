"""Ten minutes in which a coordinator takes a deed back, before its messages leave."""

from datetime import timedelta

import pytest

from meetings import planning, rsvp, undoing
from meetings.models import Meeting, MeetingChange, Reversal
from meetings.undoing import HOLD, Refusal, Refused
from meetings.words import Cause, Choice, Deed, Place, Status
from outbox.models import Message, State
from tests.factories import make_member, make_user, make_venue
from tests.meetings.test_planning import MAY, NOW, planned
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

BEFORE = NOW - timedelta(days=1)
SOON = NOW + timedelta(minutes=5)
STATE = ("status", "starts_at", "ends_at", "venue_id", "mode", "title", "room_capacity", "cancelled_why", "uid")


def published(**fields):
    meeting = planning.publish(planned(**fields), BEFORE, by=None)
    return Meeting.objects.get(pk=meeting.pk)


def say(meeting, choice, member=None, now=BEFORE):
    member = member or make_member()
    rsvp.answer(meeting, member, choice, now)
    return member


def state():
    answers = list(Meeting.objects.get().rsvps.order_by("member").values_list("choice", "place", "turn", "confirm_by"))
    return (list(Meeting.objects.values_list(*STATE)), answers)


def move(meeting):
    fields = {"starts_at": MAY + timedelta(hours=1), "ends_at": MAY + timedelta(hours=3), "room_capacity": 2}
    return planning.change(meeting, NOW, by=None, venue=make_venue(room="Room 9"), **fields)


def cancel(meeting):
    return planning.cancel(meeting, "Strike", NOW, by=None)


def bring_back(meeting):
    return planning.bring_back(planning.cancel(meeting, "Strike", BEFORE, by=None), NOW, by=None)


@pytest.mark.parametrize("deed", [move, cancel])
def test_undoing_puts_everything_back_and_nobody_hears_of_it(deed):
    meeting = published(room_capacity=1)
    say(meeting, Choice.ROOM), say(meeting, Choice.ROOM), say(meeting, Choice.MAYBE), say(meeting, Choice.NO)
    meeting.refresh_from_db()
    before, written = state(), Message.objects.count()
    sequence = deed(meeting).sequence
    assert state() != before

    undoing.undo(Reversal.objects.first(), make_user(), SOON)

    assert state() == before
    assert Meeting.objects.get().sequence == sequence + 1
    news = Message.objects.order_by("pk")[written:]
    assert {message.state for message in news} == {State.WITHDRAWN}
    assert MeetingChange.objects.first().deed == Deed.UNDONE


def test_what_was_done_before_a_deed_that_is_undone_can_be_undone_too():
    make_member()
    meeting = planning.publish(planned(), NOW, by=None)
    announced = Reversal.objects.get()
    planning.change(meeting, SOON, by=None, starts_at=MAY + timedelta(hours=1), ends_at=MAY + timedelta(hours=3))
    moved = Reversal.objects.first()
    with pytest.raises(Refused) as refused:
        undoing.undo(announced, None, SOON)
    assert refused.value.reason == Refusal.CHANGED

    undoing.undo(moved, None, SOON + timedelta(minutes=1))
    undoing.undo(announced, None, SOON + timedelta(minutes=2))

    assert Meeting.objects.get().status == Status.DRAFT
    assert {message.state for message in Message.objects.all()} == {State.WITHDRAWN}


def test_undoing_a_meeting_brought_back_gives_the_answers_and_the_uid_back():
    meeting = published()
    say(meeting, Choice.ROOM), say(meeting, Choice.MAYBE)
    meeting.refresh_from_db()
    back = bring_back(meeting)

    undoing.undo(Reversal.objects.first(), None, SOON)

    undone = Meeting.objects.get()
    assert (undone.status, undone.uid, undone.room_taken) == (Status.CANCELLED, meeting.uid, 1)
    assert undone.uid != back.uid
    assert undone.sequence > meeting.sequence + 1
    assert undone.rsvp_changes.filter(cause=Cause.UNDONE).count() == 1


def test_an_undone_publication_is_a_draft_again_and_can_be_published_again():
    make_member()
    meeting = planning.publish(planned(), NOW, by=None)
    undoing.undo(Reversal.objects.first(), None, SOON)

    draft = Meeting.objects.get()
    assert (draft.status, draft.published_at) == (Status.DRAFT, None)
    planning.publish(draft, SOON, by=None)

    assert Meeting.objects.get().status == Status.PUBLISHED
    states = Message.objects.order_by("pk").values_list("state", "next_attempt_at")
    assert list(states) == [(State.WITHDRAWN, NOW + HOLD), (State.WAITING, SOON + HOLD)]
    assert Meeting.objects.get().sequence > meeting.sequence


def test_every_message_of_a_deed_waits_ten_minutes_also_to_those_who_move_up():
    meeting = published(room_capacity=1)
    say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)
    meeting.refresh_from_db()

    move(meeting)

    news = Message.objects.filter(created_at=NOW)
    assert set(news.values_list("name", flat=True)) == {"meetings/meeting_moved", "meetings/moved_up"}
    assert {message.next_attempt_at for message in news} == {NOW + HOLD}
    assert not Message.objects.due(SOON).filter(created_at=NOW).exists()


def test_messages_that_are_let_go_leave_at_once_and_cannot_be_taken_back():
    make_member()
    planning.publish(planned(), NOW, by=None)
    reversal = Reversal.objects.get()

    assert undoing.let_go(reversal, SOON) == 1

    assert Message.objects.due(SOON).count() == 1
    with pytest.raises(Refused) as refused:
        undoing.undo(reversal, None, SOON)
    assert refused.value.reason == Refusal.LET_GO
    assert Meeting.objects.get().status == Status.PUBLISHED


def test_after_ten_minutes_it_is_too_late():
    planning.publish(planned(), NOW, by=None)

    with pytest.raises(Refused) as refused:
        undoing.undo(Reversal.objects.get(), None, NOW + HOLD)

    assert refused.value.reason == Refusal.TOO_LATE


def test_whoever_answered_since_is_named_and_keeps_their_answer():
    meeting = planning.publish(planned(), NOW, by=None)
    member = make_member(name="Ada Example")
    say(meeting, Choice.ROOM, member, now=SOON)

    with pytest.raises(Refused, match="Ada Example answered since") as refused:
        undoing.undo(Reversal.objects.get(), None, SOON)

    assert refused.value.reason == Refusal.ANSWERED
    assert Meeting.objects.get().rsvps.get().place == Place.ROOM


def test_a_change_since_is_named_with_whoever_made_it():
    other = make_user()
    meeting = planning.publish(planned(), NOW, by=None)
    planning.change(meeting, SOON, by=other, title="Spring meeting")

    with pytest.raises(Refused, match=f"{other.email} changed this meeting since .changed."):
        undoing.undo(Reversal.objects.last(), None, SOON)

    undoing.undo(Reversal.objects.first(), None, SOON)
    assert Meeting.objects.get().title == "Network meeting"


def test_a_clock_that_is_behind_hides_no_answer():
    meeting = planning.publish(planned(), NOW, by=None)
    say(meeting, Choice.ROOM, now=NOW - timedelta(seconds=3))

    with pytest.raises(Refused):
        undoing.undo(Reversal.objects.get(), None, SOON)


def test_an_announcement_that_has_not_left_says_the_new_time_of_a_meeting_that_moved_meanwhile():
    members = [make_member(), make_member()]
    meeting = planning.publish(planned(), NOW, by=None)
    planning.change(meeting, SOON, by=None, starts_at=MAY + timedelta(hours=1))

    waits = Message.objects.waiting()

    assert [(message.name, "3pm to 4pm" in message.text) for message in waits] == [
        ("meetings/meeting_published", True) for _ in members
    ]
    undoing.undo(Reversal.objects.first(), None, SOON)
    assert [("2pm to 4pm" in message.text) for message in Message.objects.waiting()] == [True, True]


def test_a_meeting_that_moves_twice_in_ten_minutes_sends_one_message_with_what_people_knew():
    meeting = published()
    say(meeting, Choice.ROOM)
    meeting.refresh_from_db()
    Message.objects.all().delete()
    moved = planning.change(meeting, NOW, by=None, ends_at=MAY + timedelta(hours=3))
    planning.change(moved, SOON, by=None, ends_at=MAY + timedelta(hours=4))

    message = Message.objects.waiting().get()

    assert "2pm to 6pm" in message.text
    assert "2pm to 4pm" in message.text
    assert "2pm to 5pm" not in message.text


def test_meetings_that_a_deed_made_go_again_unless_somebody_answered():
    made = [planning.publish(planned(), NOW, by=None) for _ in range(2)]
    Reversal.objects.all().delete()
    reversal = undoing.remember("A year was planned", [], NOW, None, made=made)

    undoing.undo(reversal, None, SOON)

    assert not Meeting.objects.exists()


def test_places_that_come_and_go_at_once_are_put_back_one_by_one():
    meeting = published(room_capacity=1, online_capacity=2)
    say(meeting, Choice.ROOM)
    waiting = make_member()
    rsvp.answer(meeting, waiting, Choice.ROOM, BEFORE, meanwhile=True)
    say(meeting, Choice.ONLINE)
    meeting.refresh_from_db()
    before = state()
    planning.change(meeting, NOW, by=None, room_capacity=2)
    after = Meeting.objects.get()
    assert (after.room_taken, after.online_taken) == (2, 1)

    undoing.undo(Reversal.objects.first(), None, SOON)

    assert state() == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_coordinators_who_undo_at_once_one_does_and_the_other_is_told():
    make_member()
    planning.publish(planned(), NOW, by=None)
    reversal = Reversal.objects.get()

    results = at_once([lambda: undoing.undo(reversal, None, SOON) for _ in range(2)])

    (refused,) = errors(results)
    assert isinstance(refused, Refused)
    assert refused.reason == Refusal.UNDONE
    assert MeetingChange.objects.filter(deed=Deed.UNDONE).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(3))
def test_undoing_and_answering_at_once_never_leave_an_answer_to_a_draft(_):
    member = make_member()
    meeting = planning.publish(planned(), NOW, by=None)
    reversal = Reversal.objects.get()

    undone, answered = at_once(
        [lambda: undoing.undo(reversal, None, SOON), lambda: rsvp.answer(meeting, member, Choice.ROOM, SOON)]
    )

    meeting.refresh_from_db()
    if isinstance(undone, Refused):
        assert undone.reason == Refusal.ANSWERED
        assert (meeting.status, meeting.rsvps.count()) == (Status.PUBLISHED, 1)
    else:
        assert isinstance(answered, rsvp.Refused)
        assert (meeting.status, meeting.rsvps.count()) == (Status.DRAFT, 0)


def test_what_was_is_forgotten_a_day_after_it_can_be_put_back_no_more():
    published()

    undoing.forget(BEFORE + HOLD + timedelta(hours=23))
    assert Reversal.objects.count() == 1

    undoing.forget(BEFORE + HOLD + timedelta(days=1))
    assert Reversal.objects.count() == 0
