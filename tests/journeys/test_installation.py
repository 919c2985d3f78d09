"""A real installation before anybody uses it: it is ready, tells no person, and outlives its database."""

import contextlib
import ssl
import urllib.request
from collections.abc import Iterator
from email.message import Message
from urllib.error import HTTPError

import psycopg2
import pytest

from tests.journeys.installation import Installation

pytestmark = pytest.mark.postgres


def get(site: Installation, path: str) -> tuple[int, Message]:
    trusting = ssl.create_default_context(cafile=str(site.folder / "certificate.pem"))
    try:
        with urllib.request.urlopen(site.address + path, timeout=20, context=trusting) as answer:
            return answer.status, answer.headers
    except HTTPError as refused:
        with refused:
            return refused.code, refused.headers


@contextlib.contextmanager
def outage(site: Installation) -> Iterator[None]:
    """The database ends every connection and takes no new one."""
    server, _, name = site.env["DATABASE_URL"].rpartition("/")
    with contextlib.closing(psycopg2.connect(f"{server}/postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_it_is_ready_and_every_answer_asks_for_tls_for_two_years(site: Installation):
    status, headers = get(site, "/readyz")

    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_while_the_database_is_away_pages_say_so_and_come_back_without_a_restart(site: Installation):
    page = "/accounts/login/code/"
    before = get(site, page)[0]

    with outage(site):
        during = {path: get(site, path)[0] for path in ("/directory/", "/readyz", "/healthz")}

    after = [get(site, path)[0] for path in (page, "/readyz", page, "/readyz")]
    assert (before, during, after) == (200, {"/directory/": 503, "/readyz": 503, "/healthz": 200}, [200] * 4)
