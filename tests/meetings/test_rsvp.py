"""One answer from every door: what someone says, holds and waits for, and who moves up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import rsvp
from meetings.models import RsvpChange
from meetings.words import Cause, Choice, Mode, Place, Status
from members import eligibility
from outbox.models import Message, State
from tests.factories import make_meeting, make_member

pytestmark = pytest.mark.django_db


def say(meeting, member, choice, now=None, **how):
    return rsvp.answer(meeting, member, choice, now or timezone.now(), **how)


def held(meeting):
    """Who holds and waits, as (choice, place, waits), in the order of their answers' rows."""
    rows = meeting.rsvps.order_by("pk")
    return [(row.choice, row.place, row.turn is not None) for row in rows]


def test_a_member_takes_a_place_in_the_room():
    meeting = make_meeting(room_capacity=1)

    reply = say(meeting, make_member(), Choice.ROOM)

    meeting.refresh_from_db()
    assert (reply.choice, reply.place, reply.turn) == (Choice.ROOM, Place.ROOM, None)
    assert (meeting.room_taken, meeting.online_taken) == (1, 0)


def test_who_finds_the_room_full_joins_the_end_of_its_waiting_list():
    meeting, now = make_meeting(room_capacity=1), timezone.now()
    say(meeting, make_member(), Choice.ROOM)

    reply = say(meeting, make_member(), Choice.ROOM, now)

    assert (reply.place, reply.waiting_since, reply.turn) == (Place.NONE, now, 1)


def test_whoever_waits_for_the_room_may_take_a_place_online_meanwhile():
    meeting = make_meeting(room_capacity=1)
    say(meeting, make_member(), Choice.ROOM)

    say(meeting, make_member(), Choice.ROOM, meanwhile=True)

    meeting.refresh_from_db()
    assert held(meeting) == [(Choice.ROOM, Place.ROOM, False), (Choice.ROOM, Place.ONLINE, True)]
    assert (meeting.room_taken, meeting.online_taken) == (1, 1)


def test_asking_for_a_place_online_meanwhile_later_keeps_the_turn():
    meeting, member, now = make_meeting(room_capacity=1), make_member(), timezone.now()
    say(meeting, make_member(), Choice.ROOM)
    say(meeting, member, Choice.ROOM, now)

    reply = say(meeting, member, Choice.ROOM, now + timedelta(hours=1), meanwhile=True)

    assert (reply.place, reply.turn, reply.waiting_since) == (Place.ONLINE, 1, now)


def test_whoever_waits_without_a_place_leaves_the_places_online_to_others():
    meeting = make_meeting(room_capacity=0, online_capacity=1)

    say(meeting, make_member(), Choice.ROOM)

    assert held(meeting) == [(Choice.ROOM, Place.NONE, True)]


def test_con_5_places_are_counted_after_the_lock_whatever_the_caller_loaded_before():
    meeting = make_meeting(room_capacity=1)
    say(meeting, make_member(), Choice.ROOM)
    assert meeting.room_taken == 0  # what the second caller still believes

    reply = say(meeting, make_member(), Choice.ROOM)

    assert reply.place == Place.NONE


@pytest.mark.parametrize(("first", "second"), [(Choice.ROOM, Choice.ONLINE), (Choice.ONLINE, Choice.ROOM)])
def test_con_7_changing_the_mode_frees_one_place_and_takes_the_other(first, second):
    meeting, member = make_meeting(), make_member()
    say(meeting, member, first)

    reply = say(meeting, member, second)

    meeting.refresh_from_db()
    assert (reply.place, reply.turn) == (second, None)
    assert {"room": meeting.room_taken, "online": meeting.online_taken} == {first: 0, second: 1}


@pytest.mark.parametrize(("first", "second"), [(Choice.ROOM, Choice.ONLINE), (Choice.ONLINE, Choice.ROOM)])
def test_con_7_if_the_new_mode_is_full_the_old_place_is_kept_for_the_wait(first, second):
    meeting, member = make_meeting(room_capacity=1, online_capacity=1), make_member()
    say(meeting, make_member(), second)
    say(meeting, member, first)

    reply = say(meeting, member, second)

    assert (reply.choice, reply.place, reply.turn) == (second, first, 1)


def test_con_7_whoever_kept_the_old_place_frees_it_when_they_move_up():
    meeting = make_meeting(room_capacity=1, online_capacity=1)
    in_room, online, waiting = make_member(), make_member(), make_member()
    say(meeting, in_room, Choice.ROOM)
    say(meeting, online, Choice.ONLINE)
    say(meeting, waiting, Choice.ONLINE)
    say(meeting, online, Choice.ROOM)

    say(meeting, in_room, Choice.NO)

    assert held(meeting) == [
        (Choice.NO, Place.NONE, False),
        (Choice.ROOM, Place.ROOM, False),
        (Choice.ONLINE, Place.ONLINE, False),
    ]


