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
from tests.factories import make_action, make_coordinator, make_meeting, make_member, make_series

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


def test_cal_l2_a_page_that_was_open_while_the_secret_key_changed_still_records_an_answer(client, settings):
    path = tapping.path(make_meeting(), make_member())
    seal = seal_of(client.get(path).text)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert client.post(path, {"seal": seal, "answer": "room"}).status_code == 302


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
        assert re.findall(r"https://\S+/a/\S+", message.text) == own
        assert re.findall(r'href="([^"]+/a/[^"]+)"', message.html) == own
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


# Every state of the page.


def test_whoever_is_offered_a_place_takes_it_or_lets_it_pass_on_in_one_press(client):
    meeting, (ada, ben) = offered(make_member(), make_member())
    path = tapping.path(meeting, ada)

    page = client.get(f"{path}?answer=yes").text
    assert "A place in the room is free for you until" in page
    assert "Take the place in the room" in page
    assert "Let it pass on" in client.get(f"{path}?answer=pass-on").text

    press(client, path, "pass-on")
    assert meeting.rsvps.get(member=ben).offer_until
    press(client, tapping.path(meeting, ben), "room")
    assert meeting.rsvps.get(member=ben).place == Place.ROOM
    assert "Offer me the next free place" in client.get(f"{path}?answer=yes").text


def test_an_offer_that_ended_meanwhile_is_refused_in_words(client):
    meeting, (ada, _) = offered(make_member(), make_member())
    path = tapping.path(meeting, ada)
    press(client, path, "pass-on")

    again = press(client, path, "pass-on")

    assert again.status_code == 409
    assert "This offer has ended" in again.text


def offered(*waiting):
    """A meeting tomorrow with one place, which its holder has just left."""
    meeting = make_meeting(room_capacity=1, starts_at=timezone.now() + timedelta(hours=20))
    holder = make_member()
    for member in (holder, *waiting):
        rsvp.answer(meeting, member, Choice.ROOM, timezone.now())
    rsvp.answer(meeting, holder, Choice.NO, timezone.now())
    return meeting, waiting


def test_whoever_said_yes_before_the_meeting_moved_confirms_with_one_press(client):
    meeting, member = make_meeting(), make_member()
    rsvp.answer(meeting, member, Choice.ONLINE, timezone.now())
    later = {name: getattr(meeting, name) + timedelta(days=1) for name in ("starts_at", "ends_at")}
    planning.change(Meeting.objects.get(), timezone.now(), by=None, **later)
    path = tapping.path(meeting, member)

    assert "Yes, I am still coming" in client.get(f"{path}?answer=yes").text
    press(client, path, "online")

    assert Rsvp.objects.get().confirm_by is None


def test_who_may_come_says_by_when_they_will_know_and_a_day_that_is_past_is_asked_again(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)
    press(client, path, "maybe")
    seal, day = seal_of(client.get(path).text), timezone.localdate() + timedelta(days=3)

    assert client.post(f"{path}decide-by/", {"seal": seal, "day": "yesterday"}).status_code == 422
    assert client.post(f"{path}decide-by/", {"seal": seal, "day": "2020-01-01"}).status_code == 409
    assert client.post(f"{path}decide-by/", {"seal": seal, "day": day})["Location"] == f"{path}?done=day"
    assert Rsvp.objects.get().decide_by == day
    assert client.get(f"{path}decide-by/")["Location"] == path


def test_a_note_is_kept_and_not_shown_to_whoever_holds_the_message(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)
    press(client, path, "room")
    seal = seal_of(client.get(path).text)

    assert client.post(f"{path}note/", {"seal": seal, "note": "NHS number 943 476 5919"}).status_code == 422
    assert client.post(f"{path}note/", {"seal": seal, "note": ""}).status_code == 422
    client.post(f"{path}note/", {"seal": seal, "note": "I come by wheelchair."})

    assert Rsvp.objects.get().note == "I come by wheelchair."
    assert "wheelchair" not in client.get(path).text


