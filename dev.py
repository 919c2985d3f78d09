#!/usr/bin/env python3
"""The two commands: `serve` the network as a demonstration, `test` everything that CI runs. Standard library only."""

import argparse
import hashlib
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
LOCKS = ("requirements.txt", "requirements-dev.txt")  # the second holds the first
CALENDAR_CLIENTS = VENV / "calendar-clients"  # programs of others that read our calendars in tests, brought by npm
SECRET_KEY = ROOT / "var" / "secret-key"

CHECKS = {
    "lint": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "templates": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "template format": ["-m", "djlint", "templates", "--check", "--quiet"],
    "types": ["-m", "mypy"],
    "missing migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
}
PROCESSORS = os.cpu_count() or 1


def pytest_with(workers: int) -> list[str]:
    return ["-m", "pytest", f"-n{min(workers, 4)}", "--dist=loadgroup", "--no-loadscope-reorder"]


PYTEST = pytest_with(PROCESSORS)
# One more than there are processors: journeys wait for their browser, and tests of mail for their server.
ON_POSTGRES = ["tests/postgres.py", PYTHON, *pytest_with(PROCESSORS + 1), "--on-postgres"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="serve | test | lock")
    serving = commands.add_parser("serve", help="serve the demonstration at http://localhost:8000")
    serving.add_argument("--debug", action="store_true", help="reload on every change and show tracebacks")
    serving.add_argument("--port", type=int, default=8000)
    serving.set_defaults(run=serve)
    testing = commands.add_parser("test", help="lint, types, migrations, the suite on both databases, the browser")
    testing.add_argument("--fast", action="store_true", help="only the suite on SQLite, without browser or servers")
    testing.add_argument("--deep", action="store_true", help="all examples, and the tests marked deep")
    testing.add_argument("--no-skips", action="store_true", help="fail when a test was skipped")
    testing.add_argument("paths", nargs="*", help="only these tests, without the checks")
    testing.set_defaults(run=test)
    commands.add_parser("lock", help="write requirements*.txt from requirements*.in").set_defaults(run=lock)
    arguments = parser.parse_args()
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return arguments.run(arguments)


def serve(arguments: argparse.Namespace) -> int:
    """Bring the database up to date, then run the site and `tick` beside each other until one of them ends."""
    install(LOCKS[0])
    address = f"http://localhost:{arguments.port}"
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", arguments.port)) == 0:
            sys.exit(f"Port {arguments.port} is taken. Type: python3 dev.py serve --port {arguments.port + 1}")
    os.environ.update(DEMO="1", DEBUG=str(int(arguments.debug)), SECRET_KEY=secret_key(), PUBLIC_ADDRESS=address)
    os.environ.update(DJANGO_SETTINGS_MODULE="dit_network.settings.local", DJANGO_RUNSERVER_HIDE_WARNING="true")
    subprocess.run([PYTHON, "manage.py", "prepare"], check=True)
    site = [PYTHON, "manage.py", "runserver", f"127.0.0.1:{arguments.port}", "--skip-checks"]
    site += [] if arguments.debug else ["--noreload"]
    both = [
        subprocess.Popen(site, stdout=subprocess.DEVNULL),
        subprocess.Popen([PYTHON, "manage.py", "tick", "--loop"]),
    ]
    try:
        wait_for(address + "/healthz", both)
        print(f"\nOpen {address}   (Ctrl-C ends it)", flush=True)
        while all(process.poll() is None for process in both):
            time.sleep(0.2)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for process in both:
            process.terminate()
        for process in both:
            process.wait()


def wait_for(address: str, processes: list[subprocess.Popen]) -> None:
    """Return as soon as the address answers, or when a process has ended and it never will."""
    while all(process.poll() is None for process in processes):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)


