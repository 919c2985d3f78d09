"""After ninety days the words of a message go, and the log keeps to whom, when, which, and who accepted it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import erasing, post, schedule
from outbox.models import Incoming, Message, State
from tests.factories import make_message

pytestmark = pytest.mark.django_db
WORDS = ("subject", "text", "html", "calendar", "headers")


def left(state: str, ago: timedelta, **fields) -> Message:
    moment = timezone.now() - ago
    sent = {"sent_at": moment} if state == State.SENT else {}
    words = {"calendar": "BEGIN:VCALENDAR", "headers": {"Reply-To": "visitor@example.org"}}
    return make_message(state=state, created_at=moment, **words, **sent, **fields)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.WITHDRAWN, State.LATE])
def test_the_words_of_what_is_over_are_erased_after_ninety_days_and_the_log_stays(state):
    message, now = left(state, erasing.KEPT, accepted_by="mail.example: 2.0.0 Ok"), timezone.now()

    erasing.erase_words(now)

    erased = Message.objects.get()
    assert [getattr(erased, field) for field in WORDS] == ["", "", "", "", {}]
    assert (erased.words_erased_at, erased.recipient, erased.name) == (now, message.recipient, message.name)
    assert (erased.sent_at, erased.accepted_by, erased.message_id) == (
        message.sent_at,
        "mail.example: 2.0.0 Ok",
        message.message_id,
    )


@pytest.mark.parametrize("state", State.values)
def test_before_that_and_while_it_waits_nothing_is_erased(state):
    left(state, erasing.KEPT - timedelta(hours=1))
    left(State.WAITING, erasing.KEPT * 2)

    assert erasing.erase_words(timezone.now()) == 0
    assert not Message.objects.filter(text="").exists()


def test_much_is_erased_little_by_little_and_nothing_twice(monkeypatch):
    monkeypatch.setattr(erasing, "AT_ONCE", 2)
    for _ in range(3):
        left(State.SENT, erasing.KEPT)

    assert [erasing.erase_words(timezone.now()) for _ in range(3)] == [2, 1, 0]


def test_what_has_no_words_any_more_is_not_sent_again():
    left(State.FAILED, erasing.KEPT)
    erasing.erase_words(timezone.now())

    assert post.send_again(Message.objects.all(), timezone.now()) == 0


@pytest.mark.parametrize(
    ("outcome", "ago", "is_known"),
    [
        (Incoming.Outcome.SET_ASIDE, erasing.KEPT, False),
        (Incoming.Outcome.TO_CHECK, erasing.KEPT, True),
        (Incoming.Outcome.DONE, erasing.KEPT - timedelta(hours=1), True),
    ],
)
def test_who_sent_a_mail_is_forgotten_after_ninety_days_unless_it_is_still_to_be_looked_at(outcome, ago, is_known):
    now = timezone.now()
    told = {"sender": "somebody@home.example", "message_id": "<1@home.example>", "what": Incoming.What.OTHER}
    Incoming.objects.create(digest="0" * 64, received_at=now - ago, outcome=outcome, **told)

    erasing.erase_senders(now)

    assert Incoming.objects.filter(sender="", message_id="").exists() != is_known


def test_the_clock_erases():
    assert {erasing.erase_words, erasing.erase_senders} <= set(schedule.on_tick)
