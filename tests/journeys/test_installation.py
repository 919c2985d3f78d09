"""A real installation before anybody uses it: it is ready, tells no person, and outlives its database."""

import contextlib
import time
from collections.abc import Iterator

import psycopg2
import pytest

from tests.journeys.installation import Installation

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("installation")]


def end_connections(cursor: psycopg2.extensions.cursor, name: str) -> int:
    """Tell each to end; gives how many there still were."""
    cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    return cursor.rowcount


@contextlib.contextmanager
def outage(site: Installation) -> Iterator[None]:
    """The database ends every connection and takes no new one."""
    server, _, name = site.env["DATABASE_URL"].rpartition("/")
    with contextlib.closing(psycopg2.connect(f"{server}/postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        while end_connections(cursor, name):  # each takes a moment to end
            time.sleep(0.05)
        yield
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_it_is_ready_and_every_answer_asks_for_tls_for_two_years(site: Installation):
    status, headers, _ = site.ask("/readyz")

    assert status == 200
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_while_the_database_is_away_pages_say_so_and_come_back_without_a_restart(site: Installation):
    page = "/accounts/login/code/"
    before = site.ask(page)[0]

    with outage(site):
        during = {path: site.ask(path)[0] for path in ("/directory/", "/readyz", "/healthz")}

    after = [site.ask(path)[0] for path in (page, "/readyz", page, "/readyz")]
    assert (before, during, after) == (200, {"/directory/": 503, "/readyz": 503, "/healthz": 200}, [200] * 4)
