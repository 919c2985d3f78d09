"""What a service lead is told: an answer to their question, and the parts that it is the sum of, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from look import words

from ..models import CountsEdition
from .editions import ELSEWHERE, KINDS, WHO, parts_of
from .parts import Answer, Part, ask

WIDTH = 100


@dataclass(frozen=True)
class Row:
    """One part, with a bar for it; `reaches_out` where it counts others too than those who were asked for."""

    where: str
    who: str
    people: int
    width: float
    reaches_out: bool


@dataclass(frozen=True)
class Reading:
    rows: list[Row]
    says: str


def read(edition: CountsEdition, area: str, organisation: str, who: str) -> Reading:
    """Answer for an area, an organisation and some kinds of people; each empty for all."""
    where = frozenset(key for key in dict(edition.places) if is_in(key, area, organisation))
    kinds = frozenset(WHO[who][1] if who else KINDS)
    parts = parts_of(edition)
    answer = ask(parts, where, kinds)
    most = max((part.people for part in parts), default=0) or 1
    shown = sorted([*answer.within, *answer.across], key=lambda part: order(edition, part))
    rows = [
        Row(
            in_words(dict(edition.places), part.places),
            kinds_in_words(part.kinds),
            part.people,
            round(WIDTH * part.people / most, 1),
            part in answer.across,
        )
        for part in shown
    ]
    return Reading(rows, f"{asked_for(edition, area, organisation, who)}: {sentence(answer)}")


def is_in(key: str, area: str, organisation: str) -> bool:
    here, work = key.split("/")
    return area in ("", here) and organisation in ("", work)


def asked_for(edition: CountsEdition, area: str, organisation: str, who: str) -> str:
    """The question in words."""
    names = [names for key, names in dict(edition.places).items() if is_in(key, area, organisation)]
    where = [names[0][1]] if organisation and names else []
    where += [names[0][0]] if area and names else []
    return f"{WHO[who][0] if who else 'Everybody'}, {', '.join(where) or 'everywhere'}"


def sentence(answer: Answer) -> str:
    """The sum, as far as it can be told."""
    if answer.is_exact:
        return f"{answer.least:,} people"
    if answer.within:
        return f"{answer.least:,} people or more"
    if answer.across:
        return "counted only together with others"
    return "fewer than 5, or nobody"


def order(edition: CountsEdition, part: Part) -> tuple[int, int]:
    places, kinds = list(dict(edition.places)), list(KINDS)
    return min(map(places.index, part.places)), min(map(kinds.index, part.kinds))


def in_words(names: Mapping[str, list[str]], places: frozenset[str]) -> str:
    """Whole areas by their names, parts of an area by the organisations in it."""
    if places >= set(names):
        return "Everywhere"
    areas = dict.fromkeys(key.split("/")[0] for key in names if key in places)
    return words.listed(area_in_words(names, area, places) for area in areas)


def area_in_words(names: Mapping[str, list[str]], area: str, places: frozenset[str]) -> str:
    here = [key for key in names if key.split("/")[0] == area]
    name = names[here[-1]][0]
    if places.issuperset(here):
        return name
    several = [names[key][1] for key in here if key in places and not key.endswith(f"/{ELSEWHERE}")]
    others = ["other organisations"] if any(key in places and key.endswith(f"/{ELSEWHERE}") for key in here) else []
    return f"{words.listed([*several, *others])} in {name}"


def kinds_in_words(kinds: frozenset[str]) -> str:
    """Groups by their names where they are whole."""
    if kinds >= KINDS.keys():
        return "Everybody"
    said: list[str] = []
    for label, members in WHO.values():
        inside = [kind for kind in members if kind in kinds]
        said += [label] if len(inside) == len(members) else [KINDS[kind] for kind in inside]
    return words.listed(part if not place else part[0].lower() + part[1:] for place, part in enumerate(said))
