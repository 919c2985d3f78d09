"""Under DEMO mail lands on a page and never leaves the machine."""

import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from dit_network.demo import mail
from meetings import rsvp
from meetings.models import RsvpChange
from meetings.words import Choice, Door
from outbox import sending
from tests.factories import make_meeting, make_member, make_message

pytestmark = pytest.mark.django_db


def send(subject: str = "Hello", text: str = "A text", html: str = "") -> None:
    email = EmailMultiAlternatives(subject, text, None, ["ada@talk-north.example"])
    if html:
        email.attach_alternative(html, "text/html")
    email.send()


def test_without_demo_there_are_no_such_addresses(client, settings):
    assert settings.DEMO is False
    for path in ("/demo/mail/", "/demo/people/", "/demo/people/coordinator/"):
        assert client.get(path).status_code in (302, 404)
    for name in ("demo_mail", "demo_people"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_what_was_sent_is_on_the_page_newest_first_and_says_that_it_is_a_demonstration(demo, client):
    send("First: café")
    send("Second")

    page = client.get("/demo/mail/").content.decode()

    assert page.index("Second") < page.index("First: café")
    assert "ada@talk-north.example" in page
    assert "This is a demonstration" in page


def test_messages_of_the_outbox_and_mail_sent_at_once_arrive_alike(demo, client):
    make_message(subject="From the outbox")
    list(sending.send_waiting(timezone.now))
    send_mail("A sign-in code", "1234", None, ["ada@talk-north.example"])

    assert [letter.subject for letter in map(mail.read, mail.names()) if letter] == [
        "A sign-in code",
        "From the outbox",
    ]


def test_a_message_shows_its_text_with_links_but_never_as_html(demo, client):
    send(text="Open http://localhost:8000/meetings/ <script>alert(1)</script>")

    page = client.get(f"/demo/mail/{mail.names()[0]}/").content.decode()

    assert '<a href="http://localhost:8000/meetings/"' in page
    assert "<script>alert" not in page


def test_the_html_of_a_message_may_have_inline_styles_and_nothing_else(demo, client):
    send(html='<p style="color:red">Hello</p><script>alert(1)</script>')

    response = client.get(f"/demo/mail/{mail.names()[0]}/html/")

    policy = {part.strip() for part in response["Content-Security-Policy"].split(";")}
    assert policy == {"default-src 'none'", "style-src 'unsafe-inline'", "frame-ancestors 'none'", "sandbox"}
    assert response.content.decode().startswith('<p style="color:red">')


def test_other_pages_keep_the_strict_policy(demo, client):
    send()

    for path in ("/demo/mail/", f"/demo/mail/{mail.names()[0]}/", "/demo/people/"):
        assert "unsafe-inline" not in client.get(path)["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["1-00000000", "..%2f..%2fdb", "x", "1-0000000g", "1-00000000/.."])
def test_no_other_file_can_be_read(demo, client, name):
    assert client.get(f"/demo/mail/{name}/").status_code == 404


def test_a_page_read_while_mail_arrives_sees_whole_messages_only(demo):
    def many() -> None:
        for number in range(30):
            EmailMessage(f"Number {number}", "x" * 20_000, None, ["ada@talk-north.example"]).send()

    senders = [threading.Thread(target=many) for _ in range(2)]
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders):
        assert all(letter and len(letter.text) >= 20_000 for letter in map(mail.read, mail.names()))
    for sender in senders:
        sender.join()

    assert len(mail.names()) == 60


def test_a_new_demonstration_begins_with_no_mail(demo):
    send()

    mail.empty()

    assert mail.names() == []


def test_many_messages_are_shown_page_by_page(demo, client):
    for number in range(51):
        send(f"Number {number}")

    assert "Number 0<" not in client.get("/demo/mail/").content.decode()
    assert "Number 0<" in client.get("/demo/mail/?page=2").content.decode()


def test_a_visitor_presses_a_button_of_the_calendar_and_the_answer_counts_like_any_other(demo, client):
    meeting, member = make_meeting(), make_member()
    rsvp.answer(meeting, member, Choice.ONLINE, timezone.now() - timedelta(minutes=1))
    list(sending.send_waiting(timezone.now))
    [name] = mail.names()

    before = client.get(f"/demo/mail/{name}/").content.decode()
    after = client.post(f"/demo/mail/{name}/calendar/declined/", follow=True).content.decode()

    assert "What a calendar program reads" in before
    assert "Accepted" in before
    assert "The answer of the calendar arrived: dealt with" in after
    change = RsvpChange.objects.filter(member=member).latest("pk")
    assert (change.choice, change.door) == (Choice.NO, Door.REPLY)


def test_a_message_without_a_calendar_has_no_such_buttons(demo, client):
    send()
    [name] = mail.names()

    assert "calendar program" not in client.get(f"/demo/mail/{name}/").content.decode()
    assert client.post(f"/demo/mail/{name}/calendar/accepted/").status_code == 404
