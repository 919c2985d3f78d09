"""The one command that does all work by the clock, run as it runs for real: as a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from outbox import schedule
from outbox.management.commands import tick as tick_command
from outbox.models import Message, State
from tests.factories import make_message

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).parent.parent.parent


def database_url() -> str:
    """The address of the test's own database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@pytest.fixture
def tick(server) -> Iterator[object]:
    """Start `manage.py tick` beside the test; whatever still runs at the end is ended."""
    started: list[subprocess.Popen] = []
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dit_network.settings.local",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "DEMO": "off",
    }

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "tick", *arguments]
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_until(true) -> None:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    assert true()


@pytest.mark.whole
def test_two_ticks_at_once_send_each_message_once(tick, server):
    for _ in range(40):
        make_message()

    both = [tick(), tick()]

    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert sorted(server.recipients) == sorted(Message.objects.values_list("recipient", flat=True))
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.whole
def test_a_tick_killed_between_sending_and_marking_repeats_one_message_with_the_same_message_id(tick, server):
    for _ in range(3):
        make_message()
    killed = tick("--loop")

    def kill_at_the_second(email) -> str:
        if len(server.emails) == 2:
            killed.kill()
        return "250 OK"

    server.on_data = kill_at_the_second
    killed.wait(timeout=60)
    after_kill = list(Message.objects.order_by("pk").values_list("state", flat=True))
    Message.objects.filter(state=State.WAITING).update(claimed_until=None)  # as when the lease has run out

    tick().wait(timeout=60)

    first, second, third = Message.objects.order_by("pk").values_list("message_id", flat=True)
    assert after_kill == [State.SENT, State.WAITING, State.WAITING]
    assert [email["Message-ID"] for email in server.emails] == [first, second, second, third]


@pytest.mark.whole
def test_a_loop_sends_what_is_written_later_and_ends_cleanly_when_told_to(tick, server):
    process = tick("--loop", "--every", "0.1")
    make_message(subject="First")
    wait_until(lambda: len(server.emails) == 1)

    make_message(subject="Second")
    wait_until(lambda: Message.objects.filter(state=State.SENT).count() == 2)
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0


def test_a_long_queue_keeps_nothing_else_from_being_done_by_the_clock(monkeypatch):
    for _ in range(3):
        make_message()
    found: list[int] = []
    monkeypatch.setattr(schedule, "on_tick", [lambda now: found.append(Message.objects.waiting().count())])
    monkeypatch.setattr(tick_command, "SENDING", 0)
    command = tick_command.Command()
    command.stopping = Event()

    command.patient_round()
    command.patient_round()

    assert found == [3, 2]


@pytest.mark.whole
def test_a_loop_told_to_stop_finishes_the_message_in_its_hands_and_leaves_the_rest(tick, server):
    for _ in range(5):
        make_message()
    process = tick("--loop")

    def stop(email) -> str:
        process.send_signal(signal.SIGTERM)
        return "250 OK"

    server.on_data = stop

    assert process.wait(timeout=20) == 0
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [State.SENT] + [State.WAITING] * 4


@pytest.mark.whole
def test_a_loop_goes_on_when_the_mail_server_comes_back(tick, server):
    server.on_data = lambda email: "421 Going away"
    message = make_message()
    process = tick("--loop", "--every", "0.1")
    wait_until(lambda: Message.objects.get().attempts == 1)
    wait_until(lambda: Message.objects.get().claimed_until is None)

    server.on_data = lambda email: "250 OK"
    Message.objects.update(next_attempt_at=message.created_at)  # as when its time has come

    wait_until(lambda: Message.objects.get().state == State.SENT)
    assert process.poll() is None


def test_the_jobs_of_every_app_run_with_the_time_and_before_mail_leaves(server, monkeypatch):
    told: list[datetime] = []

    def job(now: datetime) -> None:
        told.append(now)
        make_message(subject="Written by a job")

    monkeypatch.setattr(schedule, "on_tick", [job])
    before = timezone.now()

    call_command("tick")

    assert before <= told[0] <= timezone.now()
    assert [email["Subject"] for email in server.emails] == ["Written by a job"]


def test_a_job_that_fails_stops_neither_the_next_job_nor_the_mail_and_is_named(server, monkeypatch, caplog):
    def broken(now: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(schedule, "on_tick", [broken, lambda now: make_message()])

    with pytest.raises(CommandError, match="broken"):
        call_command("tick")

    assert len(server.emails) == 1
    assert [record.message for record in caplog.records if record.name == "outbox.schedule"] == ["job failed"]


def test_a_tick_that_reaches_no_mail_server_says_so(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make_message()

    with pytest.raises(CommandError, match="no mail server answers"):
        call_command("tick")
