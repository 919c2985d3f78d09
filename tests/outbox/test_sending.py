"""What waits leaves once, in order, whatever the mail server says about one of them."""

import ast
import logging
import re
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, connections, transaction
from django.utils import timezone

from outbox import post, sending
from outbox.models import Kind, Message, State
from tests.factories import make_message

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent.parent


def send(now: datetime | None = None) -> list[Message]:
    return list(sending.send_waiting(lambda: now or timezone.now()))


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_message_leaves_from_us_to_one_person_in_text_and_html(server, settings):
    message = make_message(recipient="ada@trust.example", subject="Your answer: café", text="Hello\n", html="<p>Hello")

    send()

    (email,) = server.emails
    assert server.envelopes == [("network@dit-northwest.example", ["ada@trust.example"])]
    assert (email["From"], email["To"]) == (settings.DEFAULT_FROM_EMAIL, "ada@trust.example")
    assert (email["Subject"], email["Message-ID"]) == ("Your answer: café", message.message_id)
    assert [part.get_content_type() for part in email.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().strip() for part in email.iter_parts()] == ["Hello", "<p>Hello"]


def test_what_was_sent_is_marked_with_its_time_and_never_sent_again(server):
    make_message()
    now = timezone.now()

    send(now)
    send(now + timedelta(days=1))

    message = Message.objects.get()
    assert (message.state, message.sent_at, message.claimed_until, message.attempts) == (State.SENT, now, None, 1)
    assert len(server.emails) == 1


def test_one_connection_serves_many_messages(server):
    for _ in range(5):
        make_message()

    send()

    assert (len(server.emails), server.greetings) == (5, 1)


def test_nothing_to_send_opens_no_connection(server):
    send()

    assert server.greetings == 0


def test_a_message_whose_time_has_not_come_waits(server):
    now = timezone.now()
    make_message(next_attempt_at=now + timedelta(hours=1))

    send(now)

    assert server.emails == []
    assert [message.state for message in send(now + timedelta(hours=1))] == [State.SENT]


def test_one_bad_address_never_stops_the_queue(server):
    server.answers["wrong@trust.example"] = "550 No such person"
    make_message(recipient="wrong@trust.example")
    make_message()

    send()

    assert states() == [State.FAILED, State.SENT]
    assert Message.objects.get(state=State.FAILED).last_error == "550 No such person"


def test_a_refusal_of_the_text_is_final(server):
    server.on_data = lambda email: "554 Looks like spam"
    make_message()

    send()

    assert Message.objects.values_list("state", "last_error").get() == (State.FAILED, "554 Looks like spam")


@pytest.mark.parametrize("reply", ["450 Greylisted, try again", "421 Too busy", "hang up"])
def test_a_temporary_answer_is_tried_again_later_and_the_next_one_is_sent_now(server, reply):
    server.answers["slow@trust.example"] = reply
    now = timezone.now()
    make_message(recipient="slow@trust.example", created_at=now)
    make_message(created_at=now)

    send(now)
    server.answers.clear()

    assert states() == [State.WAITING, State.SENT]
    assert send(now + timedelta(seconds=59)) == []
    assert [message.state for message in send(now + timedelta(minutes=1))] == [State.SENT]


def test_each_further_attempt_waits_longer_and_the_last_one_is_final(server):
    server.answers["slow@trust.example"] = "450 Greylisted"
    now = timezone.now()
    make_message(recipient="slow@trust.example", created_at=now)

    waits = []
    while (message := Message.objects.get()).state == State.WAITING:
        waits.append(message.next_attempt_at - now)
        now = message.next_attempt_at
        send(now)

    assert waits[1:] == sending.WAITS
    assert (message.state, message.attempts, message.last_error) == (State.FAILED, 8, "450 Greylisted")


def test_a_from_that_is_refused_is_our_own_fault_and_fails_no_message(server, settings):
    settings.DEFAULT_FROM_EMAIL = "not an address <>"
    make_message()

    send()

    assert states() == [State.WAITING]


def test_while_no_mail_server_answers_messages_wait_without_an_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make_message()

    with pytest.raises(sending.Unreachable):
        send()

    assert Message.objects.values_list("state", "attempts", "claimed_until").get() == (State.WAITING, 0, None)


def test_a_message_that_cannot_be_written_as_mail_does_not_stop_the_queue(server):
    make_message(recipient="someone@exa mple")
    make_message()

    send()

    assert states() == [State.WAITING, State.SENT]


def test_what_another_sender_holds_is_left_to_it_until_its_lease_ends(server):
    now = timezone.now()
    message = make_message(created_at=now)
    assert sending.claim(message, now)

    assert send(now + sending.LEASE - timedelta(seconds=1)) == []
    assert [left.state for left in send(now + sending.LEASE)] == [State.SENT]


def test_two_senders_that_read_the_same_message_do_not_both_claim_it():
    make_message()
    mine, theirs, now = Message.objects.get(), Message.objects.get(), timezone.now()

    claims = [sending.claim(mine, now), sending.claim(theirs, now)]

    assert claims == [True, False]


def test_a_message_that_ends_every_sender_fails_in_the_end(server):
    make_message(attempts=len(sending.WAITS) + 1)

    send()

    assert (states(), server.emails) == ([State.FAILED], [])


