"""Calendars are told what they lack and what does not hold any more: by the clock, or at once after somebody's deed."""

from datetime import timedelta

import pytest

from meetings import effects, planning, preferences, rsvp, undoing
from meetings.invitations import settling
from meetings.models import Invitation, Preferences, Reversal
from meetings.words import CalendarBy, Choice, Method, Status
from members import membership
from outbox import bounces, sending
from outbox.models import Message, State
from tests.factories import make_applicant, make_coordinator, make_member
from tests.meetings.invited import MAY, NOW, announced, asked, event, in_may, written
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=2)  # when nothing can be undone any more
AN_HOUR = timedelta(hours=1)


def move(meeting, now=LATER, **fields):
    meeting.refresh_from_db()
    fields = fields or {"starts_at": MAY + AN_HOUR, "ends_at": MAY + 3 * AN_HOUR}
    return planning.change(meeting, now, by=None, **fields)


def test_eight_weeks_before_it_begins_a_meeting_of_the_year_comes_into_calendars_once():
    ada, meeting = make_member(), in_may()
    eight_weeks = MAY - timedelta(weeks=8)

    settling.settle(eight_weeks - timedelta(minutes=1))
    assert asked(ada) == []
    settling.settle(eight_weeks)
    settling.settle(eight_weeks + timedelta(days=1))

    assert asked(ada, "meetings/invitation") == ["REQUEST 0 NEEDS-ACTION"]
    assert event(written(ada)[0])["UID"] == meeting.uid


def test_nobody_is_invited_at_night_nor_who_may_not_come_said_no_or_takes_none():
    meeting = in_may()
    declined, by_feed, applicant = make_member(), make_member(), make_applicant()
    Preferences.objects.create(member=by_feed, calendar_by=CalendarBy.FEED)
    rsvp.answer(meeting, declined, Choice.NO, NOW)

    settling.settle(NOW.replace(hour=7, minute=59))
    settling.settle(NOW.replace(hour=20))
    settling.settle(NOW)

    assert [asked(member, "invitation") for member in (declined, by_feed, applicant)] == [[], [], []]
    assert not Invitation.objects.exists()


def test_an_address_that_gets_no_mail_is_invited_once_it_gets_mail_again():
    ada = make_member()
    announced(), bounces.stop(ada.user.email, "Gone", NOW)
    list(sending.send_waiting(lambda: LATER))
    settling.settle(LATER)
    assert [message.state for message in Message.objects.filter(user=ada.user)] == [State.FAILED]

    bounces.let_go_on(ada.user.email, LATER)
    for minutes in (1, 2):
        settling.settle(LATER + timedelta(minutes=minutes))

    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION"]


def test_whoever_joins_later_is_invited_to_what_is_near():
    announced(), in_may(slug="next-year", starts_at=MAY + timedelta(days=365))
    new = make_member()

    settling.settle(LATER)

    assert asked(new) == ["REQUEST 0 NEEDS-ACTION"]


def test_the_first_answer_brings_a_meeting_of_the_year_into_the_calendar_at_once():
    ada, meeting = make_member(), in_may(starts_at=MAY + timedelta(days=200))

    rsvp.answer(meeting, ada, Choice.ROOM, NOW)
    settling.settle(LATER)

    assert asked(ada) == ["REQUEST 0 ACCEPTED"]


def test_a_move_reaches_whoever_was_invited_and_never_answered():
    silent, meeting = make_member(), announced()
    move(meeting)

    assert asked(silent, "meeting_moved") == ["REQUEST 1 NEEDS-ACTION"]
    assert "You have not answered yet" in written(silent, "meeting_moved")[0].text


def test_a_move_says_nothing_to_whoever_was_neither_invited_nor_answered():
    by_feed, meeting = make_member(), in_may()
    Preferences.objects.create(member=by_feed, calendar_by=CalendarBy.FEED)

    move(meeting)

    assert written(by_feed) == []


def test_cal_i5_words_alone_send_nothing():
    ada, meeting = make_member(), announced()

    move(meeting, title="Another title", programme="A talk", join_link="https://meet.example/new")
    settling.settle(LATER)

    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION"]


