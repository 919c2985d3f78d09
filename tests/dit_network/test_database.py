"""SQLite as it must be set so that people may answer at the same time; PostgreSQL without a dead connection."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection, transaction

pytestmark = pytest.mark.django_db(transaction=True)


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.sqlite
def test_readers_and_a_writer_do_not_wait_for_each_other_and_no_row_loses_its_parent():
    assert {name: pragma(name) for name in ("journal_mode", "foreign_keys", "synchronous")} == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 1,
    }


@pytest.mark.sqlite
def test_a_transaction_takes_the_write_lock_when_it_begins():
    with sqlite3.connect(connection.settings_dict["NAME"], timeout=0) as other, transaction.atomic():
        connection.ensure_connection()

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_request_is_no_transaction_of_its_own_and_asks_whether_its_connection_lives():
    database = settings.DATABASES["default"]

    assert (database["ATOMIC_REQUESTS"], database["CONN_HEALTH_CHECKS"]) == (False, True)


@pytest.mark.postgres
def test_postgresql_compiles_no_question():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")

        assert cursor.fetchone() == ("off",)
