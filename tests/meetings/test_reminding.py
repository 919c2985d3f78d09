"""Reminders and nudges: to whom, when, once, and nothing that is no longer so (con-23, con-24)."""

from datetime import datetime

import pytest

from meetings import rsvp
from meetings.models import Rsvp
from meetings.reminding import ticking
from meetings.words import Choice
from outbox.models import Message, State
from tests.factories import LONDON, make_action, make_meeting, make_member

pytestmark = pytest.mark.django_db

START = datetime(2026, 5, 14, 14, tzinfo=LONDON)
PUBLISHED = datetime(2026, 4, 1, 12, tzinfo=LONDON)


def at(day: int, hour: int = 9, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


def a_meeting(**fields):
    fields = {"starts_at": START, "created_at": PUBLISHED, "changed_at": PUBLISHED, **fields}
    meeting = make_meeting(**fields)
    meeting.published_at = PUBLISHED
    meeting.save()
    return meeting


def an_answer(meeting, choice=Choice.ROOM, when=PUBLISHED, **fields):
    member = fields.pop("member", None) or make_member()
    rsvp.answer(meeting, member, choice, when)
    Message.objects.all().delete()
    return member


def due(now, name="reminder"):
    """Let the clock run once, and give who was written to by then."""
    ticking.on_tick(now)
    return list(written(name).values_list("user__member", flat=True).order_by("pk"))


def written(name="reminder"):
    return Message.objects.filter(name=f"meetings/{name}", state__in=[State.WAITING, State.SENT])


def leave(now):
    """Everything that waits and is of use leaves."""
    Message.objects.waiting().filter(not_after__lt=now).update(state=State.LATE)
    Message.objects.waiting().filter(next_attempt_at__lte=now).update(state=State.SENT, sent_at=now)


def test_a_reminder_goes_a_week_and_a_day_before_at_9_in_london_to_who_comes_waits_or_may_come():
    meeting = a_meeting(room_capacity=1)
    coming, waiting, maybe = (an_answer(meeting, choice) for choice in (Choice.ROOM, Choice.ROOM, Choice.MAYBE))
    an_answer(meeting, Choice.NO)
    make_member()

    assert due(at(7, 8, 59)) == []
    assert due(at(7)) == [coming.pk, waiting.pk, maybe.pk]
    leave(at(7))
    assert due(at(13)) == [each.pk for each in (coming, waiting, maybe)] * 2


def test_a_reminder_a_week_before_says_the_programme_the_place_how_to_get_there_and_what_was_promised():
    meeting = a_meeting(programme="A talk on endings")
    meeting.venue.by_tram_or_bus = "Tram to Prestwich, then five minutes on foot"
    meeting.venue.save()
    member = an_answer(meeting)
    make_action(make_meeting(), owner=member, text="Bring the projector")

    due(at(7))

    text = Message.objects.get().text
    assert "Thursday 14 May 2026, 2pm to 4pm (UK time)" in text
    assert "- Room 2, The Curve, Prestwich" in text
    assert "You are coming, and hold a place in the room." in text
    assert "Programme\n\nA talk on endings" in text
    assert "- By tram or bus: Tram to Prestwich, then five minutes on foot" in text
    assert "You have promised:\n\n- Bring the projector" in text


def test_a_reminder_the_day_before_has_the_link_to_join_for_who_comes_online_alone():
    meeting = a_meeting(join_link="https://meet.example/dit")
    online, room = an_answer(meeting, Choice.ONLINE), an_answer(meeting)

    due(at(13))

    texts = dict(Message.objects.values_list("user__member", "text"))
    assert "To join online: https://meet.example/dit" in texts[online.pk]
    assert "meet.example" not in texts[room.pk]


def test_a_reminder_says_what_is_not_confirmed():
    meeting = a_meeting()
    member = an_answer(meeting)
    Rsvp.objects.update(confirm_by=at(9, 14))

    due(at(7))

    assert member.rsvps.get().confirm_by
    assert "Please say that you are still coming by Saturday 9 May 2026, 2pm." in Message.objects.get().text
