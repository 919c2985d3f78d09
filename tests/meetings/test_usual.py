"""How somebody usually comes is remembered, and offered first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import rsvp
from meetings.models import RsvpChange
from meetings.templatetags.meetings import answer_buttons
from meetings.usual import usual_mode
from meetings.words import Cause, Choice, Door, Mode
from tests.factories import make_meeting, make_member

pytestmark = pytest.mark.django_db


def test_the_last_word_about_room_or_online_counts_and_maybe_and_no_do_not():
    member, now = make_member(), timezone.now()
    first, second = make_meeting(), make_meeting()
    assert usual_mode(member) is None

    for minute, (meeting, choice) in enumerate(
        [(first, Choice.ROOM), (second, Choice.ONLINE), (second, Choice.MAYBE), (first, Choice.NO)]
    ):
        rsvp.answer(meeting, member, choice, now + timedelta(minutes=minute))

    assert usual_mode(member) == Choice.ONLINE
    assert usual_mode(make_member()) is None


def test_what_happens_to_somebody_or_was_carried_over_is_no_word_of_theirs():
    member, now = make_member(), timezone.now()
    meeting = make_meeting()
    rsvp.answer(meeting, member, Choice.ONLINE, now)
    for cause, door in [(Cause.PROMOTED, ""), (Cause.ANSWER, Door.POLL)]:
        RsvpChange.objects.create(
            meeting=meeting, member=member, choice=Choice.ROOM, place="room", cause=cause, door=door, at=now
        )

    assert usual_mode(member) == Choice.ONLINE


def test_the_usual_answer_stands_first_until_one_has_answered():
    meeting, member = make_meeting(), make_member()

    asked = answer_buttons(meeting, None, Choice.ONLINE)
    answered = answer_buttons(meeting, rsvp.answer(meeting, member, Choice.NO, timezone.now()))

    assert [button.label for button in asked] == ["As usual: online", "In the room", "Maybe", "No"]
    assert [button.label for button in answered] == ["In the room", "Online", "Maybe", "No"]


def test_a_meeting_that_does_not_take_the_usual_answer_does_not_offer_it():
    room_only = answer_buttons(make_meeting(mode=Mode.ROOM), None, Choice.ONLINE)

    assert [button.label for button in room_only] == ["In the room", "Maybe", "No"]


def test_the_page_offers_it_in_one_tap(client):
    member = make_member()
    rsvp.answer(make_meeting(), member, Choice.ROOM, timezone.now())
    meeting = make_meeting()
    client.force_login(member.user)

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert page.index("As usual: in the room") < page.index(">\n            Online")
