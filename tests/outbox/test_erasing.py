"""After ninety days the words of a message go, and the log keeps to whom, when, which, and who accepted it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import erasing, post
from outbox.models import Incoming, Message, State
from tests.factories import make_message

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=90)
SECOND = timedelta(seconds=1)
WORDS = ("subject", "text", "html", "calendar", "headers")


def erase_words(now):
    return erasing.erase(list(erasing.with_words_from_before(now - KEPT + SECOND).values_list("pk", flat=True)), now)


def left(state: str, ago: timedelta, **fields) -> Message:
    moment = timezone.now() - ago
    sent = {"sent_at": moment} if state == State.SENT else {}
    words = {"calendar": "BEGIN:VCALENDAR", "headers": {"Reply-To": "visitor@example.org"}}
    return make_message(state=state, created_at=moment, **words, **sent, **fields)


@pytest.mark.parametrize("state", [State.SENT, State.FAILED, State.WITHDRAWN, State.LATE])
def test_the_words_of_what_is_over_are_erased_after_ninety_days_and_the_log_stays(state):
    message, now = left(state, KEPT, accepted_by="mail.example: 2.0.0 Ok"), timezone.now()

    erase_words(now)

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
    left(state, KEPT - timedelta(hours=1))
    left(State.WAITING, KEPT * 2)

    assert erase_words(timezone.now()) == 0
    assert not Message.objects.filter(text="").exists()


def test_nothing_is_erased_twice():
    for _ in range(3):
        left(State.SENT, KEPT)

    assert [erase_words(timezone.now()) for _ in range(2)] == [3, 0]


def test_what_has_no_words_any_more_is_not_sent_again():
    left(State.FAILED, KEPT)
    erase_words(timezone.now())

    assert post.send_again(Message.objects.all(), timezone.now()) == 0


@pytest.mark.parametrize(
    ("outcome", "ago", "is_known"),
    [
        (Incoming.Outcome.SET_ASIDE, KEPT, False),
        (Incoming.Outcome.TO_CHECK, KEPT, True),
        (Incoming.Outcome.DONE, KEPT - timedelta(hours=1), True),
    ],
)
def test_who_sent_a_mail_is_forgotten_after_ninety_days_unless_it_is_still_to_be_looked_at(outcome, ago, is_known):
    now = timezone.now()
    told = {"sender": "somebody@home.example", "message_id": "<1@home.example>", "what": Incoming.What.OTHER}
    Incoming.objects.create(digest="0" * 64, received_at=now - ago, outcome=outcome, **told)

    erasing.with_senders_from_before(now - KEPT + SECOND).update(sender="", message_id="")

    assert Incoming.objects.filter(sender="", message_id="").exists() != is_known
