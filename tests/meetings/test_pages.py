"""What members see of meetings, and the answer as one tap."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import rsvp
from meetings.models import Meeting, Rsvp
from meetings.words import Choice, Mode, Place, Status
from tests.factories import make_applicant, make_meeting, make_member

pytestmark = pytest.mark.django_db

LINK = "https://meet.example/secret"


@pytest.fixture
def member(client):
    member = make_member()
    client.force_login(member.user)
    return member


def text(response):
    return " ".join(response.content.decode().split())


def answer(client, meeting, value):
    return client.post(reverse("meetings:answer", args=[meeting.slug]), {"answer": value}, follow=True)


def say(meeting, member, choice, **how):
    return rsvp.answer(meeting, member, choice, timezone.now(), **how)


def addresses(meeting):
    return [
        reverse("meetings:list"),
        reverse("meetings:past"),
        *(reverse(f"meetings:{name}", args=[meeting.slug]) for name in ("detail", "programme", "ics")),
    ]


def test_meetings_to_come_stand_soonest_first_and_past_ones_elsewhere(client, member):
    later, sooner = (
        make_meeting(title="Later", starts_at=timezone.now() + timedelta(days=60)),
        make_meeting(title="Sooner"),
    )
    past = make_meeting(title="Past", starts_at=timezone.now() - timedelta(days=60))

    coming, gone = client.get(reverse("meetings:list")), client.get(reverse("meetings:past"))

    assert [entry.meeting for entry in coming.context["entries"]] == [sooner, later]
    assert [entry.meeting for entry in gone.context["entries"]] == [past]


def test_a_draft_is_nowhere_to_be_seen(client, member):
    draft = make_meeting(status=Status.DRAFT)

    statuses = [client.get(address).status_code for address in addresses(draft)[2:]]

    assert statuses == [404, 404, 404]
    assert client.get(reverse("meetings:list")).context["entries"] == []
    assert answer(client, draft, "room").status_code == 404


def test_someone_not_eligible_is_told_why(client):
    meeting = make_meeting()
    client.force_login(make_applicant().user)

    responses = [client.get(address) for address in addresses(meeting)]

    assert [response.status_code for response in responses] == [403] * 5
    assert answer(client, meeting, "room").status_code == 403
    assert "You have not joined the network yet" in text(responses[0])


@pytest.mark.parametrize("value", ["room", "online", "maybe", "no"])
def test_an_answer_is_one_tap_and_the_page_shows_it(client, member, value):
    meeting = make_meeting()

    response = answer(client, meeting, value)

    assert meeting.rsvps.get().choice == value
    pressed = [button for button in text(response).split("<button")[1:] if 'aria-pressed="true"' in button]
    assert [f'value="{value}"' in button for button in pressed] == [True]
    assert text(response).count(meeting.rsvps.get().in_words()) == 2  # what happened, and how it is now


def test_a_full_room_offers_its_waiting_list_and_a_place_online_meanwhile(client, member):
    meeting = make_meeting(room_capacity=1)
    say(meeting, make_member(), Choice.ROOM), say(meeting, make_member(), Choice.ROOM)

    before = text(client.get(meeting.get_absolute_url()))
    after = text(answer(client, meeting, "room-online-meanwhile"))

    assert "full, waiting list" in before
    mine = meeting.rsvps.get(member=member)
    assert (mine.choice, mine.place, mine.turn) == (Choice.ROOM, Place.ONLINE, 2)
    assert "One person is before you." in after


def test_an_answer_that_is_none_changes_nothing(client, member):
    meeting = make_meeting()

    response = answer(client, meeting, "perhaps")

    assert not Rsvp.objects.exists()
    assert "Choose one of the answers." in text(response)


def test_after_the_start_the_page_says_why_there_are_no_buttons(client, member):
    meeting = make_meeting(starts_at=timezone.now() - timedelta(minutes=1))

    page = text(client.get(meeting.get_absolute_url()))
    refused = text(answer(client, meeting, "room"))

    assert "This meeting has started. Answers are closed." in page
    assert "answer-form" not in page
    assert "This meeting has started. Answers are closed." in refused
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize(("mode", "offered"), [(Mode.ROOM, "room"), (Mode.ONLINE, "online")])
def test_a_meeting_offers_only_the_places_it_has(client, member, mode, offered):
    meeting = make_meeting(mode=mode)

    page = text(client.get(meeting.get_absolute_url()))

    values = [value for value in ("room", "online", "maybe", "no") if f'name="answer" value="{value}"' in page]
    assert values == [offered, "maybe", "no"]


def test_only_those_who_chose_to_show_it_are_named(client, member):
    meeting = make_meeting()
    shown, hidden = make_member(name="Ada Shown", shows_coming=True), make_member(name="Ben Hidden")
    unlisted = make_member(name="Cy Unlisted", shows_coming=True, listed=False)
    declined = make_member(name="Di Declined", shows_coming=True)
    for person in (shown, hidden, unlisted):
        say(meeting, person, Choice.ROOM)
    say(meeting, declined, Choice.NO)

    page = text(client.get(meeting.get_absolute_url()))

    named = [person.name for person in (shown, hidden, unlisted, declined) if person.name in page]
    assert named == ["Ada Shown"]
    assert "<strong>9</strong> of 12 places in the room are free." in page


@pytest.mark.parametrize(
    ("choice", "sees"), [(Choice.ROOM, True), (Choice.ONLINE, True), (Choice.MAYBE, False), (Choice.NO, False)]
)
def test_the_link_to_join_is_for_those_who_said_yes(client, member, choice, sees):
    meeting = make_meeting(join_link=LINK)
    say(meeting, member, choice)

    pages = [client.get(address).content.decode().replace("\r\n ", "") for address in addresses(meeting)]

    assert [LINK in page for page in pages] == [False, False, sees, False, sees]


def test_a_meeting_in_the_room_only_has_no_link_to_join(client, member):
    meeting = make_meeting(join_link=LINK, mode=Mode.ROOM)
    say(meeting, member, Choice.ROOM)

    assert LINK not in text(client.get(meeting.get_absolute_url()))


def test_whoever_holds_a_place_that_others_wait_for_is_warned_before_they_give_it_up(client, member):
    meeting, warning = make_meeting(room_capacity=1), "you may not get it back"
    say(meeting, member, Choice.ROOM)

    before = text(client.get(meeting.get_absolute_url()))
    say(meeting, make_member(), Choice.ROOM)
    pages = [text(client.get(address)) for address in (meeting.get_absolute_url(), "/")]

    assert [warning in page for page in (before, *pages)] == [False, True, True]


def test_whoever_only_waits_does_not_see_the_link(client, member):
    meeting = make_meeting(join_link=LINK, room_capacity=1)
    say(meeting, make_member(), Choice.ROOM), say(meeting, member, Choice.ROOM)

    assert LINK not in text(client.get(meeting.get_absolute_url()))


def test_a_cancelled_meeting_says_why_and_takes_no_answer(client, member):
    meeting = make_meeting(status=Status.CANCELLED, cancelled_at=timezone.now(), cancelled_why="Strike", join_link=LINK)

    page = text(client.get(meeting.get_absolute_url()))

    assert "This meeting is cancelled: Strike" in page
    assert "answer-form" not in page
    assert "CANCELLED" in client.get(reverse("meetings:ics", args=[meeting.slug])).content.decode()


def test_the_download_is_a_calendar_file_of_the_meetings_day(client, member):
    response = client.get(reverse("meetings:ics", args=[make_meeting(slug="2026-05-14").slug]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="2026-05-14.ics"'


@pytest.mark.parametrize("name", ["list", "past"])
def test_a_list_of_thirty_costs_no_more_questions_than_a_list_of_one(
    client, member, name, django_assert_max_num_queries
):
    days = 14 if name == "list" else -14

    def asked(meetings):
        for number in range(meetings):
            meeting = make_meeting(starts_at=timezone.now() + timedelta(days=days, minutes=number))
            Rsvp.objects.create(meeting=meeting, member=member, choice=Choice.MAYBE, answered_at=timezone.now())
        with django_assert_max_num_queries(100) as questions:
            assert client.get(reverse(f"meetings:{name}")).status_code == 200
        return len(questions)

    asked(0)  # the first page of a session asks more
    assert asked(1) == asked(29)


@pytest.mark.whole
def test_a_meeting_with_thirty_names_costs_no_more_questions_than_with_one(
    client, member, django_assert_max_num_queries
):
    meeting = make_meeting(room_capacity=40)

    def asked(people):
        for _ in range(people):
            say(meeting, make_member(shows_coming=True), Choice.ROOM)
        with django_assert_max_num_queries(100) as questions:
            client.get(meeting.get_absolute_url())
        return len(questions)

    asked(0)  # the first page of a session asks more
    assert asked(1) == asked(29)


@pytest.mark.whole
def test_con_20_reading_a_page_fifty_times_changes_no_fact(client, member):
    meeting = make_meeting(room_capacity=1)
    say(meeting, make_member(), Choice.ROOM), say(meeting, member, Choice.ROOM)
    before = list(Meeting.objects.values()), list(Rsvp.objects.values())

    for address in [*addresses(meeting), reverse("meetings:answer", args=[meeting.slug])]:
        client.get(address, {"answer": "no"}), client.head(address, {"answer": "no"})
    for _ in range(25):  # the link that our mails carry, as a scanner opens it
        client.get(meeting.get_absolute_url()), client.head(meeting.get_absolute_url())

    assert (list(Meeting.objects.values()), list(Rsvp.objects.values())) == before


def test_an_answer_needs_the_forms_own_token(member):
    client, meeting = Client(enforce_csrf_checks=True), make_meeting()
    client.force_login(member.user)

    response = client.post(reverse("meetings:answer", args=[meeting.slug]), {"answer": "room"})

    assert response.status_code == 403
    assert not Rsvp.objects.exists()
