"""What every test stands on: the reference rows, the number of examples, what is skipped for want of the system.

On PostgreSQL: `.venv/bin/python tests/postgres.py .venv/bin/python -m pytest tests/...`, or set DATABASE_URL.
"""

import gc
import shutil
from collections.abc import Generator, Iterator
from importlib import import_module

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import SimpleTestCase, override_settings
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

# The first is the same browser without windows, at half the work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
NO_CHROMIUM = "Chromium is missing: sudo apt-get install chromium"
NO_POSTGRES = "PostgreSQL is missing: sudo apt-get install postgresql, then python3 dev.py test"

EASY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]}
settings.register_profile("quick", max_examples=50, stateful_step_count=25, derandomize=True, **EASY)
settings.register_profile("deep", max_examples=2000, stateful_step_count=1000, print_blob=True, **EASY)

NEEDS_DATABASE = {"db", "transactional_db", "live_server"}
SEQUENCES = """
    SELECT each.relname FROM pg_class each
    JOIN pg_depend its ON its.objid = each.oid JOIN pg_class owner ON owner.oid = its.refobjid
    WHERE each.relkind = 'S' AND owner.relname = ANY(%s)
"""
EMPTIES_TABLES = pytest.StashKey[bool]()
skipped: list[str] = []
kept_rows: list[str] = []  # how the reference rows come back into emptied tables


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deep", action="store_true", help="all examples, and the tests marked deep")
    parser.addoption(
        "--on-postgres", action="store_true", help="without PostgreSQL run only the browser, skip the rest"
    )
    parser.addoption("--no-skips", action="store_true", help="fail when a test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(10_000, 20, 20)
    settings.load_profile("deep" if config.getoption("--deep") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is deep unless asked for; skip, with the line to type, what this system cannot run."""
    left_out = [item for item in items if item.get_closest_marker("deep") and not config.getoption("--deep")]
    if connection.vendor != "sqlite":
        left_out += [item for item in items if item.get_closest_marker("sqlite") or not asks_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        browser = item.get_closest_marker("browser")
        postgres = item.get_closest_marker("postgres") or (config.getoption("--on-postgres") and not browser)
        if browser and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
        if postgres and connection.vendor != "postgresql":
            item.add_marker(pytest.mark.skip(reason=NO_POSTGRES))


def asks_a_database(item: pytest.Item) -> bool:
    """What asks none has shown on SQLite all that it can show."""
    needs = NEEDS_DATABASE & set(getattr(item, "fixturenames", ()))
    is_case = issubclass(getattr(item, "cls", None) or object, SimpleTestCase)
    return bool(needs or is_case or any(map(item.get_closest_marker, ("django_db", "browser", "postgres"))))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Read the site's addresses while DEMO is off, so that no test that sets it adds to them.

    And see that groups hold: where pytest and pytest-xdist do not understand each other, each process makes its own
    demonstration and its own installation, and says nothing.
    """
    import_module("dit_network.urls")
    look_through_what_tests_make_alone()
    if session.config.getoption("loadgroup", False):
        lost = [
            item.nodeid for item in session.items if item.get_closest_marker("xdist_group") and "@" not in item.nodeid
        ]
        if lost:
            raise pytest.UsageError(f"xdist_group does not reach pytest-xdist, as for {lost[0]}")


def look_through_what_tests_make_alone() -> None:
    """Whatever was imported stays to the end: looking for garbage in it, again and again, is a sixteenth of the run."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped:
        skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A test that was skipped has shown nothing: where everything is installed, that is a failure."""
    if skipped and session.config.getoption("--no-skips") and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> None:
    """Every test begins with the rows that an installation begins with."""
    with django_db_blocker.unblock():
        if request.config.getoption("--no-migrations"):
            as_if_migrated()
        call_command("load_reference", verbosity=0)
        if connection.vendor == "postgresql" and is_superuser():
            keep_reference_rows()
            # For every connection: beside a browser, which runs a loop, Django opens another one than without.
            type(connection.ops).sql_flush = emptied_by_deleting
            # It would look whether permissions and the like are there, which came back with the reference rows.
            flush.emit_post_migrate_signal = nothing


def nothing(*_: object, **__: object) -> None:
    """Do nothing."""


def as_if_migrated() -> None:
    """Tables made from the models lack one index that only a migration makes, and the list of what was migrated.

    Other processes that a test starts read that list.
    """
    with override_settings(MIGRATION_MODULES={}):
        migrations = MigrationLoader(None).disk_migrations
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in migrations)
    with connection.schema_editor() as editor:
        import_module("members.migrations.0019_find_parts_of_words_by_an_index").add(None, editor)


def is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone() == ("on",)


def emptied_by_deleting(
    ops: object, style: object, tables: list[str], *, reset_sequences: bool = False, **_: object
) -> list[str]:
    """Empty the tables at a fiftieth of what TRUNCATE takes, which makes a new file for each of them.

    As TRUNCATE does, it first waits until nobody else reads or writes any of them. The reference rows come back.
    """
    names = [connection.ops.quote_name(table) for table in tables]
    first = f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"
    deleted = [f"DELETE FROM {name}" for name in names]
    then = numbers_of(tables) if reset_sequences else kept_rows
    return [first, "SET LOCAL session_replication_role = replica", *deleted, *then]


def keep_reference_rows() -> None:
    """Copy what every test begins with, so that it is put back in milliseconds."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {name} LIMIT 1")
            if cursor.fetchone():
                columns = ", ".join(connection.ops.quote_name(column.name) for column in cursor.description)
                cursor.execute(f"CREATE TABLE kept.{name} AS TABLE {name}")
                kept_rows.append(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept.{name}")


def numbers_of(tables: list[str]) -> list[str]:
    """How the numbers of these tables begin anew."""
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES, [tables])
        return [f"ALTER SEQUENCE {connection.ops.quote_name(name)} RESTART" for (name,) in cursor.fetchall()]


@pytest.fixture(autouse=True)
def _note_real_transactions(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions empties every table when it ends, but not the cache, which is no model."""
    if request.node.get_closest_marker("django_db") or NEEDS_DATABASE & set(request.fixturenames):
        request.getfixturevalue("db")
        request.node.stash[EMPTIES_TABLES] = not connection.in_atomic_block
    yield
    if request.node.stash.get(EMPTIES_TABLES, False):
        cache.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Load the reference rows again once the tables are emptied, before anything is set up for the next test."""
    try:
        return (yield)
    finally:
        if nextitem and item.stash.get(EMPTIES_TABLES, False) and not kept_rows:
            with item.config.stash[blocking_manager_key].unblock():
                call_command("load_reference", verbosity=0)
