"""con-2: the rush for the last places through HTTP, against a live server with two worker processes, by mixed doors."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.words import Choice, Door, Place
from tests.factories import make_coordinator, make_meeting, make_member
from tests.postgres import free_port
from tests.together import at_once, errors

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole]

ROOT = Path(__file__).parent.parent.parent
PEOPLE, PLACES, WORKERS = 20, 5, 2
TOKEN = "a" * 32  # a CSRF cookie and its field only have to agree


@pytest.fixture
def server() -> Iterator[int]:
    """A live gunicorn on the database of this test; gives its port."""
    port = free_port()
    command = ["gunicorn", "dit_network.wsgi", f"--workers={WORKERS}", "--threads=4", f"--bind=127.0.0.1:{port}"]
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "dit_network.settings.local",
        "DATABASE_URL": database_address(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEMO": "1",  # the second factor of coordinators is another test's subject
    }
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        wait_until_served(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def database_address() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def wait_until_served(port: int) -> None:
    for _ in range(300):
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn does not answer")


def session(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def post(port: int, path: str, session: str, choice: str) -> int:
    """Send the form as a browser does; give the status."""
    server = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    server.request("POST", path, urlencode({"answer": choice, "csrfmiddlewaretoken": TOKEN}), headers)
    response = server.getresponse()
    response.read()
    server.close()
    return response.status


def site(meeting, member, coordinator):
    """The address at which this door takes an answer, and who knocks."""
    return reverse("meetings:answer", args=[meeting.slug]), member.user


def desk(meeting, member, coordinator):
    return reverse("admin:meetings_meeting_answer", args=[meeting.pk, member.pk]), coordinator


DOORS = {Door.SITE: site, Door.COORDINATOR: desk}


@pytest.mark.parametrize("doors", [[site], [*DOORS.values()]], ids=["site", "mixed"])
def test_con_2_twenty_people_ask_two_worker_processes_for_the_last_five_places(server, doors):
    meeting, coordinator = make_meeting(room_capacity=PLACES), make_coordinator()
    members = [make_member() for _ in range(PEOPLE)]
    knocks = [doors[number % len(doors)](meeting, member, coordinator) for number, member in enumerate(members)]

    results = at_once([partial(post, server, path, session(user), Choice.ROOM) for path, user in knocks])

    assert errors(results) == []
    assert results == [302] * PEOPLE
    assert meeting.rsvps.filter(place=Place.ROOM).count() == PLACES
    assert sorted(meeting.rsvps.in_line(Choice.ROOM).values_list("turn", flat=True)) == [*range(1, 16)]


def test_con_18_a_double_click_through_two_processes_is_one_row_and_one_message(server):
    meeting, member = make_meeting(), make_member()
    path, user = site(meeting, member, None)

    results = at_once([partial(post, server, path, session(user), Choice.ONLINE)] * 10)

    assert results == [302] * 10
    assert meeting.rsvps.count() == 1
    assert member.user.messages.filter(name="meetings/answer_recorded").count() == 1
