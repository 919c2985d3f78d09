"""Who may take part: the eligible; at an open training event also people who are not trained yet, and nobody else."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings import line, planning, plans, rsvp, taking_part, who_comes
from meetings.models import Meeting
from meetings.words import Choice, Kind, Place, Status
from members import eligibility, membership
from members.models import Member
from outbox.models import Message
from tests.factories import make_applicant, make_certificate, make_coordinator, make_meeting, make_member

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 14)
days = st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])


def open_event(**fields):
    return make_meeting(title="Introduction to DIT", kind=Kind.TRAINING, open_to_untrained=True, **fields)


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def say(meeting, member, choice, now=None):
    return rsvp.answer(meeting, member, choice, now or timezone.now())


@given(joined=days, left=days, suspended=days, trained=st.booleans(), is_open=st.booleans())
def test_the_rule_for_one_and_the_rule_for_many_agree(joined, left, suspended, trained, is_open):
    if left and (joined is None or left < joined):
        left = None
    make = make_member if trained else make_applicant
    member = make(joined_on=joined, left_on=left, suspended_on=suspended)
    meeting = open_event() if is_open else make_meeting()

    one = taking_part.refusal(meeting, member, TODAY) is None
    many = taking_part.may(meeting, TODAY).filter(pk=member.pk).exists()

    assert one == many


def test_a_training_event_that_is_not_open_and_a_meeting_are_for_the_eligible_alone():
    applicant, now = make_applicant(), timezone.now()

    for meeting in (make_meeting(), make_meeting(kind=Kind.TRAINING)):
        assert rsvp.refusal(meeting, applicant, now) == eligibility.Refusal.NOT_JOINED


def test_someone_not_trained_yet_answers_an_open_event_waits_and_moves_up_like_everybody():
    event, holder, applicant = open_event(room_capacity=1), make_member(), make_applicant()
    say(event, holder, Choice.ROOM)
    say(event, applicant, Choice.ROOM)

    position = line.before(event.rsvps.get(member=applicant), timezone.now())
    say(event, holder, Choice.NO)

    assert position == 0
    assert event.rsvps.get(member=applicant).place == Place.ROOM
    assert Message.objects.filter(name="meetings/moved_up").get().user == applicant.user


def test_the_list_of_meetings_leads_someone_not_trained_yet_to_what_is_open_to_them():
    client = signed_in(make_applicant())

    refused = client.get("/meetings/").status_code
    open_event()

    assert (refused, client.get("/meetings/").headers.get("Location")) == (403, "/meetings/open/")


def test_someone_not_trained_yet_who_was_there_finds_their_certificate_on_the_page_of_the_event():
    applicant = make_applicant()
    event = open_event(starts_at=timezone.now() - timedelta(days=7), closed_at=timezone.now() - timedelta(days=6))
    certificate = make_certificate(applicant, meeting=event)

    page = signed_in(applicant).get(event.get_absolute_url()).text

    assert certificate.get_absolute_url() in page


def test_an_open_event_is_announced_to_people_who_are_not_trained_yet_and_a_meeting_is_not():
    applicant, member = make_applicant(), make_member()
    drafts = [open_event(status=Status.DRAFT), make_meeting(status=Status.DRAFT)]

    told = []
    for draft in drafts:
        planning.publish(draft, timezone.now(), by=None)
        told.append(set(Message.objects.about(f"meeting:{draft.slug}").values_list("user", flat=True)))

    assert told == [{applicant.user_id, member.user_id}, {member.user_id}]


def test_losing_the_gate_keeps_a_place_at_an_open_event_and_leaving_frees_it():
    event, meeting, member = open_event(), make_meeting(), make_member()
    say(event, member, Choice.ROOM)
    say(meeting, member, Choice.ROOM)
    member.evidence.update(verified_on=None, verified_by_name="", verified_against="")

    rsvp.release(member, timezone.now(), "verification undone")
    kept = [found.rsvps.get().place for found in (event, meeting)]
    membership.leave(member, make_coordinator(), "Retired", timezone.now())

    assert kept == [Place.ROOM, Place.NONE]
    assert event.rsvps.get().place == Place.NONE


def test_a_coordinator_finds_people_for_an_open_event_who_are_not_trained_yet():
    applicant, now = make_applicant(name="Noor Example"), timezone.now()

    assert who_comes.find(open_event(), "noor", now) == [applicant]
    assert who_comes.find(make_meeting(), "noor", now) == []


def test_someone_not_trained_yet_sees_the_list_and_the_page_of_an_open_event_and_answers_it():
    event = open_event(aims="Know the three phases", facilitator="Dr Example", cpd_minutes=90)
    make_meeting(title="Ordinary meeting")
    say(event, make_member(name="Ada Coming", shows_coming=True), Choice.ROOM)
    client = signed_in(make_applicant())

    listed, home = client.get("/meetings/open/").text, client.get("/").text
    page = client.get(event.get_absolute_url()).text
    answered = client.post(f"{event.get_absolute_url()}answer/", {"answer": "room"})

    assert event.title in listed
    assert "Ordinary meeting" not in listed
    assert "/meetings/open/" in home
    assert all(words in page for words in ("Know the three phases", "Dr Example", "1 hour 30 minutes"))
    assert "Ada Coming" not in page
    assert answered.status_code == 302
    assert event.rsvps.filter(place=Place.ROOM).count() == 2


CANCELLED_BEFORE_ANYBODY_HEARD = {"status": Status.CANCELLED, "cancelled_at": timezone.now(), "published_at": None}


@pytest.mark.parametrize(
    "fields", [{}, {"kind": Kind.TRAINING}, {"status": Status.DRAFT}, CANCELLED_BEFORE_ANYBODY_HEARD]
)
def test_the_rest_of_meetings_stays_closed_with_the_reason(fields):
    meeting = open_event(**fields) if "status" in fields else make_meeting(**fields)
    client = signed_in(make_applicant())

    pages = [client.get(meeting.get_absolute_url() + below) for below in ("", "programme/", "meeting.ics")]
    posted = client.post(f"{meeting.get_absolute_url()}answer/", {"answer": "room"})

    assert [page.status_code for page in [*pages, posted]] == [403] * 4
    assert eligibility.Refusal.NOT_JOINED.label in pages[0].text
    assert meeting.rsvps.count() == 0


def test_someone_who_left_sees_no_open_event():
    event, client = open_event(), signed_in(make_member(left_on=date(2025, 1, 1)))

    assert client.get(event.get_absolute_url()).status_code == 403
    assert client.get("/meetings/open/").status_code == 403


def test_the_list_of_open_events_asks_as_many_questions_for_thirty_as_for_one(django_assert_num_queries):
    client = signed_in(make_applicant())
    open_event()
    client.get("/meetings/open/")
    with django_assert_num_queries(6) as asked:
        client.get("/meetings/open/")
    for _ in range(19):
        open_event()

    with django_assert_num_queries(len(asked.captured_queries)):
        client.get("/meetings/open/")

    assert Meeting.objects.count() == 20
    assert Member.objects.count() == 1


def test_an_event_is_not_closed_to_people_who_hold_a_place_there():
    event, applicant, now = open_event(), make_applicant(), timezone.now()
    say(event, applicant, Choice.ROOM)
    event.refresh_from_db()

    for fields in ({"open_to_untrained": False}, {"kind": Kind.MEETING, "open_to_untrained": False}):
        with pytest.raises(plans.Refused, match="1 person who could not come"):
            planning.change(event, now, by=None, **fields)
    say(event, applicant, Choice.NO)

    assert not planning.change(event, now, by=None, open_to_untrained=False).open_to_untrained
