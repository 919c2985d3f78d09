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

from outbox import claims, post, sending
from outbox.models import Kind, Message, State, StoppedAddress
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


def test_what_a_server_says_is_written_down_without_what_no_database_takes(server):
    refused, taken = make_message(recipient="gone@trust.example"), make_message()
    server.answers, server.on_data = {"gone@trust.example": "550 5.1.1 No\x00body"}, lambda email: "250 OK q\x0042"

    send()

    refused.refresh_from_db()
    taken.refresh_from_db()
    assert (refused.state, refused.last_error) == (State.FAILED, "550 5.1.1 Nobody")
    assert (taken.state, taken.accepted_by.rpartition(": ")[2]) == (State.SENT, "OK q42")


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


def test_cal_l7_a_mailbox_that_our_server_says_does_not_exist_is_tried_twice_and_no_more(server):
    server.answers["gone@trust.example"] = "550 5.1.1 No such person"
    for _ in range(3):
        make_message(recipient="gone@trust.example")
        send()

    told = list(Message.objects.order_by("pk").values_list("last_error", flat=True))
    assert told[:2] == ["550 5.1.1 No such person"] * 2
    assert told[2].startswith("Nothing is sent to this address any more: There seems to be no such mailbox")


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
    make_message(created_at=now)
    claims.take(0, lambda: now)

    assert send(now + claims.LEASE - timedelta(seconds=1)) == []
    assert [left.state for left in send(now + claims.LEASE)] == [State.SENT]


def test_two_senders_at_once_hold_different_messages():
    for _ in range(3):
        make_message()
    now = timezone.now()

    mine, theirs = claims.take(0, lambda: now)[0], claims.take(0, lambda: now)[0]

    assert (len(mine.held), len(theirs.held)) == (3, 0)


def test_a_sender_held_up_for_longer_than_its_lease_lets_go_of_what_another_took_over(server):
    now = timezone.now()
    make_message(created_at=now)
    batch, _ = claims.take(0, lambda: now)
    send(now + claims.LEASE)

    batch.renewed_at -= claims.RENEWED

    assert batch.next() is None
    assert len(server.emails) == 1


def test_what_is_withdrawn_while_it_waits_in_a_batch_does_not_leave(server, monkeypatch):
    monkeypatch.setattr(claims, "RENEWED", 0)  # as when the mail server is slow
    make_message()
    make_message(subject="Withdrawn")
    leaving = sending.send_waiting(timezone.now)
    next(leaving)

    post.withdraw(Message.objects.filter(subject="Withdrawn"))

    assert list(leaving) == []
    assert len(server.emails) == 1


def test_what_a_stopped_sender_did_not_try_is_free_at_once(server):
    for _ in range(3):
        make_message()
    leaving = sending.send_waiting(timezone.now)
    next(leaving)

    leaving.close()

    assert list(Message.objects.order_by("pk").values_list("state", "claimed_until", "attempts")) == [
        (State.SENT, None, 1),
        (State.WAITING, None, 0),
        (State.WAITING, None, 0),
    ]


def test_of_a_batch_whose_sender_was_killed_each_message_counts_as_tried_because_one_may_have_ended_it(server):
    now = timezone.now()
    for _ in range(3):
        make_message(created_at=now)
    claims.take(0, lambda: now)

    taken, _ = claims.take(0, lambda: now + claims.LEASE)

    assert [message.attempts for message in taken.held.values()] == [1]
    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_a_message_of_no_use_any_more_is_late_and_holds_up_no_later_one(server):
    now = timezone.now()
    about = {"recipient": "ada@trust.example", "about": "meeting:2026-05-14"}
    make_message(not_after=now, next_attempt_at=now + timedelta(hours=1), **about)
    make_message(subject="Moved", created_at=now, **about)

    send(now)

    assert states() == [State.LATE, State.SENT]
    assert [email["Subject"] for email in server.emails] == ["Moved"]


def test_a_message_that_grows_late_in_the_hands_of_its_sender_does_not_leave(server):
    now = timezone.now()
    make_message(created_at=now, not_after=now + timedelta(minutes=2))
    times = iter([now, now, now])

    list(sending.send_waiting(lambda: next(times, now + timedelta(minutes=2))))

    assert (states(), server.emails) == ([State.LATE], [])


def test_nothing_is_sent_to_an_address_that_was_stopped_and_the_server_is_not_asked(server):
    StoppedAddress.objects.create(address="gone@trust.example", since=timezone.now(), why="550 No such person")
    make_message(recipient="Gone@trust.example")

    send()

    assert server.envelopes == []
    assert Message.objects.values_list("state", "attempts", "last_error").get() == (
        State.FAILED,
        0,
        "Nothing is sent to this address any more: 550 No such person",
    )


def test_what_was_sent_says_which_server_took_it_and_under_which_name(server):
    server.on_data = lambda email: "250 2.0.0 Ok: queued as 4XyZ"
    make_message()

    send()

    name, _, said = Message.objects.get().accepted_by.partition(": ")
    assert (bool(name), said) == (True, "2.0.0 Ok: queued as 4XyZ")


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
    now = timezone.now()
    make_message(created_at=now)
    message = claims.take(0, lambda: now)[0].next()
    post.withdraw(Message.objects.all())

    sending.mark(message, State.SENT, sent_at=now)

    assert states() == [State.SENT]


def test_a_message_withdrawn_while_the_server_refused_it_stays_withdrawn():
    now = timezone.now()
    make_message(created_at=now)
    message = claims.take(0, lambda: now)[0].next()
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
        if "inbox" not in path.parts  # which reads what others send
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
