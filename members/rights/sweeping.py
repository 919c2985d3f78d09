"""The last look, over every column of words in every table that the database has: whoever typed them, of whichever app.

Tables are found in the database itself, not from the models: histories, sessions and the cache are among them.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from .traces import Traces

# What holds no word of a person's: written by migrations, from the code.
OF_THE_CODE = frozenset({"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"})
# What people are called themselves, and where they sign in and are written to: the rows of whoever is erased are gone,
# so those that are left are others', whose address may well begin with the same name. Upper apps add theirs.
THEIR_OWN = {
    "members_member": "name",
    "members_application": "name",
    "members_contact": "email",
    "accounts_user": "email",
    "account_emailaddress": "email",
    "outbox_message": "recipient",
}
# A name that stays because its owner wanted it to, in rows that lead to nobody any more: its column, and the link that
# is empty there. Upper apps add theirs.
WANTED: dict[str, tuple[str, str]] = {}
# Encoded: read in another way below.
SESSIONS = "django_session"
TEXT = frozenset({"varchar", "text", "character varying", "char"})
JSON = frozenset({"json", "jsonb"})
# SQLite keeps JSON as text and checks it, which is how it can be told.
SQLITE = """
    SELECT c.name, CASE WHEN t.sql LIKE '%%JSON_VALID("' || c.name || '")%%' THEN 'json' ELSE lower(c.type) END, NULL
    FROM pragma_table_xinfo(t.name) c, sqlite_master t WHERE t.name = %s AND t.type = 'table' AND c.hidden = 0
"""
POSTGRES = """
    SELECT column_name, data_type, character_maximum_length FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
"""
AT_ONCE = 500

# Upper apps append what they keep that is no text: the files of documents. Each says how much it took away.
further: list[Callable[[Traces, datetime], int]] = []


class Column(NamedTuple):
    name: str
    is_json: bool
    most: int | None


class Table(NamedTuple):
    """Columns of words of one table of the database; with `link`, in the rows alone where that leads to somebody."""

    name: str
    key: str
    columns: list[Column]
    link: str = ""


def sweep(traces: Traces, now: datetime) -> int:
    """Replace what is left of somebody everywhere; the caller's transaction takes all of it or nothing."""
    if not traces:
        return 0
    changed = sum(more(traces, now) for more in further)  # first: by the words that the tables keep of them
    changed += sum(in_table(table, traces) for table in tables())
    return changed + in_sessions(traces) + in_cache(traces)


def tables() -> Iterator[Table]:
    """Every table with a primary key and with words, but for what the code itself wrote."""
    encoded = {SESSIONS, cache_table()}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name in OF_THE_CODE | encoded:
                continue
            key = connection.introspection.get_primary_key_column(cursor, name)
            if key and (columns := columns_of(cursor, name, key)):
                yield from without_wanted(Table(name, key, columns))


def without_wanted(table: Table) -> Iterator[Table]:
    """The same table, with the column whose words may be wanted by itself."""
    column, link = WANTED.get(table.name, ("", ""))
    yield table._replace(columns=[each for each in table.columns if each.name != column])
    if column:
        yield table._replace(columns=[each for each in table.columns if each.name == column], link=link)


def columns_of(cursor: Any, table: str, key: str) -> list[Column]:
    """The columns of words but for the key, what is others' own, and what the database computes from others."""
    cursor.execute(POSTGRES if connection.vendor == "postgresql" else SQLITE, [table])
    return [
        Column(name, kind in JSON, most_of(kind, length))
        for name, kind, length in cursor.fetchall()
        if name not in (key, THEIR_OWN.get(table)) and kind.partition("(")[0] in TEXT | JSON
    ]


def most_of(kind: str, length: int | None) -> int | None:
    """How many letters a column takes; SQLite writes it into the type."""
    told = re.search(r"\((\d+)\)", kind)
    return int(told[1]) if told else length


def in_table(table: Table, traces: Traces) -> int:
    """Rewrite the rows that the database found and that hold a trace indeed."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.name) for column in table.columns)
    where = " OR ".join(condition(column) for column in table.columns)
    of_somebody = f" AND {quote(table.link)} IS NOT NULL" if table.link else ""
    sql = f"SELECT {quote(table.key)}, {names} FROM {quote(table.name)} WHERE ({where}){of_somebody}"  # noqa: S608  names of the database's own
    with connection.cursor() as cursor:
        cursor.execute(sql, [traces.in_database] * len(table.columns))
        found = cursor.fetchall()
        return sum(rewrite(cursor, table, row, traces) for row in found)


def condition(column: Column) -> str:
    """In SQLite letters with accents are codes in JSON, so any row with such a code is looked at."""
    name = connection.ops.quote_name(column.name)
    if connection.vendor == "postgresql":
        return f"{name}::text ~* %s"
    found = f"{name} REGEXP '(?i)' || %s"
    return f"({found} OR {name} LIKE '%%\\u%%')" if column.is_json else found


def rewrite(cursor: Any, table: Table, row: tuple[Any, ...], traces: Traces) -> int:
    values = {}
    for column, value in zip(table.columns, row[1:], strict=True):
        read = json.loads(value) if column.is_json and isinstance(value, str) else value
        without = traces.without(read)
        if without != read:
            values[column.name] = json.dumps(without) if column.is_json else without[: column.most or None]
    if not values:
        return 0
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(name)} = %s" for name in values)
    sql = f"UPDATE {quote(table.name)} SET {sets} WHERE {quote(table.key)} = %s"  # noqa: S608  names of the database's own
    cursor.execute(sql, [*values.values(), row[0]])
    return 1


def in_sessions(traces: Traces) -> int:
    """Other people's sessions may hold a sentence that names somebody, for the next page to say."""
    changed = 0
    for session in Session.objects.iterator(chunk_size=AT_ONCE):
        data = session.get_decoded()
        without = traces.without(data)
        if without != data:
            session.session_data = SessionStore().encode(without)
            session.save(update_fields=["session_data"])
            changed += 1
    return changed


def cache_table() -> str:
    return str(settings.CACHES["default"].get("LOCATION", ""))


def in_cache(traces: Traces) -> int:
    """What is kept for a while is made anew when it is asked for: rows that hold a trace go."""
    name = cache_table()
    with connection.cursor() as cursor:
        if name not in connection.introspection.table_names(cursor):
            return 0
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"SELECT cache_key, value FROM {quoted}")  # noqa: S608  the name is a setting
        gone = [key for key, value in cursor.fetchall() if traces.found_in(key) or traces.found_in(decoded(value))]
        for key in gone:
            cursor.execute(f"DELETE FROM {quoted} WHERE cache_key = %s", [key])  # noqa: S608  the name is a setting
    return len(gone)


def decoded(value: str) -> str:
    """The words in a value as Django keeps it, without making objects of it."""
    try:
        return base64.b64decode(value).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return re.sub(r"\s", " ", value)
