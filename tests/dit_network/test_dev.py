"""The two commands: nothing is done twice, nothing is left running, and what is missing is named."""

import itertools
import json
import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

import dev
from tests.postgres import free_port

pytestmark = pytest.mark.sqlite
ROOT = Path(dev.__file__).parent
CONSTRAINT = re.compile(r'CONSTRAINT "(\w+)"')


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE))


def test_the_key_of_this_machine_is_random_made_once_and_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "SECRET_KEY", tmp_path / "var" / "secret-key")

    first, second = dev.secret_key(), dev.secret_key()

    assert first == second
    assert len(first) > 50
    assert os.name == "nt" or stat.S_IMODE(dev.SECRET_KEY.stat().st_mode) == 0o600


def test_a_lock_that_is_installed_is_not_installed_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    for name in dev.LOCKS:
        Path(name).write_text("")

    dev.install("requirements-dev.txt")

    written = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.installed")}
    dev.install("requirements.txt")
    assert set(written) == {"requirements.txt.installed", "requirements-dev.txt.installed"}
    assert written == {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("*.installed")}


def test_both_locks_agree_and_every_package_has_its_hash():
    running, developing = pinned("requirements.txt"), pinned("requirements-dev.txt")

    assert running.items() <= developing.items()
    for name in dev.LOCKS:
        assert len(pinned(name)) == len(re.findall(r"==\S+[^\n]*\\\n +--hash=sha256:", (ROOT / name).read_text()))


def test_calendar_programs_are_locked_by_hash_to_no_host():
    packages = json.loads((ROOT / "tests/clients/package-lock.json").read_text())["packages"]

    del packages[""]
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_a_run_hands_on_how_it_ended_and_its_last_line():
    code, last = dev.run("a step", ["-c", "print('one'); print('two'); raise SystemExit(3)"])

    assert (code, last) == (3, "two")


def test_steps_run_together_say_what_they_say_in_order_and_hand_on_how_each_ended(capfd):
    slow, bad = "import time; time.sleep(0.2); print('first')", "print('second'); raise SystemExit(3)"

    ends = dev.run_together({"slow": ["-c", slow], "bad": ["-c", bad]})

    assert {name: code for name, (code, _) in ends.items()} == {"slow": 0, "bad": 3}
    assert re.findall(r"first|second", capfd.readouterr().out) == ["first", "second"]


def start(port: int, **env: str) -> subprocess.Popen[str]:
    command, env = [sys.executable, "dev.py", "serve", "--port", str(port)], {**os.environ, **env}
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_serve_names_another_port_when_its_own_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        _, said = start(port).communicate(timeout=60)

    assert said == f"Port {port} is taken. Type: python3 dev.py serve --port {port + 1}\n"


def shape(database: sqlite3.Connection) -> set[tuple[str, ...]]:
    """Every table, column, index and named constraint of a database, however its tables came about."""
    found = set()
    for kind, name, table, sql in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall():
        found |= {(kind, name, table)} | {("constraint", each, table) for each in CONSTRAINT.findall(sql or "")}
        columns = database.execute(f"PRAGMA table_xinfo('{name}')") if kind == "table" else ()
        found |= {("column", column, table, type_, str(needed)) for _, column, type_, needed, *_ in columns}
    return {each for each in found if each[2] not in ("django_migrations", "sqlite_sequence")}


@pytest.mark.whole
@pytest.mark.django_db
def test_serve_fills_an_empty_database_names_its_people_and_leaves_nothing_running(tmp_path):
    port = free_port()
    process = start(port, DATABASE_URL=f"sqlite:///{tmp_path / 'demo.sqlite3'}")
    address = f"http://localhost:{port}"
    said = "".join(itertools.takewhile(lambda line: not line.startswith(f"Open {address}"), process.stdout))

    with urllib.request.urlopen(f"{address}/", timeout=60) as page:
        home = page.read().decode()
    process.terminate()
    process.communicate(timeout=60)

    assert f"{address}/demo/people/" in said
    assert "Coordinator" in said
    assert "<h1" in home
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    # The plain suite on SQLite has its tables from the models, an installation has them from the migrations.
    connection.ensure_connection()
    assert shape(sqlite3.connect(tmp_path / "demo.sqlite3")) == shape(connection.connection)
