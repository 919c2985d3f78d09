"""Calendar programs that somebody else wrote, each behind one function: calendars in, what it read out."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dev

from .seen import Seen, in_london

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Program:
    """`missing` gives the line to type if it is not installed, `knows` the facts that it shows."""

    name: str
    read: Callable[[Sequence[bytes]], list[Seen]]
    missing: Callable[[], str]
    knows: tuple[str, ...] = Seen._fields


def run(command: Sequence[str | Path], given: str = "", **options: object) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, encoding="utf-8", **options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def no_node() -> str:
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node.js is missing: sudo apt-get install nodejs npm"
    return (
        ""
        if dev.stamp("package-lock.json").exists()
        else "Calendar clients are missing: python3 dev.py test installs them"
    )


def node(name: str) -> Callable[[Sequence[bytes]], list[Seen]]:
    def read(texts: Sequence[bytes]) -> list[Seen]:
        said = run(
            ["node", HERE / "read.mjs", dev.CALENDAR_CLIENTS, name], json.dumps([text.decode() for text in texts])
        )
        return [from_moments(entry) for entry in json.loads(said)]

    return read


def from_moments(entry: dict) -> Seen:
    """An entry of a program that hands over moments instead of times on a clock."""
    return Seen(**{**entry, "starts": in_london(entry["starts"]), "ends": in_london(entry["ends"])})


PROGRAMS = [
    Program("ical.js", node("ical.js"), no_node),
    Program("node-ical", node("node-ical"), no_node),
]
