"""What coordinators do with meetings, and what leaves when they do."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from meetings import effects, planning, rsvp
from meetings.models import Meeting, MeetingChange
from meetings.plans import Refusal, Refused
from meetings.words import Cause, Choice, Deed, Mode, Place, Status
from outbox.models import Message
from tests.factories import LONDON, make_applicant, make_member, make_user, make_venue

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 4, 1, 9, tzinfo=LONDON)
MAY = datetime(2026, 5, 14, 14, tzinfo=LONDON)


def plan(**fields):
    defaults = {
        "title": "Network meeting",
        "starts_at": MAY,
        "ends_at": MAY + timedelta(hours=2),
        "venue": make_venue(),
        "mode": Mode.HYBRID,
        "room_capacity": 2,
    }
    return {**defaults, **fields}


def planned(**fields):
    return planning.create(NOW, by=None, **plan(**fields))


def published(**fields):
    return planning.publish(planned(**fields), NOW, by=None)


def say(meeting, choice, member=None):
    member = member or make_member()
    rsvp.answer(meeting, member, choice, NOW)
    return member


def left(name):
    """The addresses to which messages of this name leave."""
    return sorted(Message.objects.filter(name=f"meetings/{name}").values_list("recipient", flat=True))


def addresses(*members):
    return sorted(member.user.email for member in members)


def test_a_new_meeting_is_a_draft_named_for_its_day_which_no_member_sees():
    meeting = planned()

    assert (meeting.slug, meeting.status, meeting.sequence) == ("2026-05-14", Status.DRAFT, 0)
    assert not Meeting.objects.visible_to(make_member()).exists()
    assert not Message.objects.exists()


def test_a_second_meeting_on_a_day_gets_a_suffix_and_a_moved_one_keeps_its_name():
    first, second = planned(), planned()

    moved = planning.change(
        second, NOW, by=None, **plan(starts_at=MAY + timedelta(days=1), ends_at=MAY + timedelta(days=2))
    )

    assert (first.slug, moved.slug) == ("2026-05-14", "2026-05-14-2")


def test_cal_m2_each_uid_is_random_and_of_our_own_domain(settings):
    settings.CALENDAR_DOMAIN = "calendar.network.example"

    first, second = planned(), planned()

    assert first.uid != second.uid
    assert all(meeting.uid.endswith("@calendar.network.example") for meeting in (first, second))


def test_publishing_writes_to_everyone_eligible_and_to_nobody_else():
    ada, ben = make_member(), make_member()
    make_applicant(), make_member(left_on=NOW.date())
    meeting = planned()

    published = planning.publish(meeting, NOW, by=None)

    assert (published.status, published.published_at, published.sequence) == (Status.PUBLISHED, NOW, 0)
    assert left("meeting_published") == addresses(ada, ben)


def test_the_link_to_join_is_in_no_message_but_to_those_who_hold_a_place():
    link = "https://meet.example/secret"
    holder, maybe = make_member(), make_member()
    meeting = published(join_link=link, room_capacity=1)
    say(meeting, Choice.ROOM, holder), say(meeting, Choice.MAYBE, maybe), say(meeting, Choice.ROOM)
    meeting.refresh_from_db()
    moved = planning.change(meeting, NOW, by=None, venue=make_venue(room="Room 3"))
    planning.cancel(moved, "Strike", NOW, by=None)

    told = Message.objects.filter(text__contains=link).values_list("recipient", "name")

    assert list(told) == [(holder.user.email, "meetings/answer_recorded")]


def test_whoever_moves_up_is_told_how_to_join():
    meeting = published(join_link="https://meet.example/secret", room_capacity=1)
    first = say(meeting, Choice.ROOM)
    waiting = say(meeting, Choice.ROOM)

    say(meeting, Choice.NO, first)

    assert "https://meet.example/secret" in Message.objects.get(name="meetings/moved_up", user=waiting.user).text


@pytest.mark.parametrize(
    ("fields", "sequence", "deed"),
    [
        ({"starts_at": MAY + timedelta(hours=1)}, 1, Deed.MOVED),
        ({"ends_at": MAY + timedelta(hours=3)}, 1, Deed.MOVED),
        ({"starts_at": MAY + timedelta(days=7), "ends_at": MAY + timedelta(days=7, hours=2)}, 1, Deed.MOVED),
        ({"title": "Spring meeting"}, 0, Deed.CHANGED),
        ({"programme": "2pm Welcome"}, 0, Deed.CHANGED),
        ({"join_link": "https://meet.example/a"}, 0, Deed.CHANGED),
        ({"room_capacity": 9}, 0, Deed.CHANGED),
    ],
)
def test_cal_m3_sequence_rises_once_when_the_time_changes_and_not_for_words(fields, sequence, deed):
    meeting = published()
    later = NOW + timedelta(days=1)

    changed = planning.change(meeting, later, by=None, **fields)

    assert (changed.sequence, changed.changed_at) == (sequence, later)
    assert MeetingChange.objects.first().deed == deed


def test_cal_m3_a_new_place_raises_sequence_because_people_travel():
    changed = planning.change(published(), NOW, by=None, venue=make_venue(room="Room 9"))

    assert changed.sequence == 1


def test_a_draft_moves_without_a_word_to_anybody():
    make_member()

    moved = planning.change(planned(), NOW, by=None, starts_at=MAY + timedelta(hours=1))

    assert moved.sequence == 0
    assert not Message.objects.exists()


def test_a_plan_that_changes_nothing_leaves_no_trace():
    meeting = published()

    same = planning.change(meeting, NOW, by=None, title=meeting.title, starts_at=meeting.starts_at)

    assert (same.version, MeetingChange.objects.filter(deed=Deed.CHANGED).count()) == (meeting.version, 0)


def test_a_new_time_is_told_to_everyone_who_answered_with_the_old_time_beside_it():
    meeting = published(room_capacity=1)
    coming, waiting, maybe = say(meeting, Choice.ROOM), say(meeting, Choice.ROOM), say(meeting, Choice.MAYBE)
    declined, _ = say(meeting, Choice.NO), make_member()
    meeting.refresh_from_db()

    planning.change(meeting, NOW, by=None, starts_at=MAY + timedelta(hours=1))

    assert left("meeting_moved") == addresses(coming, waiting, maybe, declined)
    text = Message.objects.filter(name="meetings/meeting_moved").first().text
    assert "Thursday 14 May 2026, 3pm to 4pm (UK time)" in text
    assert "Thursday 14 May 2026, 2pm to 4pm (UK time)" in text


def test_cancelling_says_why_to_those_who_may_come_and_raises_sequence():
    meeting = published()
    coming, _ = say(meeting, Choice.ONLINE), say(meeting, Choice.NO)
    meeting.refresh_from_db()

    cancelled = planning.cancel(meeting, "The building is closed.", NOW, by=None)

    assert (cancelled.status, cancelled.cancelled_at, cancelled.sequence) == (Status.CANCELLED, NOW, 1)
    assert left("meeting_cancelled") == addresses(coming)
    assert "The building is closed." in Message.objects.get(name="meetings/meeting_cancelled").text


def test_cancelling_a_draft_tells_nobody():
    make_member()

    planning.cancel(planned(), "A mistake", NOW, by=None)

    assert not Message.objects.exists()


def test_cal_m4_a_meeting_brought_back_has_a_new_uid_and_asks_everyone_anew():
    meeting = published()
    coming, declined = say(meeting, Choice.ROOM), say(meeting, Choice.NO)
    meeting.refresh_from_db()
    cancelled = planning.cancel(meeting, "Strike", NOW, by=None)

    back = planning.bring_back(cancelled, NOW, by=None)

    assert back.uid != meeting.uid
    assert (back.status, back.sequence, back.room_taken, back.cancelled_why) == (Status.PUBLISHED, 0, 0, "")
    assert set(back.rsvps.values_list("choice", "place")) == {(Choice.MAYBE, Place.NONE), (Choice.NO, Place.NONE)}
    assert back.rsvp_changes.filter(cause=Cause.CANCELLED).count() == 1
    again = Message.objects.filter(name="meetings/meeting_published", subject__startswith="Takes place after all")
    assert sorted(again.values_list("recipient", flat=True)) == addresses(coming, declined)


def test_con_6_fewer_places_than_are_held_are_refused_naming_the_number():
    meeting = published(room_capacity=3)
    say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)
    meeting.refresh_from_db()

    with pytest.raises(Refused, match="2 people hold a place in the room") as refused:
        planning.change(meeting, NOW, by=None, room_capacity=1)

    assert refused.value.reason == Refusal.ROOM_TAKEN
    assert Meeting.objects.get().room_capacity == 3


def test_con_6_the_same_online():
    meeting = published()
    say(meeting, Choice.ONLINE)
    meeting.refresh_from_db()

    with pytest.raises(Refused, match="1 person") as refused:
        planning.change(meeting, NOW, by=None, online_capacity=0)

    assert refused.value.reason == Refusal.ONLINE_TAKEN


def test_con_6_more_places_move_people_up_in_the_same_deed_and_the_log_says_why():
    meeting = published(room_capacity=1)
    say(meeting, Choice.ROOM)
    second, third, fourth = say(meeting, Choice.ROOM), say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)
    meeting.refresh_from_db()

    changed = planning.change(meeting, NOW, by=None, room_capacity=3)

    assert changed.room_taken == 3
    assert left("moved_up") == addresses(second, third)
    assert [row.member for row in changed.rsvps.in_line(Choice.ROOM)] == [fourth]
    promotions = changed.rsvp_changes.filter(cause=Cause.PROMOTED).order_by("pk")
    assert [(row.member, row.why) for row in promotions] == [
        (second, "a coordinator changed the places"),
        (third, "a coordinator changed the places"),
    ]


@pytest.mark.parametrize(
    ("choice", "mode", "reason"),
    [(Choice.ROOM, Mode.ONLINE, Refusal.ROOM_WANTED), (Choice.ONLINE, Mode.ROOM, Refusal.ONLINE_WANTED)],
)
def test_a_meeting_cannot_drop_the_way_in_which_someone_comes(choice, mode, reason):
    meeting = published()
    say(meeting, choice)
    meeting.refresh_from_db()

    with pytest.raises(Refused, match="1 person") as refused:
        planning.change(meeting, NOW, by=None, mode=mode)

    assert refused.value.reason == reason


def test_con_21_the_second_of_two_coordinators_sees_a_conflict_and_nothing_is_lost():
    meeting = published()
    mine, theirs = Meeting.objects.get(), Meeting.objects.get()
    planning.change(theirs, NOW, by=None, programme="Theirs")

    with pytest.raises(Refused) as refused:
        planning.change(mine, NOW, by=None, title="Mine")

    assert refused.value.reason == Refusal.CONFLICT
    meeting.refresh_from_db()
    assert (meeting.title, meeting.programme) == ("Network meeting", "Theirs")


def test_con_21_an_answer_that_came_meanwhile_is_no_conflict():
    meeting = published()
    say(meeting, Choice.ROOM)

    changed = planning.change(meeting, NOW, by=None, title="Spring meeting")

    assert (changed.title, changed.room_taken) == ("Spring meeting", 1)


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (lambda meeting: planning.publish(meeting, NOW, by=None), Refusal.NOT_DRAFT),
        (lambda meeting: planning.bring_back(meeting, NOW, by=None), Refusal.NOT_CANCELLED),
        (lambda meeting: planning.cancel(meeting, "", MAY, by=None), Refusal.STARTED),
        (lambda meeting: planning.change(meeting, MAY, by=None, room_capacity=50), Refusal.STARTED),
        (lambda meeting: planning.change(meeting, NOW, by=None, ends_at=MAY), Refusal.ENDS_FIRST),
        (lambda meeting: planning.change(meeting, NOW, by=None, starts_at=NOW), Refusal.PAST),
        (lambda meeting: planning.change(meeting, NOW, by=None, venue=None), Refusal.NO_VENUE),
        (lambda meeting: planning.change(meeting, NOW, by=None, room_capacity=0), Refusal.NO_PLACES),
    ],
)
def test_a_deed_that_cannot_be_is_refused_with_its_reason(deed, reason):
    make_member()
    meeting = published()
    before = Meeting.objects.values().get()

    with pytest.raises(Refused) as refused:
        deed(meeting)

    assert refused.value.reason == reason
    assert Meeting.objects.values().get() == before


def test_the_programme_can_still_be_put_right_after_the_meeting():
    changed = planning.change(published(), MAY + timedelta(days=1), by=None, programme="What we did")

    assert changed.programme == "What we did"


def test_a_cancelled_meeting_is_changed_by_nobody():
    cancelled = planning.cancel(published(), "Strike", NOW, by=None)

    with pytest.raises(Refused) as refused:
        planning.change(cancelled, NOW, by=None, title="Party")

    assert refused.value.reason == Refusal.CANCELLED


def test_a_rehearsal_says_how_many_messages_a_deed_would_write_and_leaves_no_trace():
    meeting = published(room_capacity=1)
    for _ in range(3):
        say(meeting, Choice.ROOM)
    meeting.refresh_from_db()
    later, before = NOW + timedelta(minutes=1), Message.objects.count()

    def deed():
        return planning.change(meeting, later, by=None, room_capacity=2, starts_at=MAY + timedelta(hours=1))

    rehearsed = effects.foresee(lambda: [deed()], later)

    assert rehearsed.messages == {"meetings/meeting_moved": 3, "meetings/moved_up": 1}
    assert Message.objects.count() == before
    deed()
    assert Message.objects.count() == before + 4


def test_free_places_are_filled_by_hand_when_someone_became_eligible_again_while_waiting():
    meeting = published(room_capacity=1)
    first, waiting = say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)
    type(waiting).objects.filter(pk=waiting.pk).update(suspended_on=NOW.date())
    say(meeting, Choice.NO, first)
    type(waiting).objects.filter(pk=waiting.pk).update(suspended_on=None)

    promoted = planning.fill(meeting, NOW, by=make_user())

    assert [row.member for row in promoted] == [waiting]
    assert planning.fill(meeting, NOW, by=make_user()) == []


def test_the_history_of_a_meeting_names_who_did_what():
    coordinator = make_user()
    meeting = planning.create(NOW, by=coordinator, **plan())

    planning.change(meeting, NOW, by=coordinator, title="Spring meeting", room_capacity=5)

    change = MeetingChange.objects.get(deed=Deed.CHANGED)
    assert (change.by_name, change.detail) == (
        coordinator.email,
        "title: Network meeting → Spring meeting; places in the room: 2 → 5",
    )


def test_con_22_a_deed_that_is_rolled_back_sends_nothing():
    meeting = published()
    say(meeting, Choice.ROOM)
    meeting.refresh_from_db()
    before = Message.objects.count()

    with transaction.atomic():
        planning.cancel(meeting, "Strike", NOW, by=None)
        transaction.set_rollback(True)

    assert (Meeting.objects.get().status, Message.objects.count()) == (Status.PUBLISHED, before)


def test_what_will_happen_counts_calendars_people_asked_again_and_clashes():
    meeting = published()
    for choice in (Choice.ROOM, Choice.ONLINE, Choice.MAYBE, Choice.NO):
        say(meeting, choice)
    meeting.refresh_from_db()
    later = NOW + timedelta(minutes=1)
    holiday = {"starts_at": MAY + timedelta(days=11), "ends_at": MAY + timedelta(days=11, hours=2)}

    moved = effects.foresee(lambda: [planning.change(meeting, later, by=None, **holiday)], later)
    cancelled = effects.foresee(lambda: [planning.cancel(meeting, "Strike", later, by=None)], later)
    words = effects.foresee(lambda: [planning.change(meeting, later, by=None, title="Spring meeting")], later)

    assert (moved.calendars, moved.asked_again, len(moved.clashes)) == (3, 2, 1)
    assert "bank holiday" in moved.clashes[0]
    assert (cancelled.total, cancelled.calendars, cancelled.asked_again, cancelled.clashes) == (3, 3, 0, [])
    assert not words
    assert Meeting.objects.get().starts_at == MAY
