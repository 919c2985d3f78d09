"""The people of the demonstration: all invented, all with addresses that cannot exist (RFC 2606)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

# Every user that the demonstration makes has an address under one of these; nobody else can.
EMPLOYERS = {
    "irwell-valley.example": "Irwell Valley Mental Health",
    "mersey-bank.example": "Mersey Bank Psychological Services",
    "ribble-lune.example": "Ribble and Lune Therapies",
    "dee-psychology.example": "Dee Psychology",
    "calder-therapies.example": "Calder Therapies",
    "solway-wellbeing.example": "Solway Wellbeing",
    "talk-north.example": "Talk North",
}
UNKNOWN_EMPLOYERS = {"riverside-practice.example"}
HOME = "home.example"


@dataclass(frozen=True)
class Person:
    """What an invented person tells of themselves; times are days before (or, for `booked`, after) today."""

    key: str
    name: str
    email: str
    profession: str
    body: str
    number: str
    organisation: str
    service: str
    job_title: str
    area: str
    route: str
    home: str = ""
    trained: int | None = None
    booked: int | None = None
    begun: int | None = None
    cases: int | None = None
    accredited: int | None = None
    supervisor: int | None = None
    joined: int = 0
    sent: int = 0
    asked: str = ""
    usual: str = "room"
    coordinator: bool = False
    places: int | None = None
    listed: bool = True
    shows: tuple[str, ...] = ()
    phone: str = ""
    interests: str = ""
    languages: str = ""

    @property
    def applied(self) -> int:
        """How many days ago they sent their application; members were let in two days later."""
        return self.joined + 2 if self.joined else self.sent


@dataclass(frozen=True)
class Outsider:
    """Somebody with an office in the network who is no member."""

    key: str
    name: str
    email: str


@dataclass(frozen=True)
class Role:
    """Someone to sign in as, and what to try as them."""

    key: str
    label: str
    who: str
    about: str
    tries: list[str]
    name: str = ""
    email: str = ""

    @property
    def action(self) -> str:
        return "Sign in" if self.email else "Be a visitor"


def load(name: str) -> list[Person]:
    rows: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return [Person(**{**row, "shows": tuple(row.get("shows", ()))}) for row in rows]


MEMBERS = load("members")
APPLICANTS = load("applicants")
LEAVERS = load("leavers")
EVERYBODY = {person.key: person for person in MEMBERS + APPLICANTS + LEAVERS}
OUTSIDERS = {row["key"]: Outsider(**row) for row in json.loads((DATA / "outsiders.json").read_text(encoding="utf-8"))}


def roles() -> dict[str, Role]:
    """The people to be, from the outside in."""
    rows: list[dict[str, Any]] = json.loads((DATA / "roles.json").read_text(encoding="utf-8"))
    found = {}
    for row in rows:
        person = EVERYBODY.get(row["who"]) or OUTSIDERS.get(row["who"])
        extra: dict[str, Any] = {"name": person.name, "email": person.email} if person else {"name": "A visitor"}
        found[row["key"]] = Role(**row, **extra)
    return found


ROLES = roles()


def is_invented(email: str) -> bool:
    """Say whether the demonstration made the user with this address."""
    domain = email.rpartition("@")[2].lower()
    return domain in EMPLOYERS or domain in UNKNOWN_EMPLOYERS or domain == HOME
