"""Whoever watches over the site learns whether it is well, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from dit_network.health import PATIENCE
from outbox.models import Message, State
from outbox.post import new_message_id


def make_message(written: timedelta, due: timedelta = timedelta(), state: str = State.WAITING) -> Message:
    """A message written that long ago, and due that long after."""
    created_at = timezone.now() - written
    return Message.objects.create(
        key=new_message_id(),
        message_id=new_message_id(),
        recipient="ada@trust.example",
        subject="Your next meeting",
        text="Hello",
        state=state,
        created_at=created_at,
        next_attempt_at=created_at + due,
    )


def no_answer(*arguments: object) -> NoReturn:
    raise OperationalError("the database does not answer")


def test_the_process_answers_without_a_database_and_without_a_session(client: Client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"alive": True})
    assert not answer.cookies


@pytest.mark.django_db
def test_a_site_with_nothing_to_send_is_ready(client: Client, django_assert_max_num_queries: Callable):
    with django_assert_max_num_queries(5):
        answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "messages": True,
        "oldest_unsent_seconds": None,
    }


@pytest.mark.django_db
def test_it_says_how_old_the_oldest_unsent_message_is(client: Client):
    make_message(written=timedelta(minutes=5))
    make_message(written=timedelta(minutes=2))
    make_message(written=timedelta(days=3), state=State.WITHDRAWN)

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert 300 <= answer.json()["oldest_unsent_seconds"] < 310


@pytest.mark.django_db
def test_a_message_that_was_tried_and_waits_for_its_next_attempt_alarms_nobody(client: Client):
    make_message(written=timedelta(hours=5), due=timedelta(hours=6))

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_when_nobody_sends_what_is_due_the_site_is_not_ready(client: Client):
    make_message(written=PATIENCE + timedelta(seconds=1))

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["messages"]) == (503, False)


@pytest.mark.django_db
def test_a_long_queue_that_is_being_sent_is_ready(client: Client):
    make_message(written=PATIENCE + timedelta(seconds=1))
    sent = make_message(written=PATIENCE)
    Message.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=timezone.now())

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_without_its_database_the_site_is_alive_but_not_ready(client: Client):
    with connection.execute_wrapper(no_answer):
        alive, ready = client.get("/healthz"), client.get("/readyz")

    assert alive.status_code == 200
    assert (ready.status_code, ready.json()) == (503, {"ready": False, "database": False})


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_a_missing_migration_is_not_ready(client: Client, settings):
    settings.MIGRATION_MODULES = {}
    call_command("migrate", "usersessions", "zero", verbosity=0)
    try:
        answer = client.get("/readyz")
    finally:
        call_command("migrate", "usersessions", verbosity=0)

    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": True, "migrations": False})


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_nobody_may_keep_the_answer_or_send_anything(client: Client, address: str):
    assert "no-store" in client.get(address)["Cache-Control"]
    assert client.post(address).status_code == 405
