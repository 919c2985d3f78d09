"""Any number of further invented people, the same ones for the same seed."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from members.folding import fold

from .people import DATA, EMPLOYERS, Person

LISTS = json.loads((DATA / "crowd.json").read_text(encoding="utf-8"))

# Professions with the body that registers them, and a number as that body writes it (none can be real).
TRADES = [
    ("clinical-psychologist", "hcpc", "PYL{:06}"),
    ("counselling-psychologist", "hcpc", "PYL{:06}"),
    ("counsellor", "bacp", "DEMO {}"),
    ("psychotherapeutic-counsellor", "bacp", "DEMO {}"),
    ("psychotherapist", "ukcp", "DEMO {}"),
    ("high-intensity-therapist", "babcp", "DEMO {}"),
]
SWITCHES = ("job_title", "organisation", "service", "profession", "email", "interests", "languages", "coming")
YEAR = 365


def people(number: int, seed: int) -> Iterator[Person]:
    """Invent so many members; the first hundred are the same whether a hundred or a thousand are asked for."""
    for place in range(number):
        yield person(place, Random(f"{seed}:{place}"))


def person(place: int, chance: Random) -> Person:
    """Invent one member: a name, a trade, a place of work, how far they have come, and what they show."""
    first, last = chance.choice(LISTS["first"]), chance.choice(LISTS["last"])
    domain, organisation = chance.choice(list(EMPLOYERS.items()))
    profession, body, number = chance.choice(TRADES)
    area = chance.choice(list(LISTS["towns"]))
    return Person(
        key=f"crowd-{place}",
        name=f"{first} {last}",
        email=f"{fold(first)}.{fold(last)}.{place}@{domain}".replace(" ", "-"),
        profession=profession,
        body=body,
        number=number.format(100_000 + place % 900_000),
        organisation=organisation,
        service=f"{chance.choice(LISTS['towns'][area])} {chance.choice(LISTS['work'])}",
        job_title=chance.choice(LISTS["titles"]),
        area=area,
        route=chance.choice(["5day", "5day", "5day", "20day", "hipc"]),
        interests=chance.choice(LISTS["interests"]),
        languages=chance.choice(LISTS["languages"]),
        usual=chance.choice(["room", "online", "online", "maybe", "no"]),
        listed=chance.random() < 0.97,
        shows=tuple(switch for switch in SWITCHES if chance.random() < 0.5),
        **progress(chance),
    )


def progress(chance: Random) -> dict[str, Any]:
    """Say how many days ago each step was taken; everybody joined after the course and after the first coordinator."""
    joined = chance.randrange(30, 1000)
    found = {"joined": joined, "trained": joined + chance.randrange(20, 2 * YEAR)}
    kind = chance.choices(["trained", "cases", "accredited", "supervisor"], weights=[25, 30, 40, 5])[0]
    steps = {"trained": [], "cases": ["cases"], "accredited": ["cases", "accredited"]}.get(
        kind, ["cases", "accredited", "supervisor"]
    )
    before = found["trained"]
    for step in steps:
        before = found[step] = max(10, before - chance.randrange(30, YEAR))
    return found
