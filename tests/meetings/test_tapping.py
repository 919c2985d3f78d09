"""One tap from a message: cal-L1 to cal-L4, and what the page behind the link shows and does."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings import links, messages, planning, rsvp, tapping
from meetings.models import Meeting, Preferences, Rsvp
from meetings.words import Choice, Door, Place, Status
from members import membership
from members.models import Member
from outbox.models import Message
from tests.factories import make_coordinator, make_meeting, make_member

pytestmark = pytest.mark.django_db


def seal_of(html):
    return re.search(r'name="seal" value="([^"]+)"', html)[1]


def press(client, path, answer, **further):
    """Open the page and press a button of it."""
    seal = seal_of(client.get(path).text)
    return client.post(path.partition("?")[0], {"seal": seal, "answer": answer, **further})


def test_cal_l1_and_l2_looking_changes_nothing_and_one_press_records_the_answer(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)

    looked = [client.get(f"{path}?answer=room"), client.head(f"{path}?answer=room")]

    assert [answer.status_code for answer in looked] == [200, 200]
    assert "Yes, in the room" in looked[0].text
    assert not Rsvp.objects.exists()
    pressed = press(client, f"{path}?answer=room", "room")
    assert (pressed.status_code, pressed["Location"]) == (302, f"{path}?done=answer")
    assert "You hold a place in the room." in client.get(pressed["Location"]).text
    mine = Rsvp.objects.get()
    assert (mine.member, mine.meeting, mine.place, mine.door) == (member, meeting, Place.ROOM, Door.LINK)


def test_cal_l1_the_page_gives_no_cookie_and_is_kept_by_nobody(client):
    path = tapping.path(make_meeting(), make_member())

    page = client.get(path)
    pressed = press(client, path, "no")

    for answer in (page, pressed, client.get(pressed["Location"])):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "none"


@pytest.mark.parametrize("seal", [None, "", "wrong", "x" * 500])
def test_cal_l2_a_form_without_the_seal_of_its_page_records_nothing(client, seal):
    path = tapping.path(make_meeting(), make_member())
    sent = {"answer": "room"} | ({} if seal is None else {"seal": seal})

    assert client.post(path, sent).status_code == 409
    assert not Rsvp.objects.exists()


def test_cal_l2_no_script_of_the_page_can_send_its_form(client):
    page = client.get(tapping.path(make_meeting(), make_member())).text

    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts == ['<script type="module" src="/static/dit.js">']
    assert not re.search(r"htmx|\shx-|http-equiv|\son\w+=", page)


def test_cal_l2_a_page_that_was_open_while_the_meeting_moved_is_shown_anew_first(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)
    seal = seal_of(client.get(path).text)
    later = {name: getattr(meeting, name) + timedelta(days=1) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(), timezone.now(), by=None, **later)

    again = client.post(path, {"seal": seal, "answer": "room"})

    assert again.status_code == 409
    assert "This meeting has changed" in again.text
    assert not Rsvp.objects.exists()


def test_cal_l3_a_link_is_good_until_a_day_after_the_meeting_again_and_again(client):
    meeting, member = make_meeting(), make_member()
    token = tapping.path(meeting, member).split("/")[-2]

    assert tapping.open_link(token, meeting.ends_at + timedelta(hours=23)).member == member
    with pytest.raises(tapping.Lost) as lost:
        tapping.open_link(token, meeting.ends_at + timedelta(hours=24))
    assert lost.value.reason == tapping.Gone.OVER
    for answer in ("room", "no", "online"):
        press(client, tapping.path(meeting, member), answer)
    assert Rsvp.objects.get().choice == Choice.ONLINE


def test_cal_l3_a_link_is_for_one_purpose(client):
    meeting, member = make_meeting(), make_member()

    for_a_reply = links.name(links.REPLY, meeting.pk, member.pk)

    assert client.get(reverse("meetings:tap", args=[for_a_reply])).status_code == 404


def test_cal_l3_an_altered_link_and_one_of_nobody_lead_to_a_page_that_says_what_to_do(client):
    path = tapping.path(make_meeting(), make_member())
    for wrong in (path[:-3] + "/", path.replace("-", "-1", 1), "/meetings/a/nonsense/", f"/meetings/a/{'z' * 12}-1-a/"):
        page = client.get(wrong)
        assert page.status_code == 404
        assert "Opening it changed nothing." in page.text
        assert client.post(wrong, {"answer": "room"}).status_code == 404


def test_cal_l3_a_link_ends_at_once_when_the_member_may_not_take_part_any_more(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)
    seal = seal_of(client.get(path).text)

    membership.suspend(member, make_coordinator(), "A test", timezone.now())

    assert client.get(path).status_code == 410
    assert client.post(path, {"seal": seal, "answer": "room"}).status_code == 410
    assert not Rsvp.objects.exists()


def test_cal_l3_links_that_were_taken_back_end_and_new_ones_work(client):
    meeting, member = make_meeting(), make_member()
    old = tapping.path(meeting, member)

    Preferences.objects.create(member=member, links_generation=1)

    assert client.get(old).status_code == 410
    assert client.get(tapping.path(meeting, member)).status_code == 200


def test_a_draft_and_what_is_not_a_meeting_of_the_link_is_not_shown(client):
    meeting = make_meeting(status=Status.DRAFT)

    assert client.get(tapping.path(meeting, make_member())).status_code == 410


def test_cal_l4_every_link_of_an_invitation_is_short_and_the_readers_own(client, settings):
    settings.PUBLIC_ADDRESS = "https://network.dit-northwest.example"
    meeting, members = make_meeting(), [make_member() for _ in range(2)]

    messages.meeting_published(meeting, Member.objects.reachable(), timezone.now())

    for member in members:
        message = Message.objects.get(user=member.user)
        path = tapping.path(meeting, member)
        own = [f"https://network.dit-northwest.example{path}?answer={choice}" for choice in Choice]
        assert re.findall(r"https://\S+", message.text) == own
        assert re.findall(r'href="([^"]+)"', message.html) == own
        assert max(map(len, own)) < 200
        assert urlsplit(own[0]).query == "answer=room"


def test_a_link_opened_by_somebody_else_who_is_signed_in_acts_for_its_own_person_and_says_so(client):
    meeting, member, other = make_meeting(), make_member(name="Ada Example"), make_member()
    client.force_login(other.user)
    path = tapping.path(meeting, member)

    page = client.get(path)
    press(client, path, "room")

    assert "This link is Ada’s, and you are signed in as somebody else." in page.text
    assert Rsvp.objects.get().member == member
    assert "signed in as somebody else" not in Client().get(path).text


def test_a_forwarded_message_shows_a_first_name_and_nothing_else_of_the_person(client):
    meeting = make_meeting()
    member = make_member(name="Dr Ada Lovelace-Example", phone="0161 496 0000", job_title="Psychologist")
    path = tapping.path(meeting, member)
    press(client, path, "room")

    page = client.get(path).text

    assert "Are you coming, Ada?" in page
    for private in ("Lovelace", "Dr ", member.user.email, member.phone, "Psychologist", member.public_id):
        assert private not in page


def test_who_waits_reads_their_position(client):
    meeting = make_meeting(room_capacity=1)
    members = [make_member() for _ in range(3)]
    for member in members:
        rsvp.answer(meeting, member, Choice.ROOM, timezone.now())

    page = client.get(tapping.path(meeting, members[2])).text

    assert "you are on the waiting list" in page
    assert "One person is before you." in page
