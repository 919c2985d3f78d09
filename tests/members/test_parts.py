"""No number below five can be read off the counts that leave the desk: by no sum, no difference, no second look.

An attacker has every answer to every question, knows the trees and the rule of cutting, and that no number is negative.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.gaps.parts import FEWEST, Part, Tree, ask, cut, has_changed, joined, renewed, together, tree

Cells = dict[tuple[str, str], int]


@st.composite
def networks(draw: st.DrawFn) -> tuple[Tree, Tree, Cells]:
    """Areas, some of them with organisations, and kinds; many cells are small."""
    areas = [tree([f"{area}{place}" for place in range(draw(st.integers(1, 2)))]) for area in "abcd"]
    places, kinds = joined(areas[: draw(st.integers(2, 4))]), tree("xyz"[: draw(st.integers(2, 3))])
    number = st.one_of(st.integers(0, 4), st.integers(0, 30))
    return places, kinds, {cell: draw(number) for cell in product(places.names, kinds.names)}


def nodes(of: Tree) -> list[frozenset[str]]:
    below = [node for half in of.halves or () for node in nodes(half)]
    return list(dict.fromkeys([frozenset(of.names), *(frozenset([name]) for name in of.names), *below]))


def questions(places: Tree, kinds: Tree) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Everything that the filters can ask: one place, several, or all, of one kind, several, or all."""
    return list(product(nodes(places), nodes(kinds)))


def number(cells: Mapping[tuple[str, str], int], where: frozenset[str], who: frozenset[str]) -> int:
    return sum(cells[cell] for cell in product(where, who))


def everything_said(places: Tree, kinds: Tree, cells: Cells) -> list[tuple[int, bool, frozenset[Part]]]:
    """All pages of one network."""
    parts = cut(cells, places, kinds)
    answers = [ask(parts, *question) for question in questions(places, kinds)]
    return [(answer.least, answer.is_exact, frozenset(answer.within + answer.across)) for answer in answers]


def small_ones(places: Tree, kinds: Tree, cells: Cells) -> list[tuple[frozenset[str], frozenset[str]]]:
    return [each for each in questions(places, kinds) if number(cells, *each) < FEWEST]


def another(places: Tree, kinds: Tree, parts: list[Part], question: tuple, value: int) -> Cells:
    """A network with the same parts in which this question has that value: all but so many stand elsewhere."""
    where, who = question
    cells = dict.fromkeys(product(places.names, kinds.names), 0)
    left = value
    for part in parts:
        away, here = elsewhere(places, part.places, where), elsewhere(kinds, part.kinds, who)
        cells[away, here] += part.people
        inside = sorted(product(part.places & where, part.kinds & who))
        if left and inside:
            cells[away, here] -= left
            cells[inside[0]] += left
            left = 0
    return cells


def elsewhere(of: Tree, names: frozenset[str], asked: frozenset[str]) -> str:
    return next((name for name in of.names if name in names - asked), min(names))


@given(networks())
def test_every_small_number_could_be_any_from_0_to_4_and_every_page_would_be_the_same(network):
    places, kinds, cells = network
    said, parts = everything_said(*network), cut(cells, places, kinds)
    if not parts:
        assert sum(cells.values()) < FEWEST
        return

    for question in small_ones(*network):
        for value in range(FEWEST):
            other = another(places, kinds, parts, question, value)
            assert number(other, *question) == value
            assert everything_said(places, kinds, other) == said


@given(networks())
def test_no_number_shown_is_small_and_nothing_is_counted_twice_or_lost(network):
    places, kinds, cells = network
    parts = cut(cells, places, kinds)

    assert all(part.people == number(cells, part.places, part.kinds) >= FEWEST for part in parts)
    assert sum(part.people for part in parts) == (sum(cells.values()) if parts else 0)
    for question in questions(places, kinds):
        answer = ask(parts, *question)
        assert answer.least <= number(cells, *question)
        assert not answer.is_exact or answer.least == number(cells, *question)


