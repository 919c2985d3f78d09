"""Maybe, with a day to decide."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from dit_network import waiting
from meetings import deciding, rsvp
from meetings.deciding import Refusal, Refused, suggested
from meetings.models import Meeting, Rsvp
from meetings.words import Choice, Status
from outbox.models import Message
from tests.factories import LONDON, make_meeting, make_member

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 9, tzinfo=LONDON)
STARTS = datetime(2026, 6, 18, 14, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _it_is_june():
    with time_machine.travel(NOW, tick=False):
        yield


def maybe(**fields):
    meeting, member = make_meeting(starts_at=STARTS, **fields), make_member()
    rsvp.answer(meeting, member, Choice.MAYBE, NOW)
    return meeting, member


@pytest.mark.parametrize(
    ("answer_by", "now", "day"),
    [
        (date(2026, 6, 9), NOW, date(2026, 6, 9)),
        (None, NOW, date(2026, 6, 11)),
        (None, NOW + timedelta(days=14), date(2026, 6, 15)),
        (date(2026, 6, 25), NOW, date(2026, 6, 18)),
    ],
    ids=["the answer-by day", "a week before", "never in the past", "never after the meeting"],
)
def test_a_day_is_suggested(answer_by, now, day):
    assert suggested(make_meeting(starts_at=STARTS, answer_by=answer_by), now) == day


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 5, 31), Refusal.PAST),
        (date(2026, 6, 1), None),
        (date(2026, 6, 18), None),
        (date(2026, 6, 19), Refusal.AFTER),
    ],
)
def test_the_day_lies_between_today_and_the_meeting(day, reason):
    assert deciding.refusal(make_meeting(starts_at=STARTS), day, NOW) == reason


def test_today_is_the_day_in_london():
    late_in_london = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight of 2 June

    assert deciding.refusal(make_meeting(starts_at=STARTS), date(2026, 6, 1), late_in_london) == Refusal.PAST


def test_the_day_changes_no_answer_and_tells_nobody():
    meeting, member = maybe()
    messages = Message.objects.count()

    mine = deciding.decide_by(meeting, member, date(2026, 6, 9), NOW)

    assert (mine.choice, mine.decide_by, Message.objects.count()) == (Choice.MAYBE, date(2026, 6, 9), messages)


@pytest.mark.parametrize("choice", [Choice.ROOM, Choice.ONLINE, Choice.NO])
def test_another_answer_clears_the_day_and_the_same_keeps_it(choice):
    meeting, member = maybe()
    deciding.decide_by(meeting, member, date(2026, 6, 9), NOW)

    kept = rsvp.answer(meeting, member, Choice.MAYBE, NOW).decide_by
    cleared = rsvp.answer(meeting, member, choice, NOW).decide_by

    assert (kept, cleared) == (date(2026, 6, 9), None)
    assert rsvp.answer(meeting, member, Choice.MAYBE, NOW).decide_by is None


def test_only_a_maybe_takes_a_day():
    meeting, member = maybe()
    rsvp.answer(meeting, member, Choice.NO, NOW)

    for person in (member, make_member()):
        with pytest.raises(Refused) as refused:
            deciding.decide_by(meeting, person, date(2026, 6, 9), NOW)
        assert refused.value.reason == Refusal.NOT_MAYBE


def test_a_cancelled_meeting_takes_no_day():
    meeting, member = maybe()
    meeting.status, meeting.cancelled_at = Status.CANCELLED, NOW
    meeting.save()

    with pytest.raises(Refused, match="cancelled"):
        deciding.decide_by(meeting, member, date(2026, 6, 9), NOW)


def test_home_says_that_the_day_has_come_from_that_day_on():
    meeting, member = maybe()
    deciding.decide_by(meeting, member, date(2026, 6, 9), NOW)

    before = waiting.undecided(member, datetime(2026, 6, 8, 23, 30, tzinfo=LONDON))
    after = waiting.undecided(member, datetime(2026, 6, 9, 0, 30, tzinfo=LONDON))

    assert before == []
    assert [(line.title, line.hint) for line in after] == [
        (meeting.title, "You said you would decide by Tuesday 9 June 2026.")
    ]
    rsvp.answer(meeting, member, Choice.ROOM, NOW)
    assert waiting.undecided(member, STARTS - timedelta(hours=1)) == []


def test_maybe_is_one_tap_and_the_page_then_offers_the_day(client):
    meeting, member = make_meeting(starts_at=STARTS), make_member()
    client.force_login(member.user)

    page = client.post(reverse("meetings:answer", args=[meeting.slug]), {"answer": "maybe"}, follow=True)
    saved = client.post(reverse("meetings:decide", args=[meeting.slug]), {"day": "2026-06-11"}, follow=True)

    assert 'value="2026-06-11"' in page.content.decode()
    assert "You said that you would know by Thursday 11 June 2026." in saved.content.decode()
    assert Rsvp.objects.get().decide_by == date(2026, 6, 11)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("", "Enter the day by which you will know"),
        ("2026-02-30", "Enter a real day"),
        ("2026-06-19", "The meeting has begun by then."),
        ("x" * 10_000, "Enter a real day"),
    ],
)
def test_a_wrong_day_is_said_and_kept(client, day, says):
    meeting, member = maybe()
    client.force_login(member.user)

    page = client.post(reverse("meetings:decide", args=[meeting.slug]), {"day": day})

    assert page.status_code == 422
    assert says in page.content.decode()
    assert day in page.content.decode()


def test_a_meeting_that_has_started_says_so(client):
    meeting, member = maybe()
    client.force_login(member.user)
    Meeting.objects.update(starts_at=NOW - timedelta(hours=3), ends_at=NOW - timedelta(hours=1))

    page = client.post(reverse("meetings:decide", args=[meeting.slug]), {"day": ""}, follow=True)

    assert "This meeting has started. Answers are closed." in page.content.decode()
