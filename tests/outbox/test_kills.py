"""Senders killed at any moment: everybody has the message, and each kill repeats one at most, under its own name."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from outbox.models import Message, State
from tests.factories import make_message
from tests.outbox.test_tick import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole]
ROOT = Path(__file__).parent.parent.parent


class Senders:
    """Processes that send; one that is killed is followed by another at once."""

    def __init__(self, nursery: subprocess.Popen) -> None:
        self.nursery, self.pids = nursery, []

    def start(self) -> None:
        self.nursery.stdin.write("another\n")
        self.nursery.stdin.flush()
        self.pids.append(int(self.nursery.stdout.readline()))

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.pids.remove(pid)


@contextmanager
def senders(port: int, processes: int) -> Iterator[Senders]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dit_network.settings.local",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DEMO": "off",
        "PYTHONPATH": str(ROOT),
    }
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen([sys.executable, "tests/outbox/ticking.py"], cwd=ROOT, env=environment, **pipes) as nursery:
        started = Senders(nursery)
        try:
            for _ in range(processes):
                started.start()
            yield started
        finally:
            for pid in list(started.pids):
                started.kill(pid)
            nursery.stdin.close()


def kill_at_random(server, total: int, kills: int, processes: int) -> int:
    """Let processes send, kill one of them again and again at random, and give how many were killed.

    All within the first half of the messages, so that the last kill still finds some under way.
    """
    chance, killed, patience = random.Random(total + kills + processes), 0, time.monotonic() + 600
    with senders(server.port, processes) as running:
        while Message.objects.waiting().exists():
            assert time.monotonic() < patience
            seen = len(server.emails)
            time.sleep(chance.random() * 0.02)
            if killed < kills and 2 * seen * kills >= killed * total and seen != len(server.emails):
                running.kill(chance.choice(running.pids))
                running.start()
                killed += 1
    return killed


@pytest.mark.parametrize(
    ("total", "kills", "processes"),
    [
        pytest.param(60, 5, 2),
        pytest.param(1000, 100, 2, marks=pytest.mark.deep),
        pytest.param(1000, 100, 4, marks=pytest.mark.deep),
        pytest.param(1000, 0, 4, marks=pytest.mark.deep),
    ],
)
def test_con_23_killed_senders_miss_nobody_and_repeat_at_most_one_message_for_each_kill(
    server, total, kills, processes, record_property
):
    named = {message.recipient: message.message_id for message in (make_message() for _ in range(total))}

    killed = kill_at_random(server, total, kills, processes)

    arrived = Counter(
        (address, email["Message-ID"]) for address, email in zip(server.recipients, server.emails, strict=True)
    )
    repeats = sum(arrived.values()) - len(arrived)
    record_property("repeats", repeats)
    sys.stdout.write(f"{total} messages, {processes} processes, {killed} kills: {repeats} repeats\n")
    assert dict(arrived.keys()) == named
    assert len(arrived) == total
    assert repeats <= killed == kills
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}
