"""A throw-away PostgreSQL, made from the installed binaries, for one command.

    .venv/bin/python tests/postgres.py .venv/bin/python -m pytest tests/meetings

runs the command with DATABASE_URL set to a fresh cluster, which it throws away afterwards. A DATABASE_URL that is set
already is used as it is; without PostgreSQL the command runs all the same, and pytest reports what it had to skip.
Standard library only.
"""

import contextlib
import glob
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
# Nothing in it outlives the run, so nothing waits for the disk.
OPTIONS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def binaries() -> Path | None:
    """Say in which folder initdb and pg_ctl are, or None if PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = [Path(folder) for place in PLACES for folder in glob.glob(place)]
    return max((folder for folder in installed if shutil.which("initdb", path=str(folder))), default=None)


@contextlib.contextmanager
def cluster(program: Path) -> Iterator[str]:
    """Start a cluster on a free port of this machine, give its address, and remove it at the end."""
    home = Path(tempfile.mkdtemp(prefix="dit-postgres-"))
    data, port = str(home / "data"), free_port()
    who = unprivileged(home)

    def run(name: str, *arguments: str) -> None:
        subprocess.run([str(program / name), *arguments], cwd=home, check=True, stdout=subprocess.DEVNULL, **who)

    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {OPTIONS}"
    try:
        run("initdb", "-D", data, "-U", "dit", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "start", "-w", "-D", data, "-l", str(home / "log"), "-o", options)
        try:
            yield f"postgres://dit@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "stop", "-m", "immediate", "-D", data)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def unprivileged(home: Path) -> dict:
    """Hand the folder to an ordinary user when this is root, whom PostgreSQL refuses to serve."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def main(command: list[str]) -> int:
    """Run the command, on a cluster of its own if one can be had, and hand back how it ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    program = None if "DATABASE_URL" in os.environ else binaries()
    if program is None:
        return subprocess.run(command).returncode
    with cluster(program) as address:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": address}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
