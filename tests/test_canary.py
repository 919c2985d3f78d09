"""The proof of the gate: a word in every private field of one person, looked for on every page as every viewer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.db import transaction
from django.utils import timezone

from members import leaving
from members.gate import name_for
from members.switches import SWITCHES
from outbox import schedule
from tests.access.people import Person
from tests.canary import beyond, removing
from tests.canary.network import (
    ALONE,
    EVERYTHING,
    HIDDEN,
    INSIDE,
    MEMBER,
    OWNER,
    STATES,
    UNTRAINED,
    VISITOR,
    WORD,
    Network,
)
from tests.canary.walk import Asked, ask
from tests.factories import make_member, make_supervision, make_supervisor

pytestmark = [pytest.mark.django_db, pytest.mark.whole, pytest.mark.xdist_group("canary")]
ENTRY, FIELDS = HIDDEN
TO_A_GUEST = {"meetings.Guest.name", "members.Member.name"}
EVERYBODY = (*INSIDE, UNTRAINED, VISITOR, OWNER)


class Walked(NamedTuple):
    """What everybody reads in each state in which the person hides something, and where the gate was asked for it."""

    pages: dict[str, dict[Asked, str]]
    reached: dict[removing.Call, dict[tuple[str, Asked | None], None]]


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """One network for all tests here: what a test changes in it is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Network()
        transaction.set_rollback(True)


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


@pytest.fixture
def network(filled, db) -> Network:
    filled.begin()
    return filled


def refuse_leaks(network: Network, found: dict[Asked, str]) -> None:
    wrong = [(asked, told) for asked, page in found.items() if (told := network.leaks(asked, page))]
    assert not wrong, wrong[:9]


def test_every_word_of_a_shown_entry_stands_only_where_its_owner_lets_it(network):
    network.set(**EVERYTHING)

    refuse_leaks(network, network.pages(*INSIDE, UNTRAINED, VISITOR))


@pytest.mark.parametrize("state", HIDDEN)
def test_no_hidden_word_stands_anywhere(walked, network, state):
    network.set(**HIDDEN[state])

    refuse_leaks(network, walked.pages[state])


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


def test_each_switch_opens_its_own_field_alone_to_readers_searches_filters_and_cards(network):
    entry = network.person.get_absolute_url()
    theirs = {label: word for word, label in network.words.items() if label.startswith("members.Member.")}
    asks = {
        f"search={word}": label for label, word in theirs.items() if not label.endswith((".name", "organisation_other"))
    }
    for field, row in (("organisation", network.person.organisation), ("profession", network.person.profession)):
        asks[f"{field}={row.pk}"] = f"members.Member.{field}"
    asks[f"endorsement={network.endorsement.pk}"] = "members.Member.endorsements"
    asks[f"language={theirs['members.Member.languages']}"] = "members.Member.languages"
    wrong = []
    for switch in SWITCHES[1:]:
        network.set(**{**HIDDEN[FIELDS], switch.flag: True})
        opened = {f"members.Member.{field}" for field in switch.fields}
        for address in (entry, f"{entry}card/"):
            page = ask(network.clients, Asked(MEMBER, address))
            read = {network.words[word] for word in WORD.findall(page)} - {"members.Member.name"}
            expected = opened & set(theirs) - {"members.Member.organisation_other"}
            wrong += (
                [(switch.name, address, read)]
                if not read <= expected or (address == entry and read != expected)
                else []
            )
        for question, label in asks.items():
            page = ask(network.clients, Asked(MEMBER, f"/directory/?{question}"))
            finds = network.person.public_id in page
            searchable = label in opened and label not in ("members.Member.email", "members.Member.phone")
            wrong += [(switch.name, question, label, finds)] if finds != searchable else []
    assert not wrong, wrong[:9]


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
    return bool(network.leaks(asked, page)) or page != kept


def test_at_the_desk_whoever_does_not_run_the_area_reads_no_word_and_an_auditor_takes_none_away(network):
    network.set(**EVERYTHING)
    desk = beyond.desk(network)
    wrong = []
    for person in (Person.AREA_COORDINATOR, Person.SERVICE_LEAD, Person.AUDITOR):
        client = beyond.signed_in(person)
        for address in desk:
            page = ask({person.value: client}, Asked(person.value, address))
            read = network.leaks(Asked(person.value, address), page)
            takes = "attachment;" in page.partition("]")[0]
            wrong += [(person.value, address, read)] if takes or (read and person != Person.AUDITOR) else []

    assert not wrong, wrong[:20]


def test_no_hidden_word_leaves_in_mail_to_others_nor_stands_behind_its_links_and_their_calendars(network):
    network.set(**HIDDEN[ENTRY])
    now = timezone.now()
    for row in network.rows:  # so that they are still there when the clock has run
        if hasattr(row, "erase_on") or hasattr(row, "remove_on"):
            type(row).objects.filter(pk=row.pk).delete()
    before = beyond.last_message()
    failed = [schedule.run(now + timedelta(days=days)) for days in (0, 8)]
    leaving.leave(network.person.user, now + timedelta(days=8))

    mail = beyond.mail_to_others(network, before)
    links = {(to, link) for _, to, said in mail for link in beyond.links_in(said)}
    links |= {(VISITOR, link) for link in beyond.calendars(network, now)}
    wrong = [(name, to, read) for name, to, said in mail if (read := set(network.leaks(Asked(to, name), said)))]
    # Whoever brings a guest tells them by whom they are invited.
    wrong = [each for each in wrong if not (each[0].startswith("meetings/guest_") and each[2] <= TO_A_GUEST)]
    for to, link in links:  # a link is all that its holder needs
        read = network.leaks(Asked(to, link), network.ask(Asked(VISITOR, link)))
        wrong += [(link, to, set(read))] if read else []
    assert not any(failed), failed
    assert mail
    assert links
    assert not wrong, wrong[:20]


def test_a_page_that_fails_at_any_question_says_nothing_of_the_person(network):
    network.set(**HIDDEN[ENTRY])
    wrong, failed = [], 0
    for address in (network.person.get_absolute_url(), "/directory/", f"/meetings/{network.next.slug}/"):
        for number in range(0, 40, 3):
            with beyond.failing(number):
                page = network.ask(Asked(MEMBER, address))
            failed += page.startswith("500")
            wrong += [(address, number)] if network.leaks(Asked(MEMBER, address), page) else []

    assert failed
    assert not wrong, wrong


def test_names_are_hidden_but_from_their_owner_and_those_close_to_them_and_the_desk():
    ada, other, close = make_member(name="Ada Example", listed=False), make_member(), make_supervisor()
    make_supervision(ada, supervisor=close)
    before, on = make_supervisor(), timezone.localdate()
    make_supervision(other, supervisor=close, ended_on=on)
    make_supervision(ada, supervisor=before, began_on=on + timedelta(days=9), ended_on=on + timedelta(days=9))

    assert [name_for(viewer, ada, on) for viewer in (None, other, before)] == ["A member"] * 3
    assert [name_for(viewer, ada, on) for viewer in (close, ada)] == ["Ada Example", "Ada Example"]
    assert name_for(other, close, on) == close.name
    assert name_for(None, ada, on, at_the_desk=True) == "Ada Example"
