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
from django.utils import timezone

from meetings import tapping
from meetings.words import Choice, Door, Place
from outbox import inbox
from outbox.models import Incoming
from tests.factories import make_coordinator, make_meeting, make_member
from tests.meetings.replies import samples
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
    for _ in range(600):
        try:
            HTTPConnection("127.0.0.1", port, timeout=5).request("GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn does not answer")


def cookies_of(user) -> str:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def post(port: int, path: str, cookies: str, **form: str) -> int:
    """Send a form as a browser does; give the status."""
    server = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    server.request("POST", path, urlencode(form), headers)
    response = server.getresponse()
    response.read()
    server.close()
    return response.status


def site(port, meeting, member, coordinator, choice=Choice.ROOM):
    """One knock at this door; whoever knocks is signed in before all knock at once."""
    path, cookies = reverse("meetings:answer", args=[meeting.slug]), cookies_of(member.user)
    return partial(post, port, path, cookies, answer=choice, csrfmiddlewaretoken=TOKEN)


def desk(port, meeting, member, coordinator):
    path = reverse("admin:meetings_meeting_answer", args=[meeting.pk, member.pk])
    return partial(post, port, path, cookies_of(coordinator), answer=Choice.ROOM, csrfmiddlewaretoken=TOKEN)


def link(port, meeting, member, coordinator, choice=Choice.ROOM):
    """Without any cookie, with what the page behind the link of a message sends."""
    path = tapping.path(meeting, member)
    seal = tapping.open_link(path.split("/")[-2], timezone.now()).seal
    return partial(post, port, path, "", answer=choice, seal=seal)


def reply(port, meeting, member, coordinator):
    """A third process reads a mail, beside the two that serve pages."""
    to = samples.signed_address(meeting, member)
    mail = samples.gmail(samples.ics(meeting, member), to, member.user.email)
    return lambda: 302 if inbox.take(mail, to, timezone.now()).outcome == Incoming.Outcome.DONE else 500


DOORS = {Door.SITE: site, Door.LINK: link, Door.REPLY: reply, Door.COORDINATOR: desk}


@pytest.mark.parametrize("doors", [[site], [*DOORS.values()]], ids=["site", "mixed"])
def test_con_2_twenty_people_ask_two_worker_processes_for_the_last_five_places(server, doors):
    meeting, coordinator = make_meeting(room_capacity=PLACES), make_coordinator()
    members = [make_member() for _ in range(PEOPLE)]
    knocks = [doors[number % len(doors)](server, meeting, member, coordinator) for number, member in enumerate(members)]

    results = at_once(knocks)

    assert errors(results) == []
    assert results == [302] * PEOPLE
    assert meeting.rsvps.filter(place=Place.ROOM).count() == PLACES
    assert sorted(meeting.rsvps.in_line(Choice.ROOM).values_list("turn", flat=True)) == [*range(1, 16)]


def test_con_18_a_double_click_through_two_processes_is_one_row_and_one_message(server):
    meeting, member = make_meeting(), make_member()
    knocks = [site(server, meeting, member, None, Choice.ONLINE), link(server, meeting, member, None, Choice.ONLINE)]

    results = at_once(knocks * 5)

    assert results == [302] * 10
    assert meeting.rsvps.count() == 1
    assert member.user.messages.filter(name="meetings/answer_recorded").count() == 1
