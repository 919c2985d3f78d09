"""Meetings in people's calendars by mail: who is told what, by which message, and what their calendar then shows."""

import re
from datetime import timedelta

import pytest

from meetings import links, planning, rsvp
from meetings.models import Invitation, Preferences
from meetings.words import CalendarBy, Choice, Door, Method, Status
from outbox.models import Message, State
from tests.factories import make_member
from tests.meetings.invited import MAY, NOW, announced, asks, event, in_may, written

pytestmark = pytest.mark.django_db

LINK = "https://meet.example/dit"


def test_cal_i1_each_invitation_names_one_person_and_nobody_else():
    ada, bob = make_member(name="Ada Ash"), make_member(name='Bob "Bo" Birch')

    announced()

    for member, name in ((ada, "Ada Ash"), (bob, "Bob 'Bo' Birch")):
        (message,) = written(member, "meeting_published")
        attendee = event(message)["ATTENDEE"]
        assert attendee == f"mailto:{member.user.email}"
        assert attendee.params["CN"] == name
        assert (attendee.params["RSVP"], attendee.params["PARTSTAT"]) == ("TRUE", "NEEDS-ACTION")
    assert bob.user.email not in written(ada)[0].calendar


def test_cal_i3_the_organizer_is_the_sender_an_address_of_our_own_for_one_person_and_meeting(settings):
    settings.REPLY_ADDRESS = "answers@dit-northwest.example"
    ada, bob = make_member(), make_member()

    meeting = announced()

    for member in (ada, bob):
        (message,) = written(member)
        name = links.name(links.REPLY, meeting.pk, member.pk)
        assert message.sender == f"answers+{name}@dit-northwest.example"
        assert event(message)["ORGANIZER"] == f"mailto:{message.sender}"
        assert event(message)["ORGANIZER"].params["CN"] == settings.NETWORK_NAME
        assert Invitation.objects.get(member=member).organizer == message.sender


def test_cal_i4_the_recipient_is_the_attendee_and_not_the_organizer():
    announced(join_link=LINK)
    ada = make_member()
    planning.publish(in_may(status=Status.DRAFT, slug="other"), NOW, by=None)

    (message,) = written(ada)

    assert event(message)["ATTENDEE"] == f"mailto:{message.recipient}"
    assert message.recipient != message.sender


def test_cal_i5_a_move_raises_sequence_under_the_same_uid_and_a_newer_stamp():
    ada, meeting = make_member(), announced()
    rsvp.answer(meeting, ada, Choice.ROOM, NOW + timedelta(hours=1))
    meeting.refresh_from_db()

    later = NOW + timedelta(days=1)
    planning.change(meeting, later, by=None, starts_at=MAY + timedelta(hours=1), ends_at=MAY + timedelta(hours=3))

    first, answered, moved = map(event, written(ada))
    assert [asks(message) for message in written(ada)] == [
        "REQUEST 0 NEEDS-ACTION",
        "REQUEST 0 ACCEPTED",
        "REQUEST 1 NEEDS-ACTION",
    ]
    assert first["UID"] == answered["UID"] == moved["UID"] == meeting.uid
    assert first["DTSTAMP"].dt < answered["DTSTAMP"].dt < moved["DTSTAMP"].dt == later
    assert moved["DTSTART"].dt == MAY + timedelta(hours=1)


def test_cal_i5_a_cancellation_takes_back_only_what_was_asked():
    invited, by_feed = make_member(), make_member()
    Preferences.objects.create(member=by_feed, calendar_by=CalendarBy.FEED)
    meeting = announced()
    for member in (invited, by_feed):
        rsvp.answer(meeting, member, Choice.ROOM, NOW + timedelta(hours=1))
    meeting.refresh_from_db()

    planning.cancel(meeting, "Strike", NOW + timedelta(days=1), by=None)

    (cancelled,) = written(invited, "meeting_cancelled")
    assert asks(cancelled) == "CANCEL 1 ACCEPTED"
    assert (event(cancelled)["STATUS"], event(cancelled)["UID"]) == ("CANCELLED", meeting.uid)
    assert event(cancelled)["SUMMARY"] == "CANCELLED: Network meeting"
    assert [asks(message) for message in written(by_feed)] == ["", "", ""]
    assert not Invitation.objects.filter(member=by_feed).exists()


def test_cal_b6_the_link_to_join_is_in_the_calendar_of_whoever_holds_a_place_alone():
    ada, bob = make_member(), make_member()
    meeting = announced(join_link=LINK, room_capacity=1)

    for member in (ada, bob):
        rsvp.answer(meeting, member, Choice.ROOM, NOW + timedelta(hours=1))

    holds, waits = written(ada, "answer_recorded")[0], written(bob, "answer_recorded")[0]
    assert LINK in event(holds)["DESCRIPTION"]
    assert LINK not in waits.calendar.replace("\r\n ", "")
    assert (asks(holds), asks(waits)) == ("REQUEST 0 ACCEPTED", "REQUEST 0 TENTATIVE")