def known(equations: list[tuple[frozenset, int]], cells: list[tuple[str, str]]) -> dict[frozenset, int]:
    """Attack by linear algebra: every cell that follows from sums and differences of what was shown."""
    rows = [[Fraction(cell in covered) for cell in cells] + [Fraction(value)] for covered, value in equations]
    solved: list[list[Fraction]] = []
    for column in range(len(cells)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [each / pivot[column] for each in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        solved = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in solved] + [pivot]
    alone = [row for row in solved if sum(1 for each in row[:-1] if each) == 1]
    return {cells[next(i for i, each in enumerate(row) if each)]: int(row[-1]) for row in alone}


def bounds(equations: list[tuple[frozenset, int]], cells: list[tuple[str, str]]) -> dict:
    """Attack by intervals: what the largest and the smallest of the others leave for each cell, until nothing moves."""
    found = {cell: (0, max(value for _, value in equations)) for cell in cells}
    for _ in range(20):
        for covered, value in equations:
            for cell in covered:
                others = [found[each] for each in covered if each != cell]
                low, high = found[cell]
                least, most = value - sum(top for _, top in others), value - sum(bottom for bottom, _ in others)
                found[cell] = (max(low, least), min(high, most))
    return found


def shown_exactly(places: Tree, kinds: Tree, cells: Cells) -> list[tuple[frozenset, int]]:
    parts = cut(cells, places, kinds)
    answers = [(question, ask(parts, *question)) for question in questions(places, kinds)]
    whole = [(frozenset(product(*question)), answer.least) for question, answer in answers if answer.is_exact]
    return whole + [(frozenset(product(part.places, part.kinds)), part.people) for part in parts]


@given(networks())
def test_neither_sums_nor_intervals_narrow_a_small_cell(network):
    cells = network[2]
    equations = shown_exactly(*network)
    if not equations:
        return
    solved, narrowed = known(equations, list(cells)), bounds(equations, list(cells))

    for cell, value in cells.items():
        if value < FEWEST:
            assert cell not in solved
            assert narrowed[cell][0] == 0
            assert narrowed[cell][1] >= FEWEST


def test_the_same_attacks_break_counts_of_which_only_the_small_ones_are_left_out():
    """The control: margins and large cells are shown, small cells are hidden, nothing else."""
    cells = {("a", "x"): 3, ("a", "y"): 12, ("b", "x"): 9, ("b", "y"): 2}
    asked = questions(tree("ab"), tree("xy"))
    plain = [(frozenset(product(*each)), number(cells, *each)) for each in asked if number(cells, *each) >= FEWEST]

    assert known(plain, list(cells)) == cells
    assert bounds(plain, list(cells))["b", "y"] == (2, 2)
    shown = shown_exactly(tree("ab"), tree("xy"), cells)
    assert not known(shown, list(cells)).keys() & {("a", "x"), ("b", "y")}


@given(networks(), st.lists(st.tuples(st.integers(0, 23), st.integers(-6, 6)), max_size=12))
def test_two_looks_at_different_times_differ_by_nothing_or_by_five_people_and_more(network, changes):
    places, kinds, cells = network
    looks = [cut(cells, places, kinds)]
    for place, change in changes:
        cell = list(cells)[place % len(cells)]
        cells = {**cells, cell: max(0, cells[cell] + change)}
        shown = renewed(looks[0], cut(cells, places, kinds), looks[1:])
        for before, (were, are) in ((look, group) for look in looks for group in together(look, shown)):
            old, new = (sum(part.people for part in parts) for parts in (were, are))
            is_same = set(were) == set(are) if before is looks[0] else new == old
            assert not were or is_same or abs(new - old) >= FEWEST
        looks.insert(0, shown)


def test_what_was_counted_together_meanwhile_is_not_shown_again_a_little_larger():
    names = tree("ab"), tree("x")
    looks: list[list[Part]] = []
    for first, second in [(5, 20), (4, 26), (7, 29), (11, 29)]:
        looks.insert(0, renewed(looks[0] if looks else [], cut({("a", "x"): first, ("b", "x"): second}, *names), looks))

    assert [sorted(part.people for part in look) for look in reversed(looks)] == [[5, 20], [30], [30], [11, 29]]


@pytest.mark.parametrize("more", range(1, FEWEST))
def test_who_joins_is_not_seen_until_five_have_come_or_gone(more):
    names = tree("ab"), tree("x")
    first = cut({("a", "x"): 7, ("b", "x"): 9}, *names)

    assert renewed(first, cut({("a", "x"): 7 + more, ("b", "x"): 9}, *names)) == first
    assert renewed(first, cut({("a", "x"): 7 - more, ("b", "x"): 9}, *names)) == first
    later = renewed(first, cut({("a", "x"): 7 + FEWEST, ("b", "x"): 9 + more}, *names))
    assert sorted(part.people for part in later) == [9, 12]


def test_a_part_is_shown_anew_only_as_a_whole():
    were = [Part(frozenset("a"), frozenset("x"), 6), Part(frozenset("b"), frozenset("x"), 5)]
    are = [Part(frozenset("ab"), frozenset("x"), 9)]

    assert not has_changed(were, are)
    assert renewed(were, are) == were
    assert renewed(were, [Part(frozenset("ab"), frozenset("x"), 20)]) == [Part(frozenset("ab"), frozenset("x"), 20)]