@pytest.mark.parametrize("choice", [Choice.NO, Choice.MAYBE])
def test_con_15_no_and_maybe_are_always_accepted_on_a_full_meeting(choice):
    meeting = make_meeting(room_capacity=0, online_capacity=0)

    reply = say(meeting, make_member(), choice)

    assert (reply.choice, reply.place, reply.turn) == (choice, Place.NONE, None)


@pytest.mark.parametrize("choice", [Choice.ROOM, Choice.ONLINE, Choice.MAYBE, Choice.NO])
def test_con_18_a_double_click_gives_one_row_one_change_and_one_message(choice):
    meeting, member = make_meeting(), make_member()

    say(meeting, member, choice)
    say(meeting, member, choice)

    assert meeting.rsvps.count() == 1
    assert RsvpChange.objects.count() == 1
    assert Message.objects.filter(name="meetings/answer_recorded").count() == 1


def test_cal_i6_of_two_answers_only_the_later_one_is_told_if_the_earlier_has_not_left():
    meeting, other, member, friend = make_meeting(), make_meeting(), make_member(), make_member()
    for answered, who in ((other, member), (meeting, friend), (meeting, member)):
        say(answered, who, Choice.ROOM)

    say(meeting, member, Choice.NO)

    states = Message.objects.filter(name="meetings/answer_recorded").order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.WAITING, State.WAITING, State.WITHDRAWN, State.WAITING]


def test_cal_i6_what_has_left_about_an_earlier_answer_stays_sent():
    meeting, member, now = make_meeting(), make_member(), timezone.now()
    say(meeting, member, Choice.ROOM)
    Message.objects.update(state=State.SENT, sent_at=now)

    say(meeting, member, Choice.NO)

    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [State.SENT, State.WAITING]


def test_con_19_the_same_answer_again_changes_nothing():
    meeting, member, now = make_meeting(room_capacity=1), make_member(), timezone.now()
    say(meeting, make_member(), Choice.ROOM)
    say(meeting, member, Choice.ROOM, now, meanwhile=True)
    before = list(meeting.rsvps.values())

    say(meeting, member, Choice.ROOM, now + timedelta(hours=1))
    say(meeting, member, Choice.ROOM, now + timedelta(hours=2), meanwhile=True)

    assert list(meeting.rsvps.values()) == before
    assert Message.objects.filter(user=member.user).count() == 1


def test_con_19_a_different_answer_replaces_the_first_and_is_told_once_more():
    meeting, member = make_meeting(), make_member()
    say(meeting, member, Choice.ROOM)

    say(meeting, member, Choice.NO)

    assert held(meeting) == [(Choice.NO, Place.NONE, False)]
    assert list(RsvpChange.objects.order_by("pk").values_list("choice", "cause")) == [
        (Choice.ROOM, Cause.ANSWER),
        (Choice.NO, Cause.ANSWER),
    ]
    assert Message.objects.filter(user=member.user).count() == 2


@pytest.mark.parametrize(
    ("fields", "choice", "reason"),
    [
        ({"status": Status.DRAFT}, Choice.ROOM, rsvp.Refusal.DRAFT),
        ({"status": Status.CANCELLED, "cancelled_at": timezone.now()}, Choice.NO, rsvp.Refusal.CANCELLED),
        ({"starts_at": timezone.now()}, Choice.NO, rsvp.Refusal.STARTED),
        ({"mode": Mode.ONLINE}, Choice.ROOM, rsvp.Refusal.NO_ROOM),
        ({"mode": Mode.ROOM}, Choice.ONLINE, rsvp.Refusal.NOT_ONLINE),
    ],
)
def test_an_answer_is_refused_with_its_reason(fields, choice, reason):
    meeting, member = make_meeting(**fields), make_member()

    with pytest.raises(rsvp.Refused) as refused:
        say(meeting, member, choice)

    assert refused.value.reason == reason
    assert not meeting.rsvps.exists()


def test_answer_by_is_a_wish_and_nobody_is_refused_before_the_start():
    meeting = make_meeting(answer_by=timezone.localdate() - timedelta(days=1))

    reply = say(meeting, make_member(), Choice.ROOM, meeting.starts_at - timedelta(seconds=1))

    assert reply.place == Place.ROOM


def test_whoever_lost_eligibility_since_the_page_was_shown_is_refused_by_the_deed():
    meeting, member = make_meeting(), make_member()
    type(member).objects.filter(pk=member.pk).update(suspended_on=timezone.localdate())

    with pytest.raises(rsvp.Refused) as refused:
        say(meeting, member, Choice.ROOM)

    assert refused.value.reason == eligibility.Refusal.SUSPENDED
