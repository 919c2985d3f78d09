"""Whatever a mail server does, each message arrives once or has failed with the server's words; nothing is repeated."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from outbox import sending, smtp
from outbox.models import Message, State
from tests.factories import make_message
from tests.outbox import bad_server
from tests.outbox.bad_server import DRIP, DROP, LOST, STALL, STEPS, BadServer

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


HELLOS = {"step by step": "250 bad.example", "at once": "250-bad.example\r\n250 PIPELINING"}


@pytest.fixture
def server(settings) -> Iterator[BadServer]:
    with bad_server.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture(params=HELLOS.values(), ids=HELLOS)
def bad(server, request) -> BadServer:
    server.hello = request.param
    return server


def once(step: str, answer: str) -> Callable[[str], str]:
    """Misbehave the first time that this step comes."""
    waiting = [answer]
    return lambda at: waiting.pop() if at == step and waiting else ""


def until_nothing_waits(now: datetime) -> int:
    """Send round after round, each when the next message may be tried again; gives how many rounds it took."""
    for turn in range(60):
        with suppress(sending.Unreachable):
            list(sending.send_waiting(lambda at=now: at))
        waiting = Message.objects.waiting()
        if not waiting.exists():
            return turn + 1
        now = waiting.aggregate(next=Min("next_attempt_at", filter=Q(next_attempt_at__gt=now)))["next"] or now
    raise AssertionError("something still waits")


def written(number: int, now: datetime) -> list[Message]:
    return [make_message(recipient=f"p{each}@trust.example", created_at=now) for each in range(number)]


@pytest.mark.parametrize("answer", ["451 Try again", "421 Too many connections", DROP])
@pytest.mark.parametrize("step", STEPS)
def test_after_a_passing_trouble_at_any_step_everybody_has_the_message_once(bad, step, answer):
    now = timezone.now()
    written(3, now)
    bad.misbehave = once(step, answer)

    until_nothing_waits(now)

    assert sorted(bad.recipients) == ["p0@trust.example", "p1@trust.example", "p2@trust.example"]
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.parametrize(
    ("step", "answer"), [("greeting", STALL), ("mail", STALL), ("content", STALL), ("rcpt", DRIP), ("content", DRIP)]
)
def test_a_server_that_stalls_or_drips_is_left_in_time_and_everybody_has_the_message_once(
    bad, settings, monkeypatch, step, answer
):
    settings.EMAIL_TIMEOUT = 1
    monkeypatch.setattr(smtp, "LAST_ANSWER", 1)
    monkeypatch.setattr(smtp, "SLICE", 0.1)
    now = timezone.now()
    written(2, now)
    bad.misbehave = once(step, answer)

    until_nothing_waits(now)

    assert sorted(bad.recipients) == ["p0@trust.example", "p1@trust.example"]


@pytest.mark.parametrize("step", ["rcpt", "data", "content"])
def test_a_final_refusal_of_one_message_is_kept_in_the_servers_words_and_the_next_one_leaves(bad, step):
    now = timezone.now()
    written(2, now)
    bad.misbehave = once(step, "554 5.7.1 Not wanted here")

    until_nothing_waits(now)

    assert bad.recipients == ["p1@trust.example"]
    assert Message.objects.values_list("state", "last_error").order_by("pk").first() == (
        State.FAILED,
        "554 5.7.1 Not wanted here",
    )


def test_a_server_that_takes_only_so_many_messages_on_one_connection_gets_the_rest_on_new_ones_at_once(bad):
    now = timezone.now()
    written(5, now)
    heard: Counter[str] = Counter()

    def two_each(step: str) -> str:
        heard[step] += 1
        return "421 Enough on this connection" if step == "mail" and heard[step] % 3 == 0 else ""

    bad.misbehave = two_each

    assert until_nothing_waits(now) == 1
    assert (len(bad.recipients), bad.connections) == (5, 3)


def test_a_server_that_never_answers_is_left_in_peace_after_five_attempts(bad):
    now = timezone.now()
    written(8, now)
    bad.misbehave = lambda step: DROP if step == "rcpt" else ""

    with pytest.raises(sending.Unreachable):
        list(sending.send_waiting(lambda: now))

    assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1, 1, 1, 1, 1]
    assert not Message.objects.exclude(claimed_until=None).exists()


def test_what_was_taken_by_a_server_whose_word_is_lost_goes_again_under_its_message_id(bad):
    now = timezone.now()
    (message,) = written(1, now)
    bad.misbehave = once("content", LOST)

    until_nothing_waits(now)

    assert [email["Message-ID"] for email in bad.emails] == [message.message_id] * 2


def test_lines_that_begin_with_a_dot_arrive_as_they_were_written(bad):
    make_message(text=".\n..\n.end\n", html="")

    until_nothing_waits(timezone.now())

    assert [email.get_content().split() for email in bad.emails] == [[".", "..", ".end"]]


def test_a_sender_renews_its_lease_while_the_server_thinks(bad, monkeypatch, settings):
    monkeypatch.setattr(smtp, "SLICE", 0.01)
    monkeypatch.setattr(smtp, "LAST_ANSWER", 1)
    renewed = []
    monkeypatch.setattr("outbox.claims.RENEWED", 0)
    now = timezone.now()
    written(1, now)
    bad.misbehave = once("content", STALL)

    def clock() -> datetime:
        renewed.append(now + timedelta(seconds=len(renewed)))
        return renewed[-1]

    (message,) = sending.send_waiting(clock)

    assert (message.state, len(renewed) > 10) == (State.WAITING, True)


FAULTS = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(["451 Later", "421 Busy", "554 Never", DROP])), max_size=8
)


@given(st.sampled_from(list(HELLOS.values())), FAULTS)
def test_any_series_of_troubles_ends_with_each_message_there_once_or_failed_in_the_servers_words(server, hello, faults):
    with transaction.atomic():
        server.emails.clear()
        server.hello = hello
        now, to_come = timezone.now(), list(faults)
        same = {"recipient": "ada@trust.example", "about": "meeting:2026-05-14", "created_at": now}
        messages = [make_message(subject=subject, **same) for subject in ("Moved", "Cancelled")] + written(2, now)
        server.misbehave = lambda step: to_come.pop(0)[1] if to_come and to_come[0][0] == step else ""

        until_nothing_waits(now)

        arrived = Counter(str(email["Message-ID"]) for email in server.emails)
        for message in Message.objects.filter(pk__in=[each.pk for each in messages]):
            assert arrived[message.message_id] == (message.state == State.SENT)
            assert message.state == State.SENT or message.last_error
        order = [str(email["Subject"]) for email in server.emails if email["To"] == "ada@trust.example"]
        assert order == sorted(order, reverse=True)
        transaction.set_rollback(True)
