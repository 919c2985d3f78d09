"""Calendar programs that somebody else wrote, each behind one function: calendars in, what it read out."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import dev

from .seen import Seen, in_london

HERE = Path(__file__).parent
# What a person in London has set; no file of theirs is read or written.
IN_LONDON = {"PATH": os.environ["PATH"], "TZ": "Europe/London", "LC_ALL": "C.UTF-8"}
DEBIAN_PYTHON = "/usr/bin/python3"

Read = Callable[[Sequence[bytes]], list[Seen]]


@dataclass(frozen=True)
class Program:
    """`missing` gives the line to type if it is not installed, `knows` the facts that it shows."""

    name: str
    read: Read
    missing: Callable[[], str]
    knows: tuple[str, ...] = Seen._fields

    def __str__(self) -> str:
        return self.name


def run(command: Sequence[str | Path], given: str = "", env: dict[str, str] = IN_LONDON) -> str:
    """Run a program to its end; what it writes is nothing, or what it is asked for."""
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, encoding="utf-8", env=env, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stderr or done.stdout}"
    return done.stdout


@contextmanager
def a_home() -> Iterator[Path]:
    """A folder of its own for a program that keeps what it read."""
    with tempfile.TemporaryDirectory(prefix="dit-calendar-") as folder:
        yield Path(folder)


def from_moments(entry: dict) -> Seen:
    """An entry of a program that hands over moments instead of times on a clock."""
    return Seen(**{**entry, "starts": in_london(entry["starts"]), "ends": in_london(entry["ends"])})


def no_node() -> str:
    if not shutil.which("node") or not shutil.which("npm"):
        return "Node.js is missing: sudo apt-get install nodejs npm"
    there = dev.stamp("package-lock.json").exists()
    return "" if there else "ical.js and node-ical are missing: python3 dev.py test tests/clients"


def node(name: str) -> Read:
    def read(texts: Sequence[bytes]) -> list[Seen]:
        command = ["node", HERE / "read_with_node.mjs", dev.CALENDAR_CLIENTS, name]
        return [from_moments(entry) for entry in json.loads(run(command, as_json(texts)))]

    return read


def as_json(texts: Sequence[bytes]) -> str:
    return json.dumps([text.decode() for text in texts])


@cache
def no_libical() -> str:
    command = [DEBIAN_PYTHON, "-c", "import gi; gi.require_version('ICalGLib', '3.0')"]
    there = shutil.which(DEBIAN_PYTHON) and subprocess.run(command, capture_output=True, check=False).returncode == 0
    return "" if there else "libical is missing: sudo apt-get install gir1.2-ical-3.0 python3-gi"


def in_libical(texts: Sequence[bytes]) -> list[dict]:
    """For each calendar the `entries` that libical read, and the `faults` by RFC 5546 for its METHOD."""
    return json.loads(run([DEBIAN_PYTHON, HERE / "read_with_libical.py"], as_json(texts)))


def libical(texts: Sequence[bytes]) -> list[Seen]:
    return [from_moments(entry) for read in in_libical(texts) for entry in read["entries"]]


KHAL = """
[calendars]
[[network]]
path = {folder}
[sqlite]
path = {home}/khal.db
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""
KHAL_FIELDS = {"uid": "uid", "title": "title", "starts": "start-long-full", "ends": "end-long-full", "status": "status"}


def khal(texts: Sequence[bytes]) -> list[Seen]:
    """Import one calendar after the other, and list what is there in the end."""
    with a_home() as home:
        folder = home / "network"
        folder.mkdir()
        for number, text in enumerate(texts):
            (home / f"{number:04}.ics").write_bytes(text)
        config = khal_config(home, folder)
        run([in_venv("khal"), "-c", config, "import", "--batch", "-a", "network", *sorted(home.glob("*.ics"))])
        return khal_list(config)


def khal_config(home: Path, folder: Path) -> Path:
    config = home / "khal.conf"
    config.write_text(KHAL.format(home=home, folder=folder))
    return config


def khal_list(config: Path) -> list[Seen]:
    """What khal shows: one line of JSON for each day."""
    fields = [word for field in KHAL_FIELDS.values() for word in ("--json", field)]
    said = run([in_venv("khal"), "-c", config, "list", "--once", *fields, "2026-01-01", "2031-01-01"])
    days = [json.loads(line) for line in said.splitlines()]
    return [
        Seen(**{name: day[field].strip() for name, field in KHAL_FIELDS.items()}, sequence=0)
        for entries in days
        for day in entries
    ]


def in_venv(name: str) -> Path:
    return Path(sys.executable).with_name(name)


def no_calcurse() -> str:
    return "" if shutil.which("calcurse") else "calcurse is missing: sudo apt-get install calcurse"


def calcurse(texts: Sequence[bytes]) -> list[Seen]:
    """Import into an empty calendar; it knows neither UID nor STATUS, so what is off has to say so in its title."""
    with a_home() as home:
        command = ["calcurse", "-q", "-D", home, "-C", home]
        for text in texts:
            (home / "calendar.ics").write_bytes(text)
            run([*command, "-i", home / "calendar.ics"])
        form = r"%(start:%Y-%m-%d %H:%M)\t%(end:%Y-%m-%d %H:%M)\t%m\n"
        rows = [line.split("\t") for line in run([*command, "-G", "--format-apt", form]).splitlines()]
    return [Seen("", title, starts, ends, "", 0) for starts, ends, title in rows]


PROGRAMS = [
    Program("ical.js", node("ical.js"), no_node),
    Program("node-ical", node("node-ical"), no_node),
    Program("libical", libical, no_libical),
    Program("khal", khal, str, knows=("uid", "title", "starts", "ends", "status")),
    Program("calcurse", calcurse, no_calcurse, knows=("title", "starts", "ends")),
]