def test_cal_i5_a_cancellation_reaches_the_calendars_of_the_silent_and_of_those_who_said_no_in_a_short_mail():
    coming, silent, declined, meeting = make_member(), make_member(), make_member(), announced()
    rsvp.answer(meeting, coming, Choice.ROOM, LATER), rsvp.answer(meeting, declined, Choice.NO, LATER)
    meeting.refresh_from_db()

    planning.cancel(meeting, "Strike", LATER, by=None)

    assert asked(coming)[2:] == asked(coming, "meeting_cancelled") == ["CANCEL 1 ACCEPTED"]
    assert asked(silent)[1:] == asked(silent, "invitation_taken_back") == ["CANCEL 1 NEEDS-ACTION"]
    assert asked(declined)[2:] == asked(declined, "invitation_taken_back") == ["CANCEL 1 DECLINED"]
    assert "The reason: Strike" in written(silent, "invitation_taken_back")[0].text


def test_cal_m4_a_meeting_brought_back_stands_under_its_new_uid_alone():
    ada, meeting = make_member(), announced()
    meeting.refresh_from_db()
    cancelled = planning.cancel(meeting, "Strike", LATER, by=None)

    back = planning.bring_back(cancelled, LATER + timedelta(minutes=5), by=None)

    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION", "CANCEL 1 NEEDS-ACTION", "REQUEST 0 NEEDS-ACTION"]
    assert [event(message)["UID"] for message in written(ada)] == [meeting.uid, meeting.uid, back.uid]


@pytest.mark.parametrize("end", [membership.suspend, membership.leave])
def test_cal_i5_whoever_may_no_longer_take_part_is_told_alone_and_others_hear_nothing(end):
    ada, bob, meeting = make_member(), make_member(), announced()
    rsvp.answer(meeting, ada, Choice.ROOM, LATER)

    end(ada, make_coordinator(), "A test", LATER)
    settling.settle(LATER)

    assert asked(ada)[-1] == "CANCEL 0 ACCEPTED"
    assert len(asked(ada)) == 3
    assert len(asked(bob)) == 1


def test_whoever_chooses_the_feed_has_their_invitations_taken_back_and_given_again():
    ada, meeting = make_member(), announced()

    preferences.choose(ada, CalendarBy.FEED, LATER)
    settling.settle(LATER)
    preferences.choose(ada, CalendarBy.BOTH, LATER)
    settling.settle(LATER)

    stamps = [event(message)["DTSTAMP"].dt for message in written(ada)]
    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION", "CANCEL 0 NEEDS-ACTION", "REQUEST 0 NEEDS-ACTION"]
    assert stamps == sorted(set(stamps))  # of equal SEQUENCE the later DTSTAMP counts
    assert {event(message)["UID"] for message in written(ada)} == {meeting.uid}
    assert len({message.sender for message in written(ada)}) == 1


def test_an_address_that_changed_gets_the_invitation_and_the_old_one_loses_it():
    ada, meeting = make_member(), announced()
    old, new = ada.user.email, "ada.new@trust.example"
    ada.user.emailaddress_set.update(email=new)
    type(ada.user).objects.filter(pk=ada.user.pk).update(email=new)

    settling.settle(LATER)
    settling.settle(LATER)
    planning.cancel(type(meeting).objects.get(), "Strike", LATER, by=None)

    said = [(message.recipient, *event(message)["ATTENDEE"].split(":")[1:]) for message in written(ada)]
    assert said == [(old, old), (old, old), (new, new), (new, new)]
    assert [line.split()[0] for line in asked(ada)] == ["REQUEST", "CANCEL", "REQUEST", "CANCEL"]


def test_what_was_withdrawn_was_never_said():
    ada, meeting = make_member(), announced()
    undoing.undo(Reversal.objects.get(), None, NOW + timedelta(minutes=1))
    assert not Invitation.objects.counting().exists()

    meeting.refresh_from_db()
    planning.cancel(meeting, "A mistake", NOW + timedelta(minutes=2), by=None)

    assert written(ada) == []


def test_a_move_that_is_undone_leaves_the_calendar_as_it_was_and_sequence_rises():
    ada, meeting = make_member(), announced()
    move(meeting)
    undoing.undo(Reversal.objects.first(), None, LATER + timedelta(minutes=1))
    settling.settle(LATER + timedelta(minutes=2))
    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION"]

    move(meeting, LATER + timedelta(minutes=3))

    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION", "REQUEST 3 NEEDS-ACTION"]


def test_cal_i6_what_a_move_overtakes_does_not_leave_and_the_rest_leaves_in_order():
    ada, bob, meeting = make_member(), make_member(), announced()
    rsvp.answer(meeting, bob, Choice.ROOM, NOW + timedelta(minutes=1))

    move(meeting, NOW + timedelta(minutes=2))
    first_due = [message.pk for message in Message.objects.due(NOW + timedelta(minutes=3))]

    assert asked(ada) == ["REQUEST 1 NEEDS-ACTION"]
    assert asked(bob) == ["REQUEST 0 ACCEPTED", "REQUEST 1 NEEDS-ACTION"]
    assert first_due == [written(bob)[0].pk]