def test_the_agenda_takes_a_proposal_from_the_page_and_what_is_promised_stands_there(client):
    meeting, member = make_meeting(), make_member()
    make_action(owner=member, text="Book the room")
    path = tapping.path(meeting, member)
    seal, to = seal_of(client.get(path).text), reverse("minutes:propose_by_link", args=[path.split("/")[-2]])

    mistaken = client.post(to, {"seal": seal, "title": "Born 3.4.1980, DOB 03/04/1980"})
    client.post(to, {"seal": seal, "title": "Ratings"})
    client.post(to, {"seal": "wrong", "title": "Not from the page"})

    assert mistaken.status_code == 422
    assert [item.title for item in member.agenda_items.all()] == ["Ratings"]
    page = client.get(f"{path}?done=proposed").text
    assert "You have proposed 1 item for this meeting." in page
    assert "Book the room" in page


def test_the_link_to_join_shows_on_the_last_day_to_whoever_holds_a_place(client):
    now, link = timezone.now(), "https://meet.example/room"
    soon = make_meeting(starts_at=now + timedelta(hours=20), join_link=link)
    later = make_meeting(starts_at=now + timedelta(hours=30), join_link=link)
    coming, silent = make_member(), make_member()
    for meeting in (soon, later):
        rsvp.answer(meeting, coming, Choice.ONLINE, now)

    shown = [link in client.get(tapping.path(meeting, coming)).text for meeting in (soon, later)]

    assert shown == [True, False]
    assert link not in client.get(tapping.path(soon, silent)).text


def test_a_cancelled_meeting_says_why_and_takes_no_answer(client):
    meeting, member = make_meeting(), make_member()
    path = tapping.path(meeting, member)
    seal = seal_of(client.get(path).text)
    planning.cancel(Meeting.objects.get(), "Snow", timezone.now(), by=None)

    page = client.get(f"{path}?answer=room")

    assert "This meeting is cancelled: Snow" in page.text
    assert "<form" not in page.text
    assert client.post(path, {"seal": seal, "answer": "room"}).status_code == 409
    assert not Rsvp.objects.exists()


@pytest.mark.whole
def test_so_many_presses_of_one_link_are_too_many(client):
    path = tapping.path(make_meeting(), make_member())
    seal = seal_of(client.get(path).text)

    answers = [client.post(path, {"seal": seal, "answer": "no"}).status_code for _ in range(61)]

    assert answers == [302] * 60 + [429]


# Taking links back.


def test_cal_l3_a_member_takes_all_their_links_back_and_what_waits_in_the_outbox_gets_new_ones(client):
    meeting, member = make_meeting(), make_member()
    messages.meeting_published(meeting, Member.objects.reachable(), timezone.now())
    old = tapping.path(meeting, member)
    client.force_login(member.user)

    client.post(reverse("meetings:links"))

    new = tapping.path(meeting, member)
    assert (client.get(old).status_code, client.get(new).status_code) == (410, 200)
    waiting = Message.objects.get()
    calendar = waiting.calendar.replace("\r\n ", "")
    assert old not in waiting.text + waiting.html + calendar
    assert new in calendar
    assert max(len(line.encode()) for line in waiting.calendar.split("\r\n")) <= 75
    assert (waiting.text.count(new), waiting.html.count(new)) == (4, 4)


def test_cal_l3_a_coordinator_takes_the_links_of_a_member_back_and_it_is_written_down(desk):
    meeting, member, other = make_meeting(), make_member(), make_member()
    old, of_another = tapping.path(meeting, member), tapping.path(meeting, other)

    desk.post(reverse("admin:members_member_deed", args=[member.pk, "links"]), {"reason": "Their mail was read"})

    assert [desk.get(path).status_code for path in (old, of_another)] == [410, 200]
    assert [change.reason for change in member.changes.all()] == ["Their mail was read"]


def test_a_year_that_is_worded_anew_before_it_leaves_keeps_each_readers_own_links():
    now, series = timezone.now(), make_series()
    meetings = [make_meeting(series=series, published_at=now), make_meeting(series=series, published_at=now)]
    members = [make_member(), make_member()]
    messages.year_announced(series, meetings, Member.objects.reachable(), now, hold=timedelta(minutes=10))
    Meeting.objects.filter(pk=meetings[0].pk).update(title="Another title")

    messages.reword_year(meetings[0], now)

    for member in members:
        message = Message.objects.get(user=member.user)
        assert [tapping.path(meeting, member) in message.text for meeting in meetings] == [True, True]
        assert links.MARK not in message.text + message.html
