"""Counts that may leave the desk: people are cut into parts of five or more, and no number is about fewer.

Everybody counted stands in one cell: a place and a kind. A tree of places and a tree of kinds say how people may be
cut in two, whatever the numbers are. A part is cut only if both halves have five people or more; if not, nothing is
cut along that tree within it. What comes out are parts that share nobody, and there is no other number: every answer
is a sum of whole parts. So any number below five could as well be 0, 1, 2, 3 or 4, with the same answers to
everything; also none is told from few, and the choice of what to hide tells nothing (tests/members/test_parts.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Cell = tuple[str, str]  # a place and a kind
Counts = Mapping[Cell, int]
# Fewer people than this are no number that leaves the desk.
FEWEST = 5


@dataclass(frozen=True)
class Tree:
    """Names, and how they fall into two halves, these again, down to one name each."""

    names: tuple[str, ...]
    halves: "tuple[Tree, Tree] | None" = None


def tree(names: Iterable[str]) -> Tree:
    """Neighbours in the list stay together longest."""
    return joined([Tree((name,)) for name in names])


def joined(trees: Sequence[Tree]) -> Tree:
    """One tree of several, each of which stays together until it stands alone."""
    if len(trees) < 2:
        return trees[0] if trees else Tree(())
    middle = (len(trees) + 1) // 2
    halves = joined(trees[:middle]), joined(trees[middle:])
    return Tree(halves[0].names + halves[1].names, halves)


@dataclass(frozen=True)
class Part:
    """These kinds of people in these places together, and how many they are."""

    places: frozenset[str]
    kinds: frozenset[str]
    people: int

    def is_within(self, places: frozenset[str], kinds: frozenset[str]) -> bool:
        return self.places <= places and self.kinds <= kinds

    def meets(self, places: frozenset[str], kinds: frozenset[str]) -> bool:
        return bool(self.places & places and self.kinds & kinds)

    def shares_with(self, other: "Part") -> bool:
        return self.meets(other.places, other.kinds)


def cut(counts: Counts, places: Tree, kinds: Tree) -> list[Part]:
    """The parts of these people; none at all of fewer than five."""
    everybody = people(counts, places, kinds)
    return list(split(counts, places, kinds, turn=0)) if everybody >= FEWEST else []


def split(counts: Counts, places: Tree, kinds: Tree, turn: int) -> Iterator[Part]:
    """Cut a part in turn by kind and by place, as long as both halves are large enough."""
    for by in (turn, 1 - turn):
        halves = kinds.halves if by == 0 else places.halves
        if halves is None:
            continue
        pieces = [(places, half) if by == 0 else (half, kinds) for half in halves]
        if all(people(counts, *piece) >= FEWEST for piece in pieces):
            for piece in pieces:
                yield from split(counts, *piece, turn=1 - by)
            return
    yield Part(frozenset(places.names), frozenset(kinds.names), people(counts, places, kinds))


def people(counts: Counts, places: Tree, kinds: Tree) -> int:
    return sum(counts.get((place, kind), 0) for place in places.names for kind in kinds.names)


@dataclass(frozen=True)
class Answer:
    """What the parts say about some kinds of people in some places: those that lie within, and those that reach out."""

    within: tuple[Part, ...]
    across: tuple[Part, ...]

    @property
    def least(self) -> int:
        return sum(part.people for part in self.within)

    @property
    def is_exact(self) -> bool:
        return bool(self.within) and not self.across


def ask(parts: Iterable[Part], places: frozenset[str], kinds: frozenset[str]) -> Answer:
    """Reckoned from the parts alone, and so nothing new, however many such questions are asked."""
    found = [part for part in parts if part.meets(places, kinds)]
    within = [part for part in found if part.is_within(places, kinds)]
    return Answer(tuple(within), tuple(part for part in found if part not in within))


def renewed(old: Iterable[Part], new: Iterable[Part], earlier: Iterable[Sequence[Part]] = ()) -> list[Part]:
    """The parts to show next: of what was ever shown before only what has changed by five people or more.

    Where old and new parts are cut differently, they are compared in groups that cover the same people's places. What
    was counted together for a while may be cut as it was long before: then it is compared with the `earlier` parts too.
    """
    groups = list(together(list(old), list(new)))
    fresh = [has_changed(were, are) for were, are in groups]
    looks = list(earlier)
    while True:
        chosen = [are if is_fresh else were for (were, are), is_fresh in zip(groups, fresh, strict=True)]
        shown = [part for parts in chosen for part in parts]
        close = {part for look in looks for part in too_close(look, shown)}
        back = [is_fresh and not close.isdisjoint(parts) for parts, is_fresh in zip(chosen, fresh, strict=True)]
        if not any(back):
            return shown
        fresh = [is_fresh and not goes_back for is_fresh, goes_back in zip(fresh, back, strict=True)]


def too_close(look: Sequence[Part], shown: Sequence[Part]) -> list[Part]:
    """The parts that would tell, beside what was shown before, that fewer than five have come or gone."""
    return [
        part
        for were, are in together(list(look), list(shown))
        if were and are and 0 < abs(sum(each.people for each in are) - sum(each.people for each in were)) < FEWEST
        for part in are
    ]


def has_changed(were: list[Part], are: list[Part]) -> bool:
    before, after = (sum(part.people for part in parts) for parts in (were, are))
    return not were or abs(after - before) >= FEWEST


def together(old: list[Part], new: list[Part]) -> Iterator[tuple[list[Part], list[Part]]]:
    """The smallest groups of old and new parts in which no part shares a cell with one outside."""
    left = [*((part, True) for part in old), *((part, False) for part in new)]
    while left:
        group, rest = [left[0]], left[1:]
        for part, _ in group:  # grows while it is read
            joins = [each for each in rest if each[0].shares_with(part)]
            rest = [each for each in rest if each not in joins]
            group += joins
        left = rest
        yield [part for part, is_old in group if is_old], [part for part, is_old in group if not is_old]