def test_a_later_message_about_the_same_never_overtakes_an_earlier_one(server):
    server.answers["slow@trust.example"] = "450 Greylisted"
    now = timezone.now()
    about = {"recipient": "slow@trust.example", "about": "meeting:2026-05-14", "created_at": now}
    make_message(subject="Moved", **about)
    make_message(subject="Cancelled", **about)
    make_message(subject="Cancelled", recipient="ada@trust.example", about="meeting:2026-05-14", created_at=now)

    send(now)
    server.answers.clear()
    send(now + timedelta(minutes=1))

    assert server.recipients == ["ada@trust.example", "slow@trust.example", "slow@trust.example"]
    assert [email["Subject"] for email in server.emails] == ["Cancelled", "Moved", "Cancelled"]


def test_what_is_withdrawn_does_not_leave(server):
    make_message(about="application:1")
    make_message(about="application:2")

    withdrawn = post.withdraw(Message.objects.about("application:1"))
    send()

    assert (withdrawn, states()) == (1, [State.WITHDRAWN, State.SENT])


def test_what_has_left_cannot_be_withdrawn(server):
    make_message()
    send()

    assert post.withdraw(Message.objects.all()) == 0
    assert states() == [State.SENT]


def test_a_message_withdrawn_while_it_was_leaving_is_recorded_as_sent():
    message, now = make_message(), timezone.now()
    sending.claim(message, now)
    post.withdraw(Message.objects.all())

    sending.mark(message, State.SENT, sent_at=now)

    assert states() == [State.SENT]


def test_a_message_withdrawn_while_the_server_refused_it_stays_withdrawn():
    message, now = make_message(), timezone.now()
    sending.claim(message, now)
    post.withdraw(Message.objects.all())

    sending.mark(message, State.WAITING, "450 Greylisted", next_attempt_at=now)

    assert states() == [State.WITHDRAWN]


def test_what_failed_can_be_sent_again_under_the_same_message_id(server):
    server.answers["ada@trust.example"] = "550 No such person"
    message = make_message(recipient="ada@trust.example")
    send()
    server.answers.clear()

    again = post.send_again(Message.objects.all(), timezone.now())
    send()

    assert (again, states()) == (1, [State.SENT])
    assert [email["Message-ID"] for email in server.emails] == [message.message_id]


def test_an_answer_goes_to_the_address_that_the_message_names(server):
    make_message(headers={"Reply-To": "visitor@example.org"})

    send()

    assert [email["Reply-To"] for email in server.emails] == ["visitor@example.org"]


def test_list_headers_travel_with_news_only(server):
    headers = {"List-Unsubscribe": "<https://dit-northwest.example/stop/>"}
    make_message(kind=Kind.NEWS, headers=headers, subject="News")
    make_message(kind=Kind.SERVICE, headers=headers, subject="Service")

    send()

    found = {email["Subject"]: email["List-Unsubscribe"] for email in server.emails}
    assert found == {"News": headers["List-Unsubscribe"], "Service": None}


def test_logs_name_the_message_but_neither_person_nor_words(server, caplog):
    caplog.set_level(logging.DEBUG, logger="outbox")
    server.answers["wrong@trust.example"] = "550 <wrong@trust.example> is nobody"
    message = make_message(recipient="wrong@trust.example", subject="Secret", text="Private\n")

    send()

    (record,) = caplog.records
    assert (record.message_pk, record.message_name) == (message.pk, "outbox/test")
    assert not re.search("wrong@|Secret|Private", str(vars(record)))


class Watching(BaseEmailBackend):
    """A mail backend that writes down whether it was called inside a transaction."""

    inside: list[bool] = []

    def open(self):
        self.inside.append(connection.in_atomic_block)

    def send_messages(self, email_messages):
        self.inside.append(connection.in_atomic_block)
        return len(email_messages)


@pytest.mark.django_db(transaction=True)
def test_no_network_call_happens_inside_a_transaction(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Watching"
    make_message()

    send()

    assert Watching.inside == [False, False]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_sends_nothing(server):
    with transaction.atomic():
        make_message()
        transaction.set_rollback(True)

    assert send() == []


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_message_once():
    total, start = 60, threading.Barrier(4)
    for _ in range(total):
        make_message()

    def sender() -> None:
        start.wait()
        try:
            send()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sender) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(email.to[0] for email in mail.outbox) == sorted(Message.objects.values_list("recipient", flat=True))
    assert set(states()) == {State.SENT}


def test_no_line_of_the_code_knows_copies_to_others():
    copies = re.compile(r"\b(b?cc|Bcc|BCC|Cc|CC|send_mass_mail|mail_admins|mail_managers)\b")
    apps = ("accounts", "outbox", "members", "meetings", "dit_network", "look")

    found = {
        (str(path.relative_to(ROOT)), name)
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        for name in names_in(path)
        if copies.fullmatch(name)
    }

    assert found == set()


def names_in(path: Path) -> set[str]:
    """Every name, attribute, argument and string constant of a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for part in ("id", "attr", "arg", "name", "value"):
            if isinstance(word := getattr(node, part, None), str):
                found.add(word)
    return found
