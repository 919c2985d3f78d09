"""Whoever waits reads how many have left, how fast, and how long it will take."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox import progress
from outbox.models import State
from outbox.progress import Progress
from tests.factories import make_message


@pytest.mark.parametrize(
    ("done", "left", "seconds", "words"),
    [
        (3200, 6800, 10.3, "3,200 of 10,000, 311 a second, about 22 seconds left"),
        (1, 400, 1, "1 of 401, 1 a second, about 7 minutes left"),
        (1, 1, 10, "1 of 2, 6 a minute, about 10 seconds left"),
        (10, 36000, 10, "10 of 36,010, 1 a second, about 10 hours left"),
        (0, 5, 10, "0 of 5"),
        (5, 0, 10, "5 of 5"),
    ],
)
def test_progress_is_said_as_people_say_it(done, left, seconds, words):
    assert Progress(done, left, seconds).in_words() == words


@pytest.mark.django_db
def test_progress_counts_what_every_sender_sent_and_what_may_leave_now():
    now = timezone.now()
    start = now - timedelta(seconds=2)
    for _ in range(4):
        make_message(created_at=start, state=State.SENT, sent_at=now)
    make_message(created_at=start, claimed_until=now + timedelta(minutes=1))
    make_message(created_at=start, next_attempt_at=now + timedelta(hours=1))
    make_message(created_at=start, state=State.SENT, sent_at=start - timedelta(seconds=1))

    assert progress.since(start, now).in_words() == "4 of 5, 2 a second, about 1 second left"


@pytest.mark.django_db
def test_progress_is_told_now_and_then_with_a_last_word(monkeypatch):
    now, said = timezone.now(), []
    often, seldom = progress.Teller(now, said.append, every=0), progress.Teller(now, said.append, every=60)

    for teller in (often, seldom):
        teller.tell(now)
        teller.end(now)

    assert said == ["0 of 0", "0 of 0"]