def test(arguments: argparse.Namespace) -> int:
    """Run every check and both suites, whatever fails; close with the summaries of pytest."""
    install(LOCKS[1])
    install_calendar_clients()
    os.environ["DJANGO_SETTINGS_MODULE"] = "dit_network.settings.testing"
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a dozen processes read the same code
    options = [f"--{name}" for name in ("deep", "no-skips") if getattr(arguments, name.replace("-", "_"))]
    # The tables come from the models at once; that the migrations make the same ones is a test of its own.
    options += [] if arguments.deep or arguments.paths else ["--no-migrations"]
    suites = {"suite on SQLite": [*PYTEST, "-m", on_sqlite(arguments), *options, *arguments.paths]}
    if not arguments.fast:
        suites["suite on PostgreSQL, and the browser"] = [*ON_POSTGRES, *options, *arguments.paths]
    checks = {} if arguments.paths or arguments.fast else CHECKS
    ends = {**run_together(checks), **{name: run(name, command) for name, command in suites.items()}}
    failed = [name for name, (code, _) in ends.items() if code]
    print(f"\nFailed: {', '.join(failed)}" if failed else "\nNothing failed.")
    for name in suites:
        print(f"{name}:\n{ends[name][1]}")
    return 1 if failed else 0


def on_sqlite(arguments: argparse.Namespace) -> str:
    """Which tests run on SQLite: of whole networks and processes only those about SQLite, unless all is asked for."""
    if arguments.fast:
        return "not browser and not postgres and not whole"
    everything = "(not browser or smoke) and not postgres"
    return everything if arguments.deep or arguments.paths else f"{everything} and (sqlite or not whole)"


def run(name: str, command: list[str]) -> tuple[int, str]:
    """Run one step, passing its words on as they come; give its exit code and its last line."""
    print(f"\n-- {name}", flush=True)
    last = ""
    with subprocess.Popen([PYTHON, *command], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


def run_together(commands: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """Run steps that take one processor each, as many at once as there are; show what each of them said in order."""
    with ThreadPoolExecutor(PROCESSORS) as pool:
        begun = {name: pool.submit(said_by, [PYTHON, *command]) for name, command in commands.items()}
        for name, step in begun.items():
            print(f"\n-- {name}\n{step.result().stdout}", end="", flush=True)
    return {name: (step.result().returncode, "") for name, step in begun.items()}


def said_by(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one step to its end, and keep all that it says."""
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")


def lock(arguments: argparse.Namespace) -> int:
    """Write both locks: with hashes, for every platform, the second in agreement with the first."""
    install(LOCKS[1])
    compile_ = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes"]
    compile_ += ["--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-annotate"]
    for name, agreeing in ((LOCKS[0], []), (LOCKS[1], ["--constraints", LOCKS[0]])):
        subprocess.run([*compile_, *agreeing, name.replace(".txt", ".in"), "--output-file", name], check=True)
    return 0


def install(name: str) -> None:
    """Make `.venv` and install the lock, unless that very lock was installed before."""
    if sys.version_info < (3, 11):
        sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0])
    if not importlib.util.find_spec("ensurepip"):
        sys.exit("Python's venv is missing. Type: sudo apt-get install python3-venv")
    if not Path(PYTHON).exists():
        print("Making .venv", flush=True)
        venv.create(VENV, with_pip=True)
    if stamp(name).exists() and stamp(name).read_text() == digest(name):
        return
    print(f"Installing {name}", flush=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", name]
    subprocess.run(pip, check=True)
    for held in LOCKS[: LOCKS.index(name) + 1]:
        stamp(held).write_text(digest(held))


def install_calendar_clients() -> None:
    """Install what npm brings to tests/clients, unless those very packages are there; without npm those tests skip."""
    name, npm = "tests/clients/package-lock.json", shutil.which("npm")
    if not npm or (stamp(name).exists() and stamp(name).read_text() == digest(name)):
        return
    print(f"Installing {name}", flush=True)
    CALENDAR_CLIENTS.mkdir(exist_ok=True)
    for held in ("package.json", "package-lock.json"):
        shutil.copy(Path(name).with_name(held), CALENDAR_CLIENTS)
    quietly = ["--silent", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([npm, "ci", *quietly], cwd=CALENDAR_CLIENTS, check=True)
    stamp(name).write_text(digest(name))


def stamp(name: str) -> Path:
    return VENV / f"{Path(name).name}.installed"


def digest(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


def secret_key() -> str:
    """A random key of this machine's own, which only its user can read."""
    SECRET_KEY.parent.mkdir(exist_ok=True)
    if not SECRET_KEY.exists():
        with open(os.open(SECRET_KEY, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    return SECRET_KEY.read_text()


if __name__ == "__main__":
    sys.exit(main())
