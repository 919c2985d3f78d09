"""The form in which a meeting is planned: what is wrong stands at its field, and of two nobody loses a word."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from meetings.words import Kind
from tests.factories import LONDON, make_guest, make_meeting
from tests.meetings.test_admin import address, filled, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": "x" * 10_000}, "title", "at most 120 characters"),
        ({"ends": "13:00"}, "ends", "must end after it starts"),
        ({"day": "2020-01-01"}, "day", "This time is in the past."),
        ({"room_capacity": "0"}, "room_capacity", "needs places in the room"),
        ({"minimum": "5"}, "decide_on", "Enter both"),
        ({"minimum": "5", "decide_on": "2200-01-01"}, "decide_on", "Decide on the day of the meeting at the latest."),
        ({"open_to_untrained": "on"}, "open_to_untrained", "Only a training event"),
        ({"cpd_minutes": "60", "participatory_minutes": "90"}, "participatory_minutes", "part of the CPD minutes"),
        ({"participatory_minutes": "90"}, "participatory_minutes", "part of the CPD minutes"),
        ({"aims": "Ada, born 01/02/1980"}, "aims", "date of birth"),
        ({"facilitator": "943 476 5919"}, "facilitator", "NHS number"),
    ],
)
def test_what_is_wrong_stands_at_its_field_with_all_that_was_typed(desk, fields, field, words):
    response = desk.post(address("meeting_add"), filled(programme="2pm Welcome", **fields))

    assert response.status_code == 422
    form = response.context["form"]
    assert words in form.errors[field][0]
    assert not form.non_field_errors()
    assert "2pm Welcome" in text(response)
    assert not Meeting.objects.exists()


def test_a_training_event_is_planned_with_all_that_its_certificates_need(desk):
    day = (timezone.now() + timedelta(days=40)).astimezone(LONDON).date()
    training = {
        "kind": Kind.TRAINING,
        "open_to_untrained": True,
        "aims": "Know the model.",
        "facilitator": "Ada Example",
        "cpd_minutes": 90,
        "participatory_minutes": 60,
        "minimum": 6,
        "decide_on": day,
    }

    desk.post(address("meeting_add"), filled(**training))

    meeting = Meeting.objects.get()
    assert {field: getattr(meeting, field) for field in training} == training


def test_what_few_meetings_need_is_folded_until_something_stands_in_it(desk):
    page = desk.get(address("meeting_add"))
    wrong = desk.post(address("meeting_add"), filled(minimum="5"))

    assert [group.is_open for group in page.context["form"].folded()] == [False, False, False]
    assert [group.is_open for group in wrong.context["form"].folded()] == [False, False, True]


def test_con_6_guests_and_offers_count_among_those_who_hold_a_place(desk):
    meeting = make_meeting(room_capacity=3)
    make_guest(meeting)

    response = desk.post(address("meeting_change", meeting.pk), filled(meeting, mode="online"))

    assert "1 person holds a place in the room or waits for one" in text(response)


def test_con_21_what_only_one_of_two_changed_is_kept_and_what_both_changed_is_shown(desk):
    meeting = make_meeting(title="First", programme="Old")
    opened = desk.get(address("meeting_change", meeting.pk)).context["form"]["opened"].value()
    desk.post(address("meeting_change", meeting.pk), filled(meeting, title="Theirs", programme="Their programme"))
    mine = filled(meeting, title="Mine", programme="Old", facilitator="Ada Example", opened=opened)

    response = desk.post(address("meeting_change", meeting.pk), mine)

    assert response.status_code == 422
    conflict = response.context["conflict"]
    assert [(row.label, row.was, row.now, row.typed, row.is_mine) for row in conflict.rows] == [
        ("Title", "First", "Theirs", "Mine", True),
        ("Programme", "Old", "Their programme", "Their programme", False),
    ]
    assert [change.by for change in conflict.changes] == [desk.coordinator]
    assert "Someone else changed this meeting while you had it open." in text(response)

    form = response.context["form"]
    desk.post(address("meeting_change", meeting.pk), {name: field.value() or "" for name, field in fields_of(form)})

    meeting.refresh_from_db()
    assert (meeting.title, meeting.programme, meeting.facilitator) == ("Mine", "Their programme", "Ada Example")


def fields_of(form):
    return [(name, form[name]) for name in form.fields]


@pytest.mark.parametrize(
    "opened",
    [
        *("", "{", "[]", '{"fields": 3, "last": "x"}', '{"fields": {}, "last": null}', "[" * 50_000),
        *('{"fields": {}, "last": 1e400}', '{"fields": {"facilitator": "\\ud800"}, "last": 1}'),
    ],
    ids=str.__len__,
)
def test_con_21_nothing_typed_is_lost_when_the_browser_forgot_what_it_had_opened(desk, opened):
    meeting = make_meeting(title="First")
    desk.post(address("meeting_change", meeting.pk), filled(meeting, title="Theirs"))

    response = desk.post(address("meeting_change", meeting.pk), filled(meeting, title="Mine", opened=opened))

    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "Mine"
