"""A meeting that moved asks again: a yes holds its place until a date, any answer confirms it, silence ends it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from meetings import confirming, line, planning, rsvp
from meetings.local_time import LONDON
from meetings.models import Meeting
from meetings.words import Cause, Choice, Door, Place
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member, make_venue

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 3, 9, tzinfo=LONDON)
START = datetime(2027, 5, 20, 14, tzinfo=LONDON)
DAY = timedelta(days=1)


def say(meeting, choice, member=None, now=NOW, **how):
    member = member or make_member()
    rsvp.answer(meeting, member, choice, now, **how)
    return member


def move(meeting, now=NOW, **plan):
    plan = plan or {"starts_at": START + DAY, "ends_at": START + DAY + timedelta(hours=2)}
    return planning.change(Meeting.objects.get(pk=meeting.pk), now, by=None, **plan)


def moved(**fields):
    """A room of one place, its holder, who waits, who may come and who does not; then it moves by a day."""
    meeting = make_meeting(starts_at=START, room_capacity=1, **fields)
    people = [say(meeting, choice) for choice in (Choice.ROOM, Choice.ROOM, Choice.MAYBE, Choice.NO)]
    return move(meeting), people


def of(meeting, member):
    return meeting.rsvps.get(member=member)


def told(name):
    return {message.user_id: message.text for message in Message.objects.filter(name=f"meetings/{name}")}


@pytest.mark.parametrize(
    ("left", "held"),
    [
        (timedelta(days=30), timedelta(days=7)),
        (timedelta(days=9), timedelta(days=7)),
        (timedelta(days=5), timedelta(days=3)),  # 48 hours before the start
        (timedelta(days=3), timedelta(days=1)),
        (timedelta(days=2), timedelta(days=1)),  # at least 24 hours
        (timedelta(hours=20), timedelta(hours=20)),  # the start
    ],
)
def test_a_place_is_held_seven_days_or_until_two_days_before_but_at_least_one_day(left, held):
    assert confirming.held_until(Meeting(starts_at=NOW + left), NOW) == NOW + held


def test_everyone_who_said_yes_is_asked_again_and_keeps_their_place_or_turn_meanwhile():
    meeting, (holder, waits, *_) = moved()

    asked = {row.member: (row.place, row.turn, row.confirm_by) for row in meeting.rsvps.exclude(confirm_by=None)}

    assert asked == {holder: (Place.ROOM, None, NOW + 7 * DAY), waits: (Place.NONE, 1, NOW + 7 * DAY)}
    assert meeting.rsvp_changes.filter(cause=Cause.MOVED).count() == 2


def test_the_message_says_until_when_and_goes_also_to_those_who_could_not_come():
    _, (holder, waits, maybe, no) = moved()

    texts = told("meeting_moved")

    assert set(texts) == {person.user_id for person in (holder, waits, maybe, no)}
    assert "until Monday 10 May 2027, 9am" in texts[holder.user_id]
    assert "may suit you now" in texts[no.user_id]
    assert "Your answer stays as it is" in texts[maybe.user_id]


def test_another_venue_asks_again_but_is_no_news_for_those_who_could_not_come():
    meeting = make_meeting(starts_at=START)
    holder, no = say(meeting, Choice.ROOM), say(meeting, Choice.NO)

    move(meeting, venue=make_venue(room="Room 9"))

    assert of(meeting, holder).confirm_by == NOW + 7 * DAY
    assert set(told("meeting_moved")) == {holder.user_id}
    assert no.user_id not in told("meeting_moved")


def test_other_words_ask_nobody_again():
    meeting = make_meeting(starts_at=START)
    holder = say(meeting, Choice.ROOM)

    move(meeting, title="Another title", programme="2pm Welcome")

    assert of(meeting, holder).confirm_by is None


def test_the_same_answer_confirms_and_the_confirmation_is_written_down_once():
    meeting, (holder, waits, *_) = moved()

    for _ in range(2):
        say(meeting, Choice.ROOM, holder)
        say(meeting, Choice.ROOM, waits)

    assert (of(meeting, holder).confirm_by, of(meeting, waits).confirm_by) == (None, None)
    assert (of(meeting, holder).place, of(meeting, waits).turn) == (Place.ROOM, 1)
    assert meeting.rsvp_changes.filter(cause=Cause.CONFIRMED).count() == 2
    assert Message.objects.filter(name="meetings/answer_recorded", user=holder.user).count() == 2


def test_another_answer_confirms_too_and_a_coordinator_confirms_by_telephone():
    meeting, (holder, waits, *_) = moved()

    say(meeting, Choice.NO, holder)
    say(meeting, Choice.ROOM, waits, door=Door.COORDINATOR, by=make_coordinator())

    assert not meeting.rsvps.exclude(confirm_by=None).exists()
    assert (of(meeting, holder).place, of(meeting, waits).place) == (Place.NONE, Place.ROOM)


def test_what_is_not_confirmed_in_time_becomes_a_maybe_and_the_first_in_line_moves_up_once():
    meeting, (holder, waits, *_) = moved()
    say(meeting, Choice.ROOM, waits)

    confirming.give_up_unconfirmed(NOW + 7 * DAY - timedelta(seconds=1))
    early = of(meeting, holder).place
    for _ in range(2):
        confirming.give_up_unconfirmed(NOW + 7 * DAY)

    assert early == Place.ROOM
    assert (of(meeting, holder).choice, of(meeting, holder).place) == (Choice.MAYBE, Place.NONE)
    assert of(meeting, waits).place == Place.ROOM
    assert set(told("not_confirmed")) == {holder.user_id}
    assert meeting.rsvp_changes.filter(cause=Cause.UNCONFIRMED).count() == 1


def test_moving_again_renews_the_date():
    meeting, (holder, *_) = moved()

    move(meeting, NOW + 2 * DAY, starts_at=START, ends_at=START + timedelta(hours=2))

    assert of(meeting, holder).confirm_by == NOW + 9 * DAY


def test_nothing_is_given_up_after_the_start_or_in_a_cancelled_meeting():
    meeting, (holder, *_) = moved()
    planning.cancel(Meeting.objects.get(pk=meeting.pk), "Strike", NOW, by=None)

    confirming.give_up_unconfirmed(NOW + 7 * DAY)
    confirming.give_up_unconfirmed(START + 2 * DAY)

    assert of(meeting, holder).place == Place.ROOM


def test_a_meeting_that_takes_place_after_all_has_nothing_to_confirm():
    meeting, (holder, *_) = moved()
    cancelled = planning.cancel(Meeting.objects.get(pk=meeting.pk), "Strike", NOW, by=None)

    planning.bring_back(cancelled, NOW, by=None)

    assert (of(meeting, holder).choice, of(meeting, holder).confirm_by) == (Choice.MAYBE, None)


def test_whoever_waits_is_not_moved_past_an_unconfirmed_holder():
    meeting, (_, waits, *_) = moved()

    assert line.next_up(meeting, NOW) is None
    assert of(meeting, waits).place == Place.NONE


def test_the_page_asks_and_one_press_confirms(client):
    meeting, member = make_meeting(), make_member()
    now = timezone.now()
    say(meeting, Choice.ONLINE, member, now)
    move(meeting, now, starts_at=meeting.starts_at + DAY, ends_at=meeting.ends_at + DAY)
    client.force_login(member.user)

    home, page = client.get("/").text, client.get(meeting.get_absolute_url()).text
    client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "online"})
    after = client.get(meeting.get_absolute_url()).text

    assert "You said yes to the old time or place. Are you still coming?" in page
    assert "Yes, I am still coming" in page
    assert "Yes, I am still coming" in home
    assert "Are you still coming?" not in after
    assert of(meeting, member).confirm_by is None
