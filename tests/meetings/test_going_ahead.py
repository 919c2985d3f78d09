"""Go or no-go: whoever coordinates the meeting is asked once, on the day, with the facts."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from meetings import going_ahead, planning, roles, rsvp
from meetings.admin.today import meeting_lines
from meetings.models import Meeting
from meetings.plans import Refusal, Refused
from meetings.words import Choice, Deed, Duty
from outbox.models import Message
from tests.factories import LONDON, make_coordinator, make_meeting, make_member
from tests.meetings.test_planning import MAY, NOW
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 7)
NINE = datetime(2026, 5, 7, 9, tzinfo=LONDON)


def in_question(**fields):
    return make_meeting(starts_at=MAY, **{"minimum": 5, "decide_on": DAY, **fields})


def asked():
    return sorted(Message.objects.filter(name="meetings/goes_ahead").values_list("recipient", flat=True))


def test_the_coordinator_of_the_meeting_is_asked_once_with_the_facts():
    meeting, ada = in_question(), make_member(user=make_coordinator())
    make_coordinator()
    roles.give(meeting, Duty.COORDINATOR, ada, NOW, by=None)
    for choice in (Choice.ROOM, Choice.ONLINE, Choice.MAYBE):
        rsvp.answer(meeting, make_member(), choice, NOW)

    going_ahead.ask(NINE)
    going_ahead.ask(NINE + timedelta(minutes=1))

    assert asked() == [ada.user.email]
    text = Message.objects.get(name="meetings/goes_ahead").text
    for fact in ("at least 5", "1 in the room", "1 online", "1 maybe", "1 not answered", "2pm to 4pm (UK time)"):
        assert fact in text
    assert f"/admin/meetings/meeting/{meeting.pk}/deed/going-ahead/" in text


def test_without_a_coordinator_of_its_own_all_coordinators_are_asked():
    in_question()
    users = [make_coordinator(), make_coordinator()]

    going_ahead.ask(NINE)

    assert asked() == sorted(user.email for user in users)


@pytest.mark.parametrize(
    ("fields", "now"),
    [
        ({}, NINE - timedelta(minutes=1)),
        ({}, NINE - timedelta(days=1)),
        ({}, NINE.replace(hour=22)),
        ({}, MAY.replace(hour=15)),
        ({"decided_at": NOW}, NINE),
        ({"status": "draft"}, NINE),
        ({"status": "cancelled", "cancelled_at": NOW}, NINE),
        ({"minimum": None, "decide_on": None}, NINE),
    ],
)
def test_nobody_is_asked_too_early_at_night_or_when_there_is_no_question(fields, now):
    in_question(**fields), make_coordinator()

    going_ahead.ask(now)

    assert asked() == []


def test_con_24_a_late_run_still_asks_while_there_is_something_to_decide():
    in_question(), make_coordinator()

    going_ahead.ask(NINE + timedelta(days=2, hours=3))

    assert len(asked()) == 1


def test_con_24_a_meeting_with_another_day_to_decide_asks_again_then():
    meeting = in_question()
    make_coordinator()
    going_ahead.ask(NINE)
    week = timedelta(days=7)

    moved = {"starts_at": MAY + week, "ends_at": MAY + week + timedelta(hours=2), "decide_on": DAY + week}
    planning.change(meeting, NINE, by=None, **moved)
    going_ahead.ask(NINE + timedelta(hours=1))
    assert len(asked()) == 1
    going_ahead.ask(NINE + week)

    assert len(asked()) == 2


def test_one_press_lets_it_go_ahead_and_a_move_asks_anew(desk):
    meeting = make_meeting(minimum=5, decide_on=date(2020, 1, 1))
    page = reverse("admin:meetings_meeting_deed", args=[meeting.pk, "going-ahead"])
    (line,) = meeting_lines()
    assert line.href == page
    assert "5 needed" in desk.get(page).content.decode()

    desk.post(page, {"version": meeting.version})

    decided = Meeting.objects.get()
    assert decided.decided_at
    assert decided.changes.first().deed == Deed.GOING_AHEAD
    assert meeting_lines() == []
    moved = planning.change(decided, decided.decided_at, by=None, minimum=9)
    assert moved.decided_at is None


def test_what_is_decided_is_not_decided_again():
    meeting = going_ahead.go_ahead(in_question(), NINE, by=None)

    with pytest.raises(Refused) as refused:
        going_ahead.go_ahead(meeting, NINE, by=None)

    assert refused.value.reason == Refusal.DECIDED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_con_23_two_schedulers_at_once_ask_once():
    in_question(), make_coordinator()

    results = at_once([lambda: going_ahead.ask(NINE) for _ in range(2)])

    assert errors(results) == []
    assert len(asked()) == 1
