"""The way drawn: a road over hills with six places on it, once for a wide screen and once for a narrow one."""

from dataclasses import dataclass
from itertools import pairwise

from .stages import Standing

PLACES = {
    Standing.IN_TRAINING: "In training",
    Standing.TRAINED: "Trained",
    Standing.TRAINING_CASES: "Training cases",
    Standing.ACCREDITED: "Accredited",
    Standing.SUPERVISOR_IN_TRAINING: "Supervisor in training",
    Standing.SUPERVISOR: "Supervisor",
}
Point = tuple[int, int]
# Where the road begins, its six places, and where it leaves the picture.
WIDE: tuple[Point, ...] = (
    (0, 258), (90, 236), (250, 206), (410, 232), (570, 168), (740, 134), (890, 74), (960, 52),
)  # fmt: skip
NARROW: tuple[Point, ...] = (
    (0, 408), (62, 380), (124, 316), (68, 252), (130, 188), (74, 124), (136, 60), (190, 0),
)  # fmt: skip


@dataclass(frozen=True)
class Stop:
    """One place on the road: where it is drawn, its words, and whether it is behind, here or ahead."""

    x: int
    y: int
    lines: tuple[str, ...]
    state: str

    @property
    def said(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True)
class Drawing:
    """The road as far as it is walked and as far as it is ahead, with its places."""

    walked: str
    ahead: str
    stops: list[Stop]
    at: Point


def draw(points: tuple[Point, ...], standing: Standing) -> Drawing:
    """Lay the road through the points; somebody who has not begun stands where it begins."""
    here = place_of(standing)
    pieces = curves(points)
    stops = [
        Stop(x, y, lines_of(label), "here" if number == here else "behind" if number < here else "ahead")
        for number, ((x, y), label) in enumerate(zip(points[1:], PLACES.values(), strict=False), start=1)
    ]
    start = "M{},{}"
    at = points[here] if here else begin(points)
    return Drawing(
        " ".join([start.format(*points[0]), *pieces[:here]]) if here else "",
        " ".join([start.format(*points[here]), *pieces[here:]]),
        stops,
        at,
    )


def place_of(standing: Standing) -> int:
    """The number of the place, from 1; nought before the first."""
    return list(PLACES).index(standing) + 1 if standing in PLACES else 0


def begin(points: tuple[Point, ...]) -> Point:
    """A little way along the road, so that whoever has not begun is still in the picture."""
    (x, y), (to_x, to_y) = points[:2]
    return x + (to_x - x) * 2 // 5, y + (to_y - y) * 2 // 5


def curves(points: tuple[Point, ...]) -> list[str]:
    """A smooth line through the points, one piece from each to the next (Catmull and Rom, as Bézier curves)."""
    ends = (points[0], *points, points[-1])
    found = []
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        (x0, y0), (x3, y3) = ends[number], ends[number + 3]
        first = x1 + (x2 - x0) // 6, y1 + (y2 - y0) // 6
        second = x2 - (x3 - x1) // 6, y2 - (y3 - y1) // 6
        found.append(f"C{first[0]},{first[1]} {second[0]},{second[1]} {x2},{y2}")
    return found


def lines_of(label: str) -> tuple[str, ...]:
    """Long words stand in two lines."""
    first, _, rest = label.partition(" in ") if label.startswith("Supervisor") else (label, "", "")
    return (first, f"in {rest}") if rest else (label,)


def in_words(standing: Standing) -> list[tuple[str, str]]:
    """The same as text: each place, and whether it is behind, here or ahead."""
    here = place_of(standing)
    return [
        (label, "you are here" if number == here else "done" if number < here else "ahead")
        for number, label in enumerate(PLACES.values(), start=1)
    ]