def test_a_no_never_puts_a_meeting_into_a_calendar():
    ada, meeting = make_member(), in_may()

    for minutes, choice in enumerate([Choice.NO, Choice.MAYBE, Choice.NO]):
        rsvp.answer(meeting, ada, choice, NOW + timedelta(minutes=minutes))
        Message.objects.update(state=State.SENT, sent_at=NOW)

    assert [asks(message) for message in written(ada)] == ["", "REQUEST 0 TENTATIVE", "REQUEST 0 DECLINED"]


def test_a_calendar_that_said_no_itself_is_not_given_the_meeting_back():
    ada, meeting = make_member(), announced(join_link=LINK)

    for minutes, choice in enumerate([Choice.ROOM, Choice.NO]):
        rsvp.answer(meeting, ada, choice, NOW + timedelta(minutes=minutes), door=Door.REPLY)
        Message.objects.update(state=State.SENT, sent_at=NOW)

    assert [asks(message) for message in written(ada)] == ["REQUEST 0 NEEDS-ACTION", "REQUEST 0 ACCEPTED", ""]


def test_an_answer_that_never_left_leaves_no_trace_in_a_calendar():
    ada, meeting = make_member(), in_may()

    for minutes, choice in enumerate([Choice.ROOM, Choice.NO]):
        rsvp.answer(meeting, ada, choice, NOW + timedelta(minutes=minutes))

    assert [asks(message) for message in written(ada)] == [""]


def test_thousands_are_invited_with_as_many_queries_as_one(django_assert_num_queries):
    def queries(members):
        for _ in range(members):
            make_member()
        meeting = in_may(status=Status.DRAFT, slug=f"meeting-with-{members}")
        with django_assert_num_queries(queries.expected, exact=False) as counted:
            planning.publish(meeting, NOW, by=None)
        return len(counted)

    queries.expected = 60

    assert queries(1) == queries(20)
    assert Invitation.objects.count() == 1 + 21
    assert set(Invitation.objects.values_list("method", flat=True)) == {Method.REQUEST}


def test_cal_b1_cal_b2_cal_b5_an_invitation_is_written_in_the_same_bytes_as_every_calendar():
    ada = make_member(name="Zoë, “the chair”; née Õ" * 4)
    meeting = announced(programme="Tea; cake, talk\\" + "é" * 90, join_link=LINK)

    text = written(ada)[0].calendar
    octets = text.encode()
    unfolded = text.replace("\r\n ", "").split("\r\n")
    assert max(map(len, octets.split(b"\r\n"))) <= 75
    assert b"\n" not in octets.replace(b"\r\n", b"")
    assert f"DTSTART;TZID=Europe/London:{MAY:%Y%m%d}T140000" in unfolded
    assert [unfolded.count(f"BEGIN:{name}") for name in ("VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT")] == [1] * 4
    names = [re.split("[:;]", line)[0] for line in unfolded[unfolded.index("BEGIN:VEVENT") :]]
    once = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "URL", "ORGANIZER")
    assert {name: names.count(name) for name in once} == dict.fromkeys(once, 1)
    assert {"RRULE", "RDATE", "RECURRENCE-ID"}.isdisjoint(names)  # cal-M1
    assert meeting.programme in event(written(ada)[0])["DESCRIPTION"]


def test_cal_l8_the_plain_text_carries_every_fact_and_link_that_the_calendar_does():
    ada, meeting = make_member(), announced(programme="2pm Welcome", join_link=LINK)
    rsvp.answer(meeting, ada, Choice.ONLINE, NOW + timedelta(hours=1))

    invited, answered = written(ada)
    (answer_link,) = re.findall(r"https?://\S+/meetings/a/[^/\s]+/", str(event(invited)["DESCRIPTION"]))
    assert "Thursday 14 May 2026" in invited.text
    assert "(UK time)" in invited.text
    for fact in (meeting.title, str(meeting.venue), "2pm Welcome", answer_link):
        assert fact in invited.text
    assert LINK in answered.text


def test_the_link_in_the_calendar_answers_for_its_reader_alone():
    ada, bob = make_member(), make_member()
    meeting = announced()

    for member in (ada, bob):
        name = links.name(links.ANSWER, meeting.pk, member.pk)
        assert re.findall(r"/meetings/a/(\S+)/", str(event(written(member)[0])["DESCRIPTION"])) == [name]
