"""Meetings on the coordinators' desk: one form, and every deed says first how many messages will leave."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import planning, rsvp
from meetings.models import Meeting, RsvpChange, Venue
from meetings.words import Choice, Door, Mode, Place, Status
from members.models import Member
from outbox.models import Message
from tests.factories import LONDON, make_applicant, make_meeting, make_member, make_venue

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(f"admin:meetings_{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


def filled(meeting=None, **fields):
    """The form as the browser sends it."""
    starts = (meeting.starts_at if meeting else timezone.now() + timedelta(days=40)).astimezone(LONDON)
    defaults = {
        "title": meeting.title if meeting else "Network meeting",
        "day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}" if meeting else "14:00",
        "ends": f"{meeting.ends_at.astimezone(LONDON):%H:%M}" if meeting else "16:00",
        "mode": Mode.HYBRID,
        "kind": "meeting",
        "venue": (meeting.venue if meeting else make_venue()).pk,
        "room_capacity": meeting.room_capacity if meeting else 12,
        "version": meeting.version if meeting else "",
    }
    return {**defaults, **fields}


def say(meeting, choice, member=None):
    member = member or make_member()
    rsvp.answer(meeting, member, choice, timezone.now())
    return member


def change(desk, meeting, **fields):
    return desk.post(address("meeting_change", meeting.pk), filled(meeting, **fields))


def last_sunday(month):
    """The next one that is still to come: on it the clocks go forward in March, and back in October."""
    days = (timezone.localdate() + timedelta(days=ahead) for ahead in range(1, 400))
    return next(f"{day}" for day in days if (day.month, day.isoweekday()) == (month, 7) and day.day > 24)


def test_a_coordinator_plans_a_meeting_in_the_time_of_london(desk):
    summer = last_sunday(6)

    response = desk.post(address("meeting_add"), filled(day=summer))

    meeting = Meeting.objects.get()
    assert response.url == address("meeting_change", meeting.pk)
    assert (meeting.slug, meeting.status, meeting.starts_at.astimezone(LONDON).hour) == (summer, Status.DRAFT, 14)
    assert meeting.changes.get().by == desk.coordinator


def test_cal_m5_the_form_refuses_the_hour_that_does_not_exist(desk):
    response = desk.post(address("meeting_add"), filled(day=last_sunday(3), begins="01:30", ends="03:00"))

    assert response.status_code == 422
    assert "there is no such time" in text(response)
    assert not Meeting.objects.exists()


def test_cal_m5_the_form_asks_which_hour_is_meant_when_it_comes_twice(desk):
    night = filled(day=last_sunday(10), begins="01:30", ends="03:00")

    asked = desk.post(address("meeting_add"), night)
    desk.post(address("meeting_add"), night | {"hour": "second"})

    assert asked.status_code == 422
    assert "this time comes twice" in text(asked)
    assert '<select name="hour"' in text(asked)
    assert Meeting.objects.get().starts_at.isoformat() == f"{night['day']}T01:30:00+00:00"
    assert "the second time" in text(desk.get(address("meeting_change", Meeting.objects.get().pk)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"ends": "13:00"}, "The meeting must end after it starts."),
        ({"day": "2020-01-01"}, "This time is in the past."),
        ({"room_capacity": "0"}, "A meeting in a room needs places in the room."),
        ({"title": "Case of 943 476 5919"}, "This looks like an NHS number."),
    ],
)
def test_what_cannot_be_planned_stands_above_the_form_with_all_that_was_typed(desk, fields, words):
    response = desk.post(address("meeting_add"), filled(programme="2pm Welcome", **fields))

    assert response.status_code == 422
    assert words in text(response)
    assert "2pm Welcome" in text(response)
    assert not Meeting.objects.exists()


def test_a_room_has_no_more_places_than_its_venue_has_seats(desk):
    response = desk.post(address("meeting_add"), filled(venue=make_venue(capacity=8).pk, room_capacity=9))

    assert "has 8 seats" in text(response)


def test_words_are_saved_at_once_and_send_nothing(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM)
    before = Message.objects.count()

    response = change(desk, meeting, programme="2pm Welcome")

    assert response.status_code == 302
    meeting.refresh_from_db()
    assert (meeting.programme, meeting.sequence) == ("2pm Welcome", 0)
    assert Message.objects.count() == before


def test_a_move_says_first_how_many_messages_will_leave_and_sends_exactly_those(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM), say(meeting, Choice.MAYBE), say(meeting, Choice.NO)
    before = Message.objects.count()

    asked = change(desk, meeting, begins="13:00")
    assert "<strong>3 messages</strong> will leave" in text(asked)
    assert (Meeting.objects.get().version, Message.objects.count()) == (1, before)

    done = desk.post(
        address("meeting_change", meeting.pk), filled(meeting, begins="13:00", confirmed="3-2-1-0"), follow=True
    )

    assert "3 messages leave at" in text(done)
    assert (Meeting.objects.get().sequence, Message.objects.count()) == (1, before + 3)


def test_a_number_that_has_changed_since_is_shown_again(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)

    asked = change(desk, meeting, begins="13:00", confirmed="1-0-0-0")

    assert "<strong>2 messages</strong> will leave" in text(asked)
    assert Meeting.objects.get().version == 1


def test_going_back_from_the_confirmation_keeps_what_was_typed(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM)

    back = change(desk, meeting, begins="13:00", title="Moved meeting", back="Back to the form")

    assert 'value="Moved meeting"' in text(back)
    assert 'value="13:00"' in text(back)
    assert Meeting.objects.get().version == 1


def test_more_places_say_who_would_move_up(desk):
    meeting = make_meeting(room_capacity=1)
    for _ in range(3):
        say(meeting, Choice.ROOM)

    asked = change(desk, meeting, room_capacity=2)
    change(desk, meeting, room_capacity=2, confirmed="1-0-0-0")

    assert "<strong>1 message</strong> will leave" in text(asked)
    assert meeting.rsvps.filter(place=Place.ROOM).count() == 2


def test_con_6_fewer_places_than_are_held_are_refused_in_numbers(desk):
    meeting = make_meeting(room_capacity=3)
    say(meeting, Choice.ROOM), say(meeting, Choice.ROOM)

    response = change(desk, meeting, room_capacity=1)

    assert response.status_code == 422
    assert "2 people hold a place in the room or are offered one: it cannot have fewer places." in text(response)


def test_con_21_the_second_coordinator_sees_the_conflict_and_keeps_what_they_typed(desk):
    meeting = make_meeting()
    theirs = filled(meeting, title="Theirs")
    change(desk, meeting, title="Mine")

    response = desk.post(address("meeting_change", meeting.pk), theirs)

    assert response.status_code == 422
    assert "Someone else changed this meeting while you had it open." in text(response)
    assert 'value="Theirs"' in text(response)
    assert Meeting.objects.get().title == "Mine"


def test_publishing_says_how_many_and_sends_exactly_those(desk):
    make_member(), make_member(), make_applicant()
    meeting = make_meeting(status=Status.DRAFT)

    asked = desk.get(address("meeting_deed", meeting.pk, "publish"))
    assert "<strong>2 messages</strong> will leave" in text(asked)
    assert not Message.objects.exists()

    done = desk.post(address("meeting_deed", meeting.pk, "publish"), {"version": meeting.version}, follow=True)

    assert "2 messages leave at" in text(done)
    assert Message.objects.filter(name="meetings/meeting_published").count() == 2


def test_cancelling_asks_why_and_says_how_many(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM), say(meeting, Choice.NO)
    page = address("meeting_deed", meeting.pk, "cancel")

    without = desk.post(page, {"version": meeting.version})
    assert without.status_code == 422
    assert "<strong>1 message</strong> will leave" in text(without)

    desk.post(page, {"version": meeting.version, "why": "The building is closed."})

    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancelled_why) == (Status.CANCELLED, "The building is closed.")
    assert Message.objects.filter(name="meetings/meeting_cancelled").count() == 1


def test_a_cancelled_meeting_can_take_place_after_all(desk):
    make_member()
    meeting = planning.cancel(make_meeting(), "Strike", timezone.now(), by=None)

    desk.post(address("meeting_deed", meeting.pk, "bring-back"), {"version": meeting.version})

    assert Meeting.objects.get().status == Status.PUBLISHED
    assert Message.objects.filter(subject__startswith="Takes place after all").count() == 1


def someone_can_move_up():
    """Someone became eligible again while they waited, and nothing has moved the line since."""
    meeting, holder, waiting = make_meeting(room_capacity=1), make_member(), make_member()
    say(meeting, Choice.ROOM, holder), say(meeting, Choice.ROOM, waiting)
    Member.objects.filter(pk=waiting.pk).update(suspended_on=timezone.localdate())
    say(meeting, Choice.NO, holder)
    Member.objects.filter(pk=waiting.pk).update(suspended_on=None)
    return meeting


def cancelled():
    make_member(), make_member()
    return planning.cancel(make_meeting(), "Strike", timezone.now(), by=None)


def answered():
    meeting = make_meeting()
    say(meeting, Choice.ROOM), say(meeting, Choice.MAYBE), say(meeting, Choice.NO)
    return meeting


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("publish", lambda: make_member() and make_meeting(status=Status.DRAFT)),
        ("cancel", answered),
        ("bring-back", cancelled),
        ("fill", someone_can_move_up),
    ],
)
def test_the_number_that_a_deed_promises_is_the_number_that_leaves(desk, name, make):
    meeting = make()
    promised = desk.get(address("meeting_deed", meeting.pk, name)).context["effects"].total
    before = Message.objects.count()

    desk.post(address("meeting_deed", meeting.pk, name), {"version": meeting.version, "why": "Strike"})

    assert promised > 0
    assert Message.objects.count() - before == promised


def test_con_21_a_deed_about_an_older_state_is_refused(desk):
    meeting = make_meeting(status=Status.DRAFT)
    change(desk, meeting, title="Another title")

    response = desk.post(address("meeting_deed", meeting.pk, "publish"), {"version": meeting.version}, follow=True)

    assert "Someone else changed this meeting" in text(response)
    assert Meeting.objects.get().status == Status.DRAFT


def test_only_deeds_that_make_sense_are_offered(desk):
    draft, cancelled = make_meeting(status=Status.DRAFT), planning.cancel(make_meeting(), "", timezone.now(), by=None)

    offered = [
        [name for name in ("publish", "cancel", "bring-back", "fill") if f"/deed/{name}/" in text(page)]
        for page in (desk.get(address("meeting_change", meeting.pk)) for meeting in (draft, make_meeting(), cancelled))
    ]

    assert offered == [["publish", "cancel"], ["cancel"], ["bring-back"]]


def test_who_comes_shows_everyone_and_the_waiting_list_in_its_order(desk):
    meeting = make_meeting(room_capacity=1)
    seated, first, second = make_member(name="Zoe"), make_member(name="Yan"), make_member(name="Xia")
    for member in (seated, first, second):
        say(meeting, Choice.ROOM, member)
    say(meeting, Choice.MAYBE), make_member()

    page = desk.get(address("meeting_who", meeting.pk))

    groups = {group.title: [row.member for row in group.rows] for group in page.context["groups"]}
    assert (groups["In the room"], groups["Waiting for the room"]) == ([seated], [first, second])
    assert (page.context["numbers"].maybe, page.context["silent"]) == (1, 1)


@pytest.mark.whole
def test_who_comes_asks_no_more_questions_for_thirty_people_than_for_one(desk, django_assert_max_num_queries):
    meeting = make_meeting(room_capacity=40)

    def asked(people):
        for _ in range(people):
            say(meeting, Choice.ROOM)
        with django_assert_max_num_queries(100) as questions:
            assert desk.get(address("meeting_who", meeting.pk)).status_code == 200
        return len(questions)

    asked(1)
    assert asked(1) == asked(29)


def test_the_list_of_meetings_asks_no_more_questions_for_thirty_than_for_one(desk, django_assert_max_num_queries):
    def asked(meetings):
        for _ in range(meetings):
            make_meeting()
        with django_assert_max_num_queries(100) as questions:
            assert desk.get(address("meeting_changelist")).status_code == 200
        return len(questions)

    asked(1)
    assert asked(1) == asked(29)


def test_a_coordinator_finds_someone_by_name_and_answers_for_them(desk):
    meeting, member = make_meeting(), make_member(name="Élodie Example", search_text="elodie example")

    found = desk.get(address("meeting_who", meeting.pk), {"name": "elodie"})
    response = desk.post(address("meeting_answer", meeting.pk, member.pk), {"answer": "online"}, follow=True)

    assert address("meeting_answer", meeting.pk, member.pk) in text(found)
    assert "Élodie Example: online." in text(response)
    row = meeting.rsvps.get()
    assert (row.choice, row.door) == (Choice.ONLINE, Door.COORDINATOR)
    assert RsvpChange.objects.get().by == desk.coordinator
    assert "A coordinator wrote down your answer" in Message.objects.get().text


def test_nobody_can_be_answered_for_who_may_not_take_part(desk):
    meeting, applicant = make_meeting(), make_applicant()

    response = desk.post(address("meeting_answer", meeting.pk, applicant.pk), {"answer": "room"}, follow=True)

    assert "You have not joined the network yet." in text(response)
    assert not meeting.rsvps.exists()


def test_the_log_of_answers_is_read_only(desk):
    meeting = make_meeting()
    say(meeting, Choice.ROOM)
    entry = RsvpChange.objects.get()

    listed = desk.get(address("rsvpchange_changelist"))
    changed = desk.post(address("rsvpchange_change", entry.pk), {"choice": "no"})
    deleted = desk.post(address("rsvpchange_delete", entry.pk), {"post": "yes"})

    assert (listed.status_code, changed.status_code, deleted.status_code) == (200, 403, 403)


def test_meetings_and_venues_are_never_deleted(desk):
    meeting = make_meeting()

    assert desk.post(address("meeting_delete", meeting.pk), {"post": "yes"}).status_code == 403
    assert desk.post(address("venue_delete", meeting.venue.pk), {"post": "yes"}).status_code == 403


def test_a_venue_is_kept_with_what_is_known_of_it(desk):
    page = desk.get(address("venue_add"))
    desk.post(address("venue_add"), {"site": "Prestwich", "room": "Room 7", "confirmed_on": f"{date(2026, 5, 1)}"})

    assert page.status_code == 200
    assert str(Venue.objects.get(room="Room 7")) == "Room 7, Prestwich"


def test_con_20_reading_the_desk_changes_no_fact(desk):
    meeting = make_meeting(room_capacity=1)
    member = say(meeting, Choice.ROOM)
    say(meeting, Choice.ROOM)
    facts = (Meeting, meeting.rsvps.model, RsvpChange, Message)
    before = [list(model.objects.order_by("pk").values()) for model in facts]

    for name in ("publish", "cancel", "bring-back", "fill"):
        desk.get(address("meeting_deed", meeting.pk, name)), desk.head(address("meeting_deed", meeting.pk, name))
    for page in ("meeting_change", "meeting_who"):
        desk.get(address(page, meeting.pk)), desk.head(address(page, meeting.pk))
    desk.get(address("meeting_answer", meeting.pk, member.pk), {"answer": "no"})

    assert [list(model.objects.order_by("pk").values()) for model in facts] == before


def test_a_member_who_is_no_coordinator_finds_the_desk_shut(client, settings):
    settings.DEMO = True
    meeting = make_meeting()
    client.force_login(make_member().user)

    statuses = [
        client.get(page).status_code
        for page in (
            address("meeting_changelist"),
            address("meeting_who", meeting.pk),
            address("meeting_deed", meeting.pk, "publish"),
        )
    ]

    assert statuses == [403, 403, 403]
