"""What can be switched off is switched off: on a page, from the small print, and by a mail program's own button."""

import re
from email import message_from_bytes, policy

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Preferences
from outbox import inbox, mime, post, stopping, topics
from outbox.models import MailChoice, StoppedAddress
from tests.factories import make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_user(email="ada@trust.example")


def address(user, topic="reminders"):
    return f"/mail/stop/{stopping.name(user.pk, topic)}/"


def test_who_never_chose_gets_every_sort_of_mail(ada):
    assert [topics.wants(ada, topic.code) for topic in topics.known] == [True] * len(topics.known)


def test_every_topic_fits_into_the_name_of_a_mail_address(ada):
    names = [stopping.name(999_999_999, topic.code) for topic in topics.known]

    assert all(len(f"replies+{name}") <= 64 and stopping.NAME.fullmatch(name) for name in names)
    assert len({topic.code for topic in topics.known}) == len(names)


def test_cal_l5_one_click_stops_it_without_cookie_login_or_csrf_token_and_answers_200(ada):
    client = Client(enforce_csrf_checks=True)

    answers = [client.post(address(ada), {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not client.cookies
    assert not topics.wants(ada, "reminders")
    assert topics.wants(ada, "nudges")
    assert MailChoice.objects.count() == 1


def test_cal_l5_a_get_shows_a_page_and_changes_nothing(client, ada):
    page = client.get(address(ada))

    client.head(address(ada))
    assert page.status_code == 200
    assert "Stop it" in page.content.decode()
    assert not MailChoice.objects.exists()


def test_what_was_stopped_is_started_again_from_the_same_address(client, ada):
    client.post(address(ada))
    assert "Start it again" in client.get(address(ada)).content.decode()

    client.post(address(ada), {"again": "yes"})

    assert topics.wants(ada, "reminders")


@pytest.mark.parametrize("change", [("reminders", "nudges"), ("stop-", "stop-9"), ("/mail/stop/", "/mail/stop/x")])
def test_a_name_that_was_changed_leads_nowhere(client, ada, change):
    assert client.post(address(ada).replace(*change)).status_code == 404
    assert not MailChoice.objects.exists()


def test_a_name_of_an_earlier_secret_key_still_stops(client, ada, settings):
    name = stopping.name(ada.pk, "reminders")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"

    assert stopping.stop(name.upper(), timezone.now())
    assert not topics.wants(ada, "reminders")


def test_cal_l5_a_message_with_a_topic_carries_both_headers_and_its_own_address_in_the_small_print(ada, settings):
    settings.REPLY_ADDRESS = "replies@dit-northwest.example"
    name = stopping.name(ada.pk, "reminders")

    message = post.write(
        "outbox/message", to=ada.email, user=ada, key="1", now=timezone.now(), topic="reminders", context={}
    )

    email = message_from_bytes(mime.as_email(message).message().as_bytes(), policy=policy.default)
    assert " ".join(email["List-Unsubscribe"].split()) == (
        f"<http://localhost:8000/mail/stop/{name}/>, <mailto:replies+{name}@dit-northwest.example>"
    )
    assert email["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop “Reminders”: http://localhost:8000/mail/stop/{name}/\nMail settings: http://localhost:8000/mail/" in (
        message.text
    )
    assert f'href="http://localhost:8000/mail/stop/{name}/"' in message.html
    assert stopping.MARK not in str(vars(message))


def test_a_message_without_a_topic_cannot_be_stopped_but_still_leads_to_the_settings(ada):
    message = post.write("outbox/message", to=ada.email, user=ada, key="1", now=timezone.now(), context={})

    assert message.headers == {}
    assert "Mail settings: http://localhost:8000/mail/" in message.text


def test_a_letter_to_somebody_without_an_account_speaks_of_no_settings():
    message = post.write("outbox/message", to="guest@trust.example", key="1", now=timezone.now(), context={})

    assert "Mail settings" not in message.text


def test_the_page_switches_every_sort_and_how_it_comes(client):
    member = make_member()
    client.force_login(member.user)

    client.post("/mail/", {"one_mail_a_week": "on", "nudges": "on"})

    wanted = {topic.code for topic in topics.known if topics.wants(member.user, topic.code)}
    assert wanted == {"nudges"}
    assert Preferences.objects.get(member=member).one_mail_a_week
    client.post("/mail/", {topic.code: "on" for topic in topics.known})
    assert not topics.unwanted_by(member.user)
    assert not Preferences.objects.get(member=member).one_mail_a_week


def test_a_page_that_was_open_while_a_mail_stopped_something_is_shown_anew(client, ada):
    client.force_login(ada)
    page = client.get("/mail/").context["form"]
    shown = {field.name: field.value() for field in page if field.value()}

    client.post(address(ada))
    answer = client.post("/mail/", {name: value for name, value in shown.items() if name != "polls"}, follow=True)

    assert "nothing was saved" in answer.text
    assert topics.unwanted_by(ada) == {"reminders"}


def test_a_double_press_of_save_is_saved_once_and_says_so(client, ada):
    client.force_login(ada)
    [seen] = re.findall(r'name="seen" value="([^"]*)"', client.get("/mail/").text)
    sent = {"seen": seen, "nudges": "on"}

    pages = [client.post("/mail/", sent, follow=True).text for _ in range(2)]

    assert ["nothing was saved" in page for page in pages] == [False, False]
    assert "nudges" not in topics.unwanted_by(ada)


def test_who_is_no_member_chooses_no_mail_of_the_week(client, ada):
    client.force_login(ada)

    page = client.get("/mail/").content.decode()

    assert "One mail a week" not in page
    assert client.post("/mail/", {"one_mail_a_week": "on"}).status_code == 302
    assert not Preferences.objects.exists()


def test_the_page_says_plainly_that_an_address_gets_no_mail(client, ada):
    StoppedAddress.objects.create(address=ada.email, since=timezone.now(), why="The mailbox does not exist")
    client.force_login(ada)

    page = client.get("/mail/").content.decode()

    assert "We send nothing to your address at the moment" in page
    assert "The mailbox does not exist" in page


def test_cal_l5_a_mail_to_the_address_in_the_header_stops_it_once_however_often_it_comes(ada):
    to = f"replies+{stopping.name(ada.pk, 'nudges')}@dit-northwest.example".upper()
    raw = f"From: {ada.email}\r\nTo: {to}\r\nSubject: unsubscribe\r\n\r\n".encode()

    taken = [inbox.take(raw + number, "", timezone.now()) for number in (b"1", b"2")]

    assert [(one.what, one.outcome) for one in taken] == [("unsubscribe", "done")] * 2
    assert topics.unwanted_by(ada) == {"nudges"}


def test_a_mail_to_a_name_that_was_changed_stops_nothing(ada):
    to = f"replies+{stopping.name(ada.pk, 'nudges').replace('nudges', 'digest')}@dit-northwest.example"

    taken = inbox.take(f"From: {ada.email}\r\nTo: {to}\r\n\r\nStop".encode(), "", timezone.now())

    assert taken.what != "unsubscribe"
    assert not MailChoice.objects.exists()
