"""Numbers as bars: for each plot its rows with their parts to one scale, and the same numbers for a table beside it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from look import words

from .counting import Figures, Row

WIDTH = 100
HIDDEN = "hidden"


class Part(NamedTuple):
    """A part of a bar: its kind, where it begins, how wide it is."""

    kind: str
    x: float
    width: float


class Bar(NamedTuple):
    label: str
    parts: list[Part]
    says: str


class Plot(NamedTuple):
    """A plot with the table of its numbers; `key` says which colour is what."""

    name: str
    title: str
    about: str
    key: list[tuple[str, str]]
    bars: list[Bar]
    columns: list[str]
    rows: list[list[str]]


Number = int | None
ABOUT = {
    "mode": "Who was there, in the room and online.",
    "answers": "Whoever held a place came, or stayed away. Besides them came members who had not said so, guests and "
    "newcomers.",
    "first": "Members who were at a meeting of the network for the first time.",
    "areas": "Members who came at least once, by the area that they gave. Each person counts once.",
}


def plots(figures: Figures) -> list[Plot]:
    """The four plots of a page."""
    return [
        of_meetings("mode", "Attendance", figures, [("room", "In the room"), ("online", "Online")], in_modes),
        of_meetings(
            "answers",
            "Answers and presence",
            figures,
            [("said", "Said yes and came"), ("absent", "Said yes, did not come"), ("besides", "Came besides them")],
            lambda row: [row.as_said, row.absent, row.besides],
        ),
        of_meetings(
            "first", "For the first time", figures, [("first", "First-timers")], lambda row: [row.first_timers]
        ),
        draw("areas", "By area", [("area", "People")], "Area", [(name, [number]) for name, number in figures.areas]),
    ]


def in_modes(row: Row) -> Sequence[Number]:
    return [row.room, row.online]


def of_meetings(
    name: str, title: str, figures: Figures, key: list[tuple[str, str]], numbers: Callable[[Row], Sequence[Number]]
) -> Plot:
    rows = [(words.day(row.meeting.starts_at), numbers(row)) for row in figures.rows]
    return draw(name, title, key, "Meeting", rows)


def draw(
    name: str, title: str, key: list[tuple[str, str]], what: str, rows: Sequence[tuple[str, Sequence[Number]]]
) -> Plot:
    """Lay out the bars to one scale, the longest over the whole width."""
    most = max((sum(number or 0 for number in numbers) for _, numbers in rows), default=0) or 1
    bars = [Bar(label, parts(key, numbers, most), said(numbers)) for label, numbers in rows]
    cells = [[label, *(said([number]) for number in numbers)] for label, numbers in rows]
    return Plot(name, title, ABOUT[name], key, bars, [what, *(label for _, label in key)], cells)


def parts(key: list[tuple[str, str]], numbers: Sequence[Number], most: int) -> list[Part]:
    """One part after the other; what is hidden has no length."""
    found, x = [], 0.0
    for (kind, _), number in zip(key, numbers, strict=True):
        width = round(WIDTH * (number or 0) / most, 2)
        if width:
            found.append(Part(kind, round(x, 2), width))
        x += width
    return found


def said(numbers: Sequence[Number]) -> str:
    """The numbers of one bar in words; all of them hidden is said once."""
    if all(number is None for number in numbers):
        return HIDDEN
    return " + ".join(HIDDEN if number is None else str(number) for number in numbers)
