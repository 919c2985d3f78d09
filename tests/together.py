"""Do several things at the same moment, each in a thread with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic, sleep
from typing import Any

from django.db import connection

WAITING = """
    SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
"""


def at_once(deeds: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all deeds at one moment and give what each returned, or the exception that ended it."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return deed()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def errors(results: Sequence[Any]) -> list[Exception]:
    return [result for result in results if isinstance(result, Exception)]


def wait_for(others: int) -> None:
    """Inside a transaction: until so many others wait for what it has locked. On PostgreSQL alone."""
    end = monotonic() + 60
    while waiting() < others:
        assert monotonic() < end, "nobody waits: nothing is shown"
        sleep(0.02)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)  # in this database: others run beside it
        return cursor.fetchone()[0]
