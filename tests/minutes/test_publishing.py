"""Minutes are approved as they were read, told to those concerned after ten minutes, and every version is kept."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.undoing import HOLD
from meetings.words import Choice, Duty, Place, Status
from minutes import publishing
from minutes.models import Action, Minutes, MinutesVersion, Resolution
from outbox.models import Message, State
from tests.access.people import show_second_step
from tests.factories import (
    make_action,
    make_attendance,
    make_certificate,
    make_coordinator,
    make_item,
    make_meeting,
    make_member,
    make_minutes,
    make_past_meeting,
    make_published_minutes,
    make_role,
)
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db


def text(response):
    return " ".join(response.content.decode().split())


def publish(meeting, now=None):
    minutes = Minutes.objects.get(meeting=meeting)
    return publishing.publish(meeting, publishing.wording(minutes), make_coordinator(), now or timezone.now())


def answered(meeting, choice, **fields):
    member = make_member(**fields)
    place = choice if choice in Place.values else Place.NONE
    meeting.rsvps.create(member=member, choice=choice, place=place, answered_at=meeting.created_at)
    return member


@pytest.fixture
def meeting():
    """A meeting a week ago with minutes, a decision and an action."""
    meeting = make_past_meeting()
    make_minutes(meeting, text="# 1. Écoute\n\nAll came.")
    meeting.resolutions.create(text="We meet in May.", recorded_at=timezone.now(), recorded_by_name="Ada")
    make_action(meeting, make_member(name="Ben Example"), text="Book the room")
    return meeting


def test_whoever_was_there_or_answered_gets_one_message_and_nobody_else(meeting):
    told = [answered(meeting, choice) for choice in (Choice.MAYBE, Choice.NO)]
    told.append(make_attendance(meeting).member)
    make_attendance(meeting, told[0])
    answered(meeting, Choice.NO, suspended_on=timezone.localdate())
    now = timezone.now()

    publish(meeting, now)

    found = Message.objects.filter(name="minutes/minutes_published")
    assert sorted(found.values_list("recipient", flat=True)) == sorted(member.user.email for member in told)
    assert set(found.values_list("next_attempt_at", flat=True)) == {now + HOLD}


def test_what_is_published_can_be_found_and_nothing_before(meeting):
    assert not Resolution.objects.exclude(search_text="").exists()

    publish(meeting)

    found = [Minutes.objects.get(), Resolution.objects.get(), Action.objects.get()]
    assert [row.search_text for row in found] == ["1 ecoute all came", "we meet in may", "book the room"]


def test_con_21_nobody_approves_what_they_have_not_read(meeting):
    seen = publishing.wording(Minutes.objects.get())
    meeting.resolutions.create(text="And in July.", recorded_at=timezone.now(), recorded_by_name="Ben")

    with pytest.raises(publishing.Refused, match="Read them again"):
        publishing.publish(meeting, seen, make_coordinator(), timezone.now())


def test_a_correction_is_version_two_with_its_day_and_members_read_both(client, meeting):
    first_day = timezone.now() - timedelta(days=3)
    publish(meeting, first_day)
    Minutes.objects.update(text="All but one came.")
    Resolution.objects.update(text="We meet in June.")
    publish(meeting)
    client.force_login(make_member().user)

    latest = text(client.get(reverse("minutes:read", args=[meeting.slug])))
    earlier = text(client.get(reverse("minutes:version", args=[meeting.slug, 1])))

    assert "All but one came." in latest
    assert "We meet in June." in latest
    assert "version 2" in latest
    assert "All came." in earlier
    assert "We meet in May." in earlier
    assert "This is an earlier version." in earlier
    assert f"{timezone.localtime(first_day):%A} {timezone.localtime(first_day).day} " in earlier


def test_what_is_written_after_publishing_is_not_read_before_it_is_published_again(client, meeting):
    publish(meeting)
    Minutes.objects.update(text="Not approved yet")
    client.force_login(make_member().user)

    assert "Not approved yet" not in text(client.get(reverse("minutes:read", args=[meeting.slug])))


def test_the_same_minutes_are_not_published_twice(meeting):
    publish(meeting)

    with pytest.raises(publishing.Refused, match="published as they are"):
        publish(meeting)


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_publish_once_and_nobody_gets_two_messages(meeting):
    answered(meeting, Choice.NO)
    minutes, by, now = Minutes.objects.get(), make_coordinator(), timezone.now()
    seen = publishing.wording(minutes)

    results = at_once([partial(publishing.publish, meeting, seen, by, now)] * 3)

    assert [error.reason for error in errors(results)] == [publishing.Refusal.SAME] * 2
    assert (MinutesVersion.objects.count(), Message.objects.count()) == (1, 1)


def test_it_is_taken_back_within_ten_minutes_and_nobody_was_told(client, meeting):
    answered(meeting, Choice.NO)
    now = timezone.now()
    publish(meeting, now)

    publishing.take_back(meeting, now + timedelta(minutes=9))

    client.force_login(make_member().user)
    assert client.get(reverse("minutes:read", args=[meeting.slug])).status_code == 404
    assert Message.objects.get().state == State.WITHDRAWN
    rows = [Minutes.objects.get(), Resolution.objects.get(), Action.objects.get()]
    assert [row.search_text for row in rows] == ["", "", ""]
    publish(meeting, now + timedelta(minutes=10))
    assert list(MinutesVersion.objects.standing().values_list("number", flat=True)) == [1]
    assert Message.objects.filter(state=State.WAITING).count() == 1


def test_taking_back_a_correction_leaves_the_version_before(meeting):
    now = timezone.now()
    publish(meeting, now - timedelta(days=1))
    Minutes.objects.update(text="Wrong")
    publish(meeting, now)

    publishing.take_back(meeting, now)

    minutes = Minutes.objects.get()
    assert (minutes.published_at, minutes.search_text) == (now - timedelta(days=1), "1 ecoute all came")


def test_after_ten_minutes_it_stays_published(meeting):
    now = timezone.now()
    publish(meeting, now)

    with pytest.raises(publishing.Refused, match="Ten minutes have passed"):
        publishing.take_back(meeting, now + HOLD)


def test_why_minutes_are_not_published():
    now = timezone.now()
    cancelled, coming, bare = (
        make_past_meeting(status=Status.CANCELLED, cancelled_at=now, closed_at=None),
        make_meeting(),
        make_past_meeting(),
    )
    empty = make_minutes(text=" ")

    assert [
        publishing.refusal(cancelled, make_minutes(cancelled), now),
        publishing.refusal(coming, make_minutes(coming), now),
        publishing.refusal(bare, None, now),
        publishing.refusal(empty.meeting, empty, now),
    ] == [
        publishing.Refusal.CANCELLED,
        publishing.Refusal.NOT_OVER,
        publishing.Refusal.EMPTY,
        publishing.Refusal.EMPTY,
    ]


def test_the_page_says_first_what_will_happen_and_one_press_does_it(client, meeting):
    member = answered(meeting, Choice.NO)
    make_role(meeting, Duty.COORDINATOR, member)
    make_item(meeting, title="Supervision groups")
    client.force_login(member.user)
    address = reverse("minutes:publish", args=[meeting.slug])

    before = client.get(address)
    client.post(address, {"seen": before.context["seen"]})
    after = client.get(address)

    assert "1 message will leave in 10 minutes" in text(before)
    assert "Not discussed: “Supervision groups” waits for the next meeting." in text(before)
    assert MinutesVersion.objects.get().approved_by == member.user
    assert "Take it back" in text(after)
    client.post(reverse("minutes:take_back", args=[meeting.slug]))
    assert not MinutesVersion.objects.standing().exists()


def test_minutes_hold_no_marks_of_those_who_write_them(client):
    minutes = make_published_minutes(text="# <script>alert(1)</script>\n\n- <b>bold</b>")
    client.force_login(make_member().user)

    page = client.get(reverse("minutes:read", args=[minutes.meeting.slug])).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>bold" not in page


def test_the_desk_says_which_minutes_are_late(client):
    coordinator = make_coordinator()
    client.force_login(coordinator)
    show_second_step(client, coordinator)
    make_past_meeting(starts_at=timezone.now() - timedelta(days=20))
    make_published_minutes(make_past_meeting(starts_at=timezone.now() - timedelta(days=30)))
    make_past_meeting()

    desk, home = text(client.get(reverse("admin:index"))), text(client.get("/"))

    assert "1 for more than 14 days" in desk
    assert "not published for more than 14 days" in home


def test_after_a_meeting_its_page_begins_with_minutes_and_certificate_and_its_agenda_comes_later(client):
    meeting, member = make_past_meeting(programme="What we planned"), make_member()
    make_published_minutes(meeting)
    make_certificate(member, meeting=meeting)
    client.force_login(member.user)

    page = client.get(meeting.get_absolute_url()).text

    places = [page.index(f'id="{section}"') for section in ("minutes", "your-certificate", "programme", "agenda")]
    assert max(places[:2]) < places[2] < places[3]
