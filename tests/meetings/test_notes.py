"""A note to the coordinator beside one's answer."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from meetings import notes, rsvp
from meetings.models import Rsvp, RsvpChange
from meetings.words import Choice
from outbox.models import Message
from tests.access.people import show_second_step
from tests.factories import make_coordinator, make_meeting, make_member

pytestmark = pytest.mark.django_db

NOTE = "I bring the projector and come at half past two"


def address(meeting):
    return reverse("meetings:note", args=[meeting.slug])


def test_con_13_changing_ones_note_changes_no_turn_and_sends_nothing():
    meeting, now = make_meeting(room_capacity=1), timezone.now()
    first, second = make_member(), make_member()
    for member in (make_member(), first, second):
        rsvp.answer(meeting, member, Choice.ROOM, now)
    before = list(Rsvp.objects.order_by("pk").values("choice", "place", "turn", "waiting_since"))
    sent, changes = Message.objects.count(), RsvpChange.objects.count()

    notes.write(meeting, first, NOTE, now)
    notes.write(meeting, first, "", now)

    assert list(Rsvp.objects.order_by("pk").values("choice", "place", "turn", "waiting_since")) == before
    assert (Message.objects.count(), RsvpChange.objects.count()) == (sent, changes)


def test_another_answer_keeps_the_note():
    meeting, member, now = make_meeting(), make_member(), timezone.now()
    rsvp.answer(meeting, member, Choice.ROOM, now)
    notes.write(meeting, member, NOTE, now)

    assert rsvp.answer(meeting, member, Choice.ONLINE, now).note == NOTE


def test_there_is_no_note_before_an_answer(client):
    meeting, member = make_meeting(), make_member()
    client.force_login(member.user)

    with pytest.raises(notes.Refused, match="Answer first"):
        notes.write(meeting, member, NOTE, timezone.now())
    assert "Note to the coordinator" not in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(address(meeting), {"note": NOTE}).status_code == 422


@pytest.mark.parametrize(
    ("text", "says"),
    [("n" * 10_000, "The note must be 300 characters or less"), ("See 943 476 5919", "This looks like an NHS number")],
)
def test_a_note_that_is_too_long_or_about_a_patient_is_refused_and_kept(client, text, says):
    meeting, member = make_meeting(), make_member()
    rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    client.force_login(member.user)

    page = client.post(address(meeting), {"note": text})

    assert page.status_code == 422
    assert says in page.content.decode()
    assert text in page.content.decode()
    assert Rsvp.objects.get().note == ""


def test_the_verb_refuses_patients_by_itself():
    with pytest.raises(ValidationError):
        notes.write(make_meeting(), make_member(), "943 476 5919", timezone.now())


def test_its_writer_and_coordinators_read_a_note_and_other_members_do_not(client):
    meeting, member, other, coordinator = make_meeting(), make_member(), make_member(), make_coordinator()
    for person in (member, other):
        rsvp.answer(meeting, person, Choice.ROOM, timezone.now())

    client.force_login(member.user)
    own = client.post(address(meeting), {"note": NOTE}, follow=True).content.decode()
    client.force_login(other.user)
    others = client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(coordinator)
    show_second_step(client, coordinator)
    desk = client.get(reverse("admin:meetings_meeting_who", args=[meeting.pk])).content.decode()

    assert (NOTE in own, NOTE in others, NOTE in desk) == (True, False, True)
    assert "Nothing about patients" in own
