"""The proof of the gate: a word in every private field of one person, looked for on every page as every viewer."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from django.db import transaction

from tests.canary import removing
from tests.canary.network import (
    ALONE,
    HIDDEN,
    INSIDE,
    MEMBER,
    OWNER,
    STATES,
    UNTRAINED,
    VISITOR,
    Network,
)
from tests.canary.walk import Asked

pytestmark = [pytest.mark.django_db, pytest.mark.whole, pytest.mark.xdist_group("canary-walk")]
ENTRY, _ = HIDDEN
EVERYBODY = (*INSIDE, UNTRAINED, VISITOR, OWNER)


class Walked(NamedTuple):
    """What everybody reads in each state in which the person hides something, and where the gate was asked for it."""

    pages: dict[str, dict[Asked, str]]
    reached: dict[removing.Call, dict[tuple[str, Asked | None], None]]


@pytest.fixture(scope="module")
def walked(filled, django_db_blocker) -> Walked:
    """Each state walked once for all tests here."""
    found = Walked({}, defaultdict(dict))
    with django_db_blocker.unblock():
        for state in STATES:
            with transaction.atomic():
                filled.begin()
                found.pages[state] = walk(filled, state, found)
                transaction.set_rollback(True)
    return found


def walk(network: Network, state: str, found: Walked) -> dict[Asked, str]:
    def note(call: removing.Call) -> bool:
        found.reached[call][state, network.asking] = None
        return False

    with removing.watched(note):
        network.enter(state, **STATES[state])
        if state == ALONE:  # somebody who is alone with a value: the filters of the directory alone can tell
            return network.walk(filters(found.pages[ENTRY]))
        pages = network.pages(*(EVERYBODY if state == ENTRY else (VISITOR, MEMBER)))
        asked = network.answered({each: page for each, page in pages.items() if each.viewer in (VISITOR, MEMBER)})
    return pages | asked


def filters(pages: Iterable[Asked]) -> list[Asked]:
    return [asked for asked in pages if asked.address.startswith("/directory/?")]


@pytest.mark.parametrize("state", HIDDEN)
def test_no_hidden_word_stands_anywhere(walked, network, state):
    network.set(**HIDDEN[state])

    assert not network.all_leaks(walked.pages[state])


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_changes_no_page_no_count_and_no_order(walked, network, state):
    network.set(**HIDDEN[state])
    every = walked.pages[state].items()
    before = {each: page for each, page in every if each.viewer in (VISITOR, MEMBER) and says_something(each, page)}

    network.leave_out(but=() if state == ENTRY else ("name",))
    after = network.walk(before)

    changed = [asked for asked in before if before[asked] != after[asked]]
    assert not changed, changed[:9]


def says_something(asked: Asked, page: str) -> bool:
    """Whoever is only led to the sign-in page learns nothing."""
    return bool(asked.posted) or "?" in asked.address or not page.startswith("30")


def test_the_walk_fails_when_the_gate_is_taken_away_at_any_one_place(walked, network):
    unproved = [call for call in sorted(removing.calls()) if not proves(network, call, walked)]

    named = [f"{call.file.removeprefix(str(removing.ROOT))}:{call.line} {call.name}" for call in unproved]
    assert not named, ", ".join(named)


def proves(network: Network, call: removing.Call, walked: Walked) -> bool:
    """Whether the walk finds something wrong while this one call says yes to everybody."""
    reached = {state: where_reached(call, state, walked) for state in STATES}
    quick = {state: first_of_each_page(pages) for state, pages in reached.items()}
    for tried in (quick, reached):  # most show it on a page's first question, in whichever state
        for state, pages in tried.items():
            with removing.watched(lambda asked_by: asked_by == call):
                network.enter(state, **STATES[state])
                if any(wrong(network, asked, walked.pages[state][asked]) for asked in pages):
                    return True
    return False


def where_reached(call: removing.Call, state: str, walked: Walked) -> list[Asked]:
    where = [asked for at, asked in walked.reached[call] if at == state]
    return [asked for asked in where if asked] + (filters(walked.pages[state]) if None in where else [])


def first_of_each_page(pages: list[Asked]) -> list[Asked]:
    """The first question of each page, as it was asked."""
    return list({asked.address.partition("?")[0]: asked for asked in reversed(pages)}.values())[::-1]


def wrong(network: Network, asked: Asked, kept: str) -> bool:
    page = network.ask(asked)
    assert not page.startswith("500"), asked  # a page that breaks without the gate proves nothing
    return bool(network.leaks(asked, page)) or page != kept
