"""However late an answer from a calendar arrives, the newest one counts (con-18, con-19, cal-I8)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import planning, rsvp, undoing
from meetings.models import CalendarReply, Meeting, Reversal, Rsvp, RsvpChange
from meetings.words import Cause, Choice, Door, Place, ReplyState, Status
from outbox import inbox
from outbox.models import Message
from tests.factories import make_meeting, make_member, make_venue
from tests.meetings.replies import samples

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)


def minutes(number):
    return NOW + timedelta(minutes=number)


def reply(meeting, member, partstat, *, said, arrives=None, **further):
    """An answer said at one minute of the clock of a calendar, and arrived at one of ours."""
    arrives = said if arrives is None else arrives
    raw = samples.reply(meeting, member, partstat, stamp=minutes(said), **further)
    incoming = inbox.take(raw, "", minutes(arrives))
    return CalendarReply.objects.get(incoming=incoming).state


def on_the_site(meeting, member, choice, *, at):
    return rsvp.answer(meeting, member, choice, minutes(at))


def counts(member):
    row = Rsvp.objects.get(member=member)
    return (row.choice, row.place)


YES, NO = (Choice.ROOM, Place.ROOM), (Choice.NO, Place.NONE)


@pytest.fixture
def meeting():
    return make_meeting()


@pytest.fixture
def ada():
    return make_member()


def test_con_19_an_older_reply_that_arrives_late_does_not_overwrite_a_newer_one(meeting, ada):
    assert reply(meeting, ada, "DECLINED", said=10) == ReplyState.APPLIED

    assert reply(meeting, ada, "ACCEPTED", said=5, arrives=11) == ReplyState.OLD

    assert counts(ada) == NO


def test_con_19_an_older_reply_does_not_overwrite_what_was_said_through_another_door(meeting, ada):
    on_the_site(meeting, ada, Choice.NO, at=10)

    assert reply(meeting, ada, "ACCEPTED", said=5, arrives=11) == ReplyState.OLD
    assert counts(ada) == NO

    assert reply(meeting, ada, "ACCEPTED", said=12) == ReplyState.APPLIED
    assert counts(ada) == YES


def test_a_clock_that_is_a_minute_slow_loses_no_answer(meeting, ada):
    on_the_site(meeting, ada, Choice.NO, at=10)

    assert reply(meeting, ada, "ACCEPTED", said=9, arrives=11) == ReplyState.APPLIED


def test_a_clock_that_is_years_ahead_shuts_no_later_answer_out(meeting, ada):
    assert reply(meeting, ada, "DECLINED", said=60 * 24 * 3650, arrives=1) == ReplyState.APPLIED

    assert reply(meeting, ada, "ACCEPTED", said=5) == ReplyState.APPLIED

    assert counts(ada) == YES


def test_con_18_a_reply_sent_twice_is_one_row_one_change_and_one_message(meeting, ada):
    raw = samples.reply(meeting, ada, stamp=minutes(1))
    for again in (raw, raw, b"Received: from another\r\n" + raw):
        inbox.take(again, "", minutes(2))
    reply(meeting, ada, "ACCEPTED", said=3)

    assert (Rsvp.objects.count(), RsvpChange.objects.count(), Message.objects.count()) == (1, 1, 1)
    states = sorted(CalendarReply.objects.values_list("state", flat=True))
    assert states == [ReplyState.APPLIED, ReplyState.APPLIED, ReplyState.OLD]


def test_a_reply_that_comes_again_does_not_undo_what_was_said_since(meeting, ada):
    raw = samples.reply(meeting, ada, stamp=minutes(1))
    inbox.take(raw, "", minutes(1))
    on_the_site(meeting, ada, Choice.NO, at=2)

    inbox.take(b"Received: again\r\n" + raw, "", minutes(3))

    assert counts(ada) == NO


def test_of_two_answers_in_one_second_the_one_that_arrives_later_counts(meeting, ada):
    reply(meeting, ada, "ACCEPTED", said=1, arrives=1)

    reply(meeting, ada, "DECLINED", said=1, arrives=2)

    assert counts(ada) == NO


def moved(meeting, *, days=7, at=10):
    later = {name: getattr(meeting, name) + timedelta(days=days) for name in ("starts_at", "ends_at")}
    return planning.change(type(meeting).objects.get(pk=meeting.pk), minutes(at), by=None, **later)


def test_cal_i8_a_yes_to_the_old_time_leaves_whoever_is_asked_again_unconfirmed(meeting, ada):
    on_the_site(meeting, ada, Choice.ROOM, at=1)
    moved(meeting)
    until = Rsvp.objects.get().confirm_by

    assert reply(meeting, ada, "ACCEPTED", said=20, sequence=0) == ReplyState.APPLIED

    assert until
    assert Rsvp.objects.get().confirm_by == until


def test_cal_i8_a_yes_to_the_new_time_confirms(meeting, ada):
    on_the_site(meeting, ada, Choice.ROOM, at=1)
    moved(meeting)

    reply(meeting, ada, "ACCEPTED", said=20, sequence=1)

    assert Rsvp.objects.get().confirm_by is None
    assert RsvpChange.objects.filter(cause=Cause.CONFIRMED, door=Door.REPLY).count() == 1


def test_cal_i8_a_first_yes_to_the_old_time_is_kept_as_if_it_had_come_before_the_move(meeting, ada):
    ben = make_member()
    reply(meeting, ben, "ACCEPTED", said=1)
    moved(meeting)

    reply(meeting, ada, "ACCEPTED", said=2, arrives=20, sequence=0)

    late, early = Rsvp.objects.get(member=ada), Rsvp.objects.get(member=ben)
    assert (late.choice, late.place, bool(late.confirm_by)) == (early.choice, early.place, bool(early.confirm_by))
    told = [message.name for message in Message.objects.filter(user=ada.user)]
    assert told == ["meetings/reply_to_old_time"]


def test_cal_i8_a_yes_to_an_invitation_from_before_a_move_that_was_undone_is_a_yes(ada):
    meeting = planning.publish(make_meeting(status=Status.DRAFT), minutes(0), by=None)
    moved(meeting)
    undoing.undo(Reversal.objects.latest("pk"), None, minutes(15))

    reply(meeting, ada, "ACCEPTED", said=20, sequence=0)

    assert counts(ada) == YES
    assert Rsvp.objects.get().confirm_by is None


def test_cal_i8_a_yes_to_the_room_of_before_is_to_be_confirmed_though_its_no_was_told_nothing(ada):
    meeting = planning.publish(make_meeting(status=Status.DRAFT), minutes(0), by=None)
    reply(meeting, ada, "DECLINED", said=1)
    planning.change(Meeting.objects.get(), minutes(15), by=None, venue=make_venue())

    reply(meeting, ada, "ACCEPTED", said=20, sequence=0)

    assert Rsvp.objects.get().confirm_by


def test_a_no_to_the_old_time_is_a_no_and_reads_the_new_time(meeting, ada):
    on_the_site(meeting, ada, Choice.ROOM, at=1)
    moved(meeting)

    reply(meeting, ada, "DECLINED", said=20, sequence=0)

    assert counts(ada) == NO


def test_cal_i9_a_yes_says_neither_room_nor_online_so_it_is_as_they_usually_come_and_asks_once(meeting, ada):
    on_the_site(make_meeting(), ada, Choice.ONLINE, at=0)

    reply(meeting, ada, "ACCEPTED", said=1)
    reply(meeting, ada, "ACCEPTED", said=2)

    assert Rsvp.objects.get(meeting=meeting).choice == Choice.ONLINE
    [told] = Message.objects.filter(about=f"meeting:{meeting.slug}")
    assert "so we wrote down online. If you meant the other, change your answer." in told.text


def test_cal_i9_a_yes_to_a_full_room_is_a_place_online_and_a_turn_on_the_waiting_list(ada):
    meeting = make_meeting(room_capacity=1)
    on_the_site(meeting, make_member(), Choice.ROOM, at=0)

    reply(meeting, ada, "ACCEPTED", said=1)

    row = Rsvp.objects.get(member=ada)
    assert (row.choice, row.place, row.turn) == (Choice.ROOM, Place.ONLINE, 1)


def test_a_yes_of_somebody_who_said_yes_already_moves_them_nowhere(meeting, ada):
    on_the_site(meeting, ada, Choice.ONLINE, at=0)
    on_the_site(make_meeting(), ada, Choice.ROOM, at=1)

    reply(meeting, ada, "ACCEPTED", said=2)

    assert Rsvp.objects.get(meeting=meeting).choice == Choice.ONLINE


def test_what_cannot_count_any_more_is_told_once(ada):
    cancelled, lost = make_meeting(), make_meeting()
    stranger = make_member()
    stranger.evidence.all().delete()
    planning.cancel(cancelled, "Snow", NOW, by=None)

    for said in (1, 2):
        assert reply(cancelled, ada, "ACCEPTED", said=said) == ReplyState.REFUSED
        assert reply(lost, stranger, "ACCEPTED", said=said) == ReplyState.REFUSED

    assert not Rsvp.objects.exists()
    told = Message.objects.filter(name="meetings/reply_refused").order_by("pk")
    assert [message.user for message in told] == [ada.user, stranger.user]
    assert "This meeting is cancelled." in told[0].text


def test_a_meeting_that_has_begun_takes_no_reply(ada):
    meeting = make_meeting(starts_at=minutes(-5))

    assert reply(meeting, ada, "DECLINED", said=0) == ReplyState.REFUSED


def test_an_answer_to_an_entry_that_was_taken_back_does_not_count_for_the_meeting_brought_back(meeting, ada):
    old = meeting.uid
    on_the_site(meeting, ada, Choice.ROOM, at=0)  # the confirmation is an invitation too
    meeting.refresh_from_db()
    cancelled = planning.cancel(meeting, "Snow", NOW, by=None)
    again = planning.bring_back(cancelled, minutes(1), by=None)

    assert reply(again, ada, "ACCEPTED", said=5, uid=old) == ReplyState.REFUSED
    assert Rsvp.objects.get().choice == Choice.MAYBE
    assert reply(again, ada, "ACCEPTED", said=6) == ReplyState.APPLIED
