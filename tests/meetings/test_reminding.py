"""Reminders and nudges: to whom, when, once, and nothing that is no longer so (con-23, con-24)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from meetings import planning, rsvp
from meetings.invitations import letters
from meetings.models import Meeting, Preferences, Rsvp
from meetings.reminding import slots, ticking
from meetings.reminding.slots import Kind
from meetings.words import Choice
from members.models import Member
from outbox import topics
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


def test_who_answered_since_it_was_due_has_read_the_same_in_the_confirmation():
    meeting = a_meeting()
    an_answer(meeting, when=at(7, 9, 30))

    assert due(at(7, 10)) == []
    assert len(due(at(13))) == 1


def test_the_silent_are_asked_twice_and_never_again():
    meeting, silent = a_meeting(), make_member()
    an_answer(meeting, Choice.NO)
    found = []

    for day, month in ((29, 4), (30, 4), (8, 5), (10, 5), (11, 5), (13, 5)):
        found.append(len(due(at(day, month=month), "nudge")))
        leave(at(day, month=month))

    assert found == [0, 1, 1, 2, 2, 2]
    assert {message.user for message in written("nudge")} == {silent.user}
    assert "We do not ask again about this meeting." in written("nudge").order_by("-pk")[0].text


def test_with_a_day_to_answer_by_the_silent_are_asked_a_week_and_a_day_before_it():
    a_meeting(answer_by=at(6).date())
    make_member()

    days = {slot.kind: timezone.localtime(slot.at) for slot in slots.of_all(PUBLISHED) if slot.is_nudge}

    assert days == {Kind.FIRST: at(29, month=4), Kind.SECOND: at(5)}


def test_nothing_leaves_between_8pm_and_8am_in_london():
    an_answer(a_meeting())

    assert due(at(7, 20)) == due(at(8, 7, 59)) == []
    assert len(due(at(8, 8))) == 1


def test_what_waits_at_night_because_no_mail_server_answered_waits_for_the_morning():
    an_answer(a_meeting())
    due(at(7, 19, 50))

    ticking.on_tick(at(7, 22))

    assert Message.objects.get().next_attempt_at == at(8, 8)


def test_con_23_what_a_killed_sender_may_have_sent_is_not_written_anew_under_another_message_id():
    meeting = a_meeting()
    member = an_answer(meeting)
    ticking.on_tick(at(7))
    Message.objects.update(claimed_until=at(7, 9, 1))
    before = Message.objects.values_list("message_id", flat=True).get()

    meeting.refresh_from_db()
    planning.change(meeting, at(7, 9, 2), by=None, title="Another title")
    ticking.on_tick(at(7, 9, 3))

    assert list(written().values_list("message_id", "user__member")) == [(before, member.pk)]


def test_what_waits_past_its_time_is_recorded_as_late_and_not_as_taken_back():
    an_answer(a_meeting())
    assert len(due(at(7))) == 1

    ticking.on_tick(at(11))

    assert Message.objects.get().state == State.LATE


@pytest.mark.parametrize(("late", "kind"), [(at(10, 23, 30), Kind.WEEK), (at(13, 23, 30), Kind.DAY)])
def test_con_24_a_reminder_late_by_more_than_half_its_time_is_dropped(late, kind):
    meeting = a_meeting()
    slot = next(slot for slot in slots.every(meeting) if slot.kind == kind)

    assert slot.is_open(slot.at)
    assert slot.is_open(late - timedelta(minutes=1))
    assert not slot.is_open(late)


def test_con_24_what_waits_too_long_for_the_mail_server_is_of_no_use_any_more():
    meeting = a_meeting()
    an_answer(meeting)

    due(at(7))

    assert Message.objects.get().not_after == at(7) + (START - at(7)) / 2


def test_con_24_a_moved_meeting_moves_its_reminders():
    meeting = a_meeting()
    member = an_answer(meeting)
    due(at(7))
    leave(at(7))
    ticking.on_tick(at(7))

    planning.change(meeting, at(8), by=None, starts_at=START + timedelta(days=28), ends_at=START + timedelta(days=28.1))
    Message.objects.exclude(name="meetings/reminder").delete()
    rsvp.answer(meeting, member, Choice.ROOM, at(8))

    assert len(due(at(13))) == 1
    assert len(due(at(4, month=6))) == 2
    assert "Thursday 11 June 2026" in written().order_by("-pk")[0].text


@pytest.mark.parametrize("deed", ["cancel", "move"])
def test_con_24_a_reminder_that_has_not_left_is_taken_back_when_the_meeting_is_moved_or_cancelled(deed):
    meeting = a_meeting()
    an_answer(meeting)
    due(at(7))

    if deed == "cancel":
        planning.cancel(meeting, "Snow", at(7, 10), by=None)
    else:
        later = START + timedelta(hours=1)
        planning.change(meeting, at(7, 10), by=None, starts_at=later, ends_at=later + timedelta(hours=1))

    assert not written().exists()
    assert due(at(7, 11)) == []
    assert Message.objects.get(name="meetings/reminder").state == State.WITHDRAWN


def test_a_nudge_that_has_not_left_is_taken_back_when_its_reader_answers():
    meeting, member = a_meeting(), make_member()
    due(at(30, month=4), "nudge")

    rsvp.answer(meeting, member, Choice.ROOM, at(30, 10, month=4))

    assert not written("nudge").exists()
    assert due(at(30, 11, month=4), "nudge") == []


def test_words_that_changed_before_they_left_are_written_anew():
    meeting = a_meeting(programme="The old programme")
    an_answer(meeting)
    due(at(7))
    meeting.refresh_from_db()
    planning.change(meeting, at(7, 10), by=None, programme="The new programme")

    due(at(7, 11))

    assert "The new programme" in written().get().text
    assert "The old programme" not in written().get().text


@pytest.mark.parametrize("how", ["off", "left", "unverified"])
def test_no_reminder_for_who_does_not_want_it_or_is_gone(how):
    member = an_answer(a_meeting())
    if how == "off":
        topics.switch(member.user, "reminders", at(1), wanted=False)
    elif how == "left":
        member.left_on = at(6).date()
        member.save()
    else:
        member.user.emailaddress_set.update(verified=False)

    assert due(at(7)) == []


def test_who_switches_reminders_off_before_one_left_does_not_get_it():
    member = an_answer(a_meeting())
    assert due(at(7)) == [member.pk]

    topics.switch(member.user, "reminders", at(7, 10), wanted=False)

    assert due(at(7, 10)) == []


@pytest.mark.whole
def test_a_meeting_asks_as_few_questions_for_30_people_as_for_1(django_assert_max_num_queries):
    meeting = a_meeting(room_capacity=40)
    for _ in range(30):
        an_answer(meeting)

    with django_assert_max_num_queries(22):
        assert len(due(at(7))) == 30


def weekly(member):
    Preferences.objects.create(member=member, one_mail_a_week=True)
    return member


def test_one_mail_a_week_replaces_the_single_ones_of_that_week():
    meeting, other = a_meeting(), a_meeting(starts_at=START + timedelta(days=5), title="Another meeting")
    member = weekly(an_answer(meeting))
    make_action(make_meeting(starts_at=at(1, month=9)), owner=member, text="Bring the projector")

    assert due(at(4, 8, 59), "digest") == []
    assert due(at(4), "digest") == [member.pk]
    leave(at(4))
    assert due(at(7)) == due(at(8), "nudge") == []

    text = written("digest").get().text
    needs, coming, promised = (text.index(part) for part in ("What needs your answer", "What is coming", "You have"))
    assert needs < text.index(other.title) < coming < text.index("You are coming, and hold a place") < promised


def test_a_week_with_nothing_to_say_brings_no_mail():
    weekly(make_member())

    assert due(at(4), "digest") == []


def test_a_mail_of_the_week_that_came_too_late_leaves_the_single_reminders():
    weekly(an_answer(a_meeting()))

    assert due(at(7, 21, 1), "digest") == []
    assert len(due(at(8))) == 1


def test_who_stops_the_mail_of_the_week_gets_no_single_ones_instead():
    member = weekly(an_answer(a_meeting()))
    topics.switch(member.user, "digest", at(1), wanted=False)

    assert due(at(4), "digest") == due(at(7)) == due(at(8)) == due(at(13)) == []


def test_nobody_is_nudged_within_two_days_of_another_message_that_asks():
    meeting = a_meeting()
    make_member(), make_member(joined_on=at(29, month=4).date())
    invited = make_member()
    letters.invitation(meeting, Member.objects.filter(pk=invited.pk), at(28, 10, month=4))
    told = Member.objects.exclude(pk=invited.pk).order_by("pk")

    assert due(at(30, month=4), "nudge") == [told[0].pk]  # the others joined and were invited a day or two before
    assert due(at(10), "nudge") == [*told.values_list("pk", flat=True), invited.pk]


def test_a_meeting_announced_on_the_eve_of_a_nudge_is_not_nudged_about():
    meeting = a_meeting()
    make_member()
    Meeting.objects.filter(pk=meeting.pk).update(published_at=at(29, 18, month=4))

    assert due(at(30, month=4), "nudge") == []
    assert len(due(at(10), "nudge")) == 1
