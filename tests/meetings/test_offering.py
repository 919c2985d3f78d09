"""The last 24 hours: a place that comes free is offered with an end, and passes on once when the offer ends."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import line, offering, planning, rsvp
from meetings.local_time import LONDON
from meetings.models import Meeting
from meetings.words import Cause, Choice, Door, Place
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member

pytestmark = pytest.mark.django_db
START = datetime(2027, 5, 13, 14, tzinfo=LONDON)
HOUR = timedelta(hours=1)


def say(meeting, member, choice, now, **how):
    return rsvp.answer(meeting, member, choice, now, **how)


def offered(before=timedelta(hours=20), waiting=2, **fields):
    """A full room whose holder cancels so long before the start: the meeting, the moment, who waits in their order."""
    meeting, holder = make_meeting(starts_at=START, room_capacity=1, **fields), make_member()
    line_up = [make_member() for _ in range(waiting)]
    for member in [holder, *line_up]:
        say(meeting, member, Choice.ROOM, START - timedelta(days=10))
    now = START - before
    say(meeting, holder, Choice.NO, now)
    return meeting, now, line_up


def mine(meeting, member):
    return meeting.rsvps.get(member=member)


def offers(meeting):
    return [row.member for row in meeting.rsvps.exclude(offer_until=None).order_by("turn")]


def seated(meeting):
    return [row.member for row in meeting.rsvps.filter(place=Place.ROOM)]


def causes(meeting, member):
    return list(meeting.rsvp_changes.filter(member=member).order_by("pk").values_list("cause", flat=True))


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        ((2027, 5, 12, 14), (2027, 5, 12, 17)),  # three hours
        ((2027, 5, 12, 16, 59), (2027, 5, 12, 19, 59)),
        ((2027, 5, 12, 17), (2027, 5, 13, 10)),  # 8pm is night
        ((2027, 5, 12, 23), (2027, 5, 13, 10)),
        ((2027, 5, 13, 4, 59), (2027, 5, 13, 10)),
        ((2027, 5, 13, 5), (2027, 5, 13, 8)),  # 8am is day
        ((2027, 5, 13, 10, 30), (2027, 5, 13, 13)),  # an hour before the start
        ((2027, 5, 13, 12, 59), (2027, 5, 13, 13)),
        ((2027, 5, 13, 13), (2027, 5, 13, 14)),  # less than an hour is left
        ((2027, 5, 13, 13, 45), (2027, 5, 13, 14)),
    ],
)
def test_an_offer_ends_after_three_hours_by_day_and_an_hour_before_the_start(made, ends):
    meeting = Meeting(starts_at=START)

    assert offering.end(meeting, datetime(*made, tzinfo=LONDON)) == datetime(*ends, tzinfo=LONDON)


@given(
    before=st.timedeltas(timedelta(seconds=1), timedelta(hours=24)), month=st.integers(1, 12), hour=st.integers(0, 23)
)
def test_an_offer_ends_after_it_is_made_by_the_start_and_never_at_night_unless_the_meeting_is(before, month, hour):
    start = datetime(2027, month, 28, hour, tzinfo=LONDON).astimezone(LONDON)
    now = start - before

    end = offering.end(Meeting(starts_at=start), now)

    assert now < end <= start
    by_day = 8 <= end.astimezone(LONDON).hour < 20
    assert by_day or end in (start, start - HOUR)


def test_con_14_in_the_last_24_hours_the_first_in_line_is_offered_the_place_and_not_moved():
    meeting, _now, (first, _second) = offered()

    assert (seated(meeting), offers(meeting)) == ([], [first])
    message = Message.objects.get(name="meetings/place_offered")
    assert message.user == first.user
    assert "A place in the room is free for you until 9pm" not in message.subject
    assert "until 10am" in message.subject
    assert causes(meeting, first)[-1] == Cause.OFFERED


def test_con_14_before_the_last_24_hours_people_move_up_and_the_mark_passing_changes_nothing():
    meeting, _, (first, _second) = offered(before=timedelta(hours=24, seconds=1))

    line.end_offers(START - timedelta(hours=23))

    assert (seated(meeting), offers(meeting)) == ([first], [])


def test_con_14_nobody_else_can_take_a_place_that_is_offered():
    meeting, now, (first, second) = offered()
    newcomer = make_member()

    say(meeting, newcomer, Choice.ROOM, now)
    say(meeting, second, Choice.ROOM, now)

    assert (seated(meeting), offers(meeting)) == ([], [first])
    assert mine(meeting, newcomer).turn == 3


def test_whoever_is_offered_a_place_takes_it_with_one_press():
    meeting, now, (first, _second) = offered()

    reply = say(meeting, first, Choice.ROOM, now + HOUR)

    assert (reply.place, reply.turn, reply.offer_until) == (Place.ROOM, None, None)
    assert offers(meeting) == []
    meeting.refresh_from_db()
    assert (meeting.room_taken, meeting.room_offered) == (1, 0)


def test_a_place_that_somebody_lets_pass_on_goes_to_the_next_and_they_wait_on():
    meeting, now, (first, second) = offered()

    rsvp.pass_on(meeting, first, now)

    assert offers(meeting) == [second]
    assert mine(meeting, first).turn == 1
    assert causes(meeting, first)[-1] == Cause.OFFER_ENDED


def test_con_14_an_offer_that_ended_passes_on_once_however_often_the_clock_asks():
    meeting, _now, (first, second) = offered()
    end = mine(meeting, first).offer_until

    line.end_offers(end - timedelta(seconds=1))
    early = offers(meeting)
    line.end_offers(end)
    line.end_offers(end)

    assert (early, offers(meeting)) == ([first], [second])
    assert causes(meeting, first).count(Cause.OFFER_ENDED) == 1
    assert Message.objects.filter(name="meetings/place_offered").count() == 2


def test_con_14_an_offer_that_ended_is_seen_when_somebody_answers_before_the_clock_does():
    meeting, _now, (first, second) = offered()
    end = mine(meeting, first).offer_until

    late = say(meeting, first, Choice.ROOM, end)

    assert (late.place, late.turn) == (Place.NONE, 1)
    assert offers(meeting) == [second]


def test_nobody_is_offered_a_place_twice_in_a_circle_until_they_answer_again():
    meeting, now, (first, second) = offered()
    rsvp.pass_on(meeting, first, now)
    rsvp.pass_on(meeting, second, now)
    planning.fill(meeting, now, by=None)
    nobody = offers(meeting)

    reply = say(meeting, first, Choice.ROOM, now)

    assert nobody == []
    assert reply.place == Place.ROOM


def test_who_let_an_offer_end_and_answers_again_is_offered_the_next_one():
    meeting, now, (first, second) = offered()
    rsvp.pass_on(meeting, first, now)
    say(meeting, first, Choice.ROOM, now)

    rsvp.pass_on(meeting, second, now)

    assert offers(meeting) == [first]


def test_a_place_online_meanwhile_leaves_the_offer_open():
    meeting, now, (first, _second) = offered()

    reply = say(meeting, first, Choice.ROOM, now, meanwhile=True)

    assert (reply.place, offers(meeting)) == (Place.ONLINE, [first])
    assert say(meeting, first, Choice.ROOM, now).place == Place.ROOM


def test_an_offer_that_is_not_there_cannot_be_let_go():
    meeting, now, (_first, second) = offered()

    with pytest.raises(rsvp.Refused) as refused:
        rsvp.pass_on(meeting, second, now)

    assert refused.value.reason == rsvp.Refusal.NO_OFFER


def test_con_14_an_offer_that_ends_at_the_start_or_in_a_cancelled_meeting_passes_on_to_nobody():
    begun, _, _ = offered(before=timedelta(minutes=30))
    line.end_offers(START)
    after_the_start = offers(begun)
    cancelled, now, (_first, _second) = offered()
    planning.cancel(Meeting.objects.get(pk=cancelled.pk), "Strike", now, by=None)

    line.end_offers(START)

    assert (after_the_start, offers(cancelled)) == ([], [])
    assert (seated(begun), seated(cancelled)) == ([], [])


def test_a_place_online_is_offered_by_the_same_rule():
    meeting, holder, first = make_meeting(starts_at=START, online_capacity=1), make_member(), make_member()
    for member in (holder, first):
        say(meeting, member, Choice.ONLINE, START - timedelta(days=3))

    say(meeting, holder, Choice.NO, START - timedelta(hours=5))

    meeting.refresh_from_db()
    assert (offers(meeting), meeting.online_offered) == ([first], 1)
    assert "A place online is free for you until midday" in Message.objects.get(name="meetings/place_offered").subject


def test_con_6_fewer_places_than_are_held_or_offered_are_refused():
    meeting, now, (first, second) = offered()
    planning.change(Meeting.objects.get(pk=meeting.pk), now, by=None, room_capacity=2)

    with pytest.raises(planning.Refused) as refused:
        planning.change(Meeting.objects.get(pk=meeting.pk), now, by=None, room_capacity=1)

    assert offers(meeting) == [first, second]
    assert refused.value.reason == planning.Refusal.ROOM_TAKEN


def test_a_coordinator_takes_an_offer_for_somebody_by_telephone():
    meeting, now, (first, _second) = offered()

    say(meeting, first, Choice.ROOM, now, door=Door.COORDINATOR, by=make_coordinator())

    assert seated(meeting) == [first]
    text = Message.objects.filter(name="meetings/answer_recorded", user=first.user).latest("pk").text
    assert "A coordinator wrote down your answer, as you gave it by telephone: in the room." in text


def test_a_meeting_that_moves_away_from_its_last_day_has_no_offers_and_people_move_up():
    meeting, now, (first, _second) = offered()

    planning.change(
        *(Meeting.objects.get(pk=meeting.pk), now), by=None, starts_at=START + HOUR * 48, ends_at=START + HOUR * 50
    )

    assert (offers(meeting), seated(meeting)) == ([], [first])


def page(client, meeting, member):
    client.force_login(member.user)
    return client.get(meeting.get_absolute_url()).text


def test_the_page_offers_the_place_and_each_button_does_what_it_says(client):
    soon = timezone.now() + timedelta(hours=6)
    meeting, holder, first, second = make_meeting(starts_at=soon, room_capacity=1), *(make_member() for _ in range(3))
    for member in (holder, first, second):
        say(meeting, member, Choice.ROOM, soon - timedelta(days=3))
    say(meeting, holder, Choice.NO, timezone.now())

    shown = page(client, meeting, first)
    client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "pass-on"})
    passed = page(client, meeting, first)
    other = page(client, meeting, second)
    client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "room"})

    assert "A place in the room is free for you until" in shown
    assert "Take it" in shown
    assert "Let it pass on" in shown
    assert "You let a place pass on" in passed
    assert "Take it" not in passed
    assert "Take it" in other
    assert seated(meeting) == [second]