def test_cal_i5_another_link_to_join_reaches_the_calendars_of_those_who_hold_a_place():
    ada, maybe, meeting = make_member(), make_member(), announced(join_link="https://old.example/a")
    rsvp.answer(meeting, ada, Choice.ONLINE, NOW)
    rsvp.answer(meeting, maybe, Choice.MAYBE, NOW)

    for minutes, link in enumerate(("https://slip.example/b", "https://new.example/c")):
        meeting = move(meeting, LATER + timedelta(minutes=minutes), join_link=link)

    (told,) = written(ada, "join_link_changed")
    assert asked(ada)[-2:] == ["REQUEST 0 ACCEPTED"] * 2
    assert (event(told)["CONFERENCE"], "https://new.example/c" in told.text) == ("https://new.example/c", True)
    assert event(told)["DTSTAMP"].dt > event(written(ada)[-2])["DTSTAMP"].dt
    assert not written(maybe, "join_link_changed")

    undoing.undo(Reversal.objects.first(), None, LATER + timedelta(minutes=2))
    assert ["slip.example" in message.text for message in written(ada, "join_link_changed")] == [True]


def test_an_invitation_that_is_taken_back_undone_and_taken_back_again_says_each_once():
    ada, meeting = make_member(), announced()
    for minutes in (0, 2):
        meeting.refresh_from_db()
        planning.cancel(meeting, "Strike", LATER + timedelta(minutes=minutes), by=None)
        if not minutes:
            undoing.undo(Reversal.objects.first(), None, LATER + timedelta(minutes=1))

    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION", "CANCEL 3 NEEDS-ACTION"]


def test_the_clock_waits_while_a_deed_can_be_undone():
    meeting = announced()
    new = make_member()

    settling.settle(NOW + timedelta(minutes=9))
    assert asked(new) == []
    settling.settle(NOW + timedelta(minutes=10))

    assert asked(new) == ["REQUEST 0 NEEDS-ACTION"]
    assert meeting.status == Status.PUBLISHED


@pytest.mark.parametrize("state", [State.FAILED, State.LATE])
def test_an_address_that_refuses_is_not_written_to_again_by_the_clock(state):
    ada, _meeting = make_member(), announced()
    Message.objects.update(state=state, attempts=1)

    settling.settle(LATER)

    assert Invitation.objects.filter(member=ada).count() == 1


def test_the_clock_asks_as_many_questions_for_one_member_as_for_thirty(django_assert_max_num_queries):
    in_may()

    def queries(members):
        for _ in range(members):
            make_member()
        with django_assert_max_num_queries(60) as counted:
            settling.settle(NOW)
        return len(counted)

    assert queries(1) == queries(29)
    assert Invitation.objects.filter(method=Method.REQUEST).count() == 30


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_con_23_two_schedulers_at_once_invite_once():
    in_may()
    members = [make_member() for _ in range(3)]

    results = at_once([lambda: settling.settle(NOW) for _ in range(4)])

    assert errors(results) == []
    assert [asked(member) for member in members] == [["REQUEST 0 NEEDS-ACTION"]] * 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_con_26_a_move_raises_sequence_once_and_tells_each_calendar_once_however_many_move_at_once():
    ada, meeting = make_member(), announced()
    meeting.refresh_from_db()
    fields = {"starts_at": MAY + AN_HOUR, "ends_at": MAY + 3 * AN_HOUR}

    results = at_once([lambda: planning.change(meeting, LATER, by=None, **fields) for _ in range(4)])

    assert len(errors(results)) == 3
    assert asked(ada) == ["REQUEST 0 NEEDS-ACTION", "REQUEST 1 NEEDS-ACTION"]


def test_what_a_page_promises_of_a_cancellation_counts_the_calendars_of_the_silent_too():
    coming, _silent, meeting = make_member(), make_member(), announced()
    rsvp.answer(meeting, coming, Choice.ROOM, LATER)
    meeting.refresh_from_db()

    found = effects.foresee(lambda: [planning.cancel(meeting, "Strike", LATER + AN_HOUR, by=None)], LATER + AN_HOUR)

    assert found.calendars == 2
    assert dict(found.messages) == {"meetings/meeting_cancelled": 1, "meetings/invitation_taken_back": 1}
