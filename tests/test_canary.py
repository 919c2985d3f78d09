"""The proof of the gate: a word in every private field of one person, looked for on every page as every viewer."""

import re
from collections import defaultdict
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from meetings.models import Meeting
from members import directory
from members.gate import name_for
from members.models import Member
from members.switches import FLAG_OF, SWITCHES
from tests.access import places
from tests.access.people import Person, row_of
from tests.canary import removing
from tests.canary.rows import add_rows, person_with_words
from tests.canary.walk import Asked, addresses, ask, questions
from tests.factories import (
    make_action,
    make_attendance,
    make_evidence,
    make_item,
    make_member,
    make_past_meeting,
    make_published_minutes,
    make_role,
    make_supervision,
    make_supervisor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.whole]
WORD = re.compile(r"zq\d{3}zq")
# What people say to a meeting, for everybody in it; and what the network itself writes on a certificate.
SAID_TO_ALL = {"minutes.AgendaItem.title", "minutes.Action.text"}
# Those to whom a hidden name still stands (docs/decisions.md): a minute-taker writes down who was there.
CLOSE = ("a supervisee", "a supervisor")
EVERYTHING = {switch.flag: True for switch in SWITCHES}
NOTHING = dict.fromkeys(EVERYTHING, False)
TOLD = ("name", "organisation", "profession", "job_title", "service", "phone", "interests", "languages")
LOOKING = (Person.VISITOR, Person.NEWCOMER, Person.APPLICANT, Person.PARKED, Person.MEMBER)
HIDDEN = {
    "whole entry hidden": {**EVERYTHING, "listed": False},
    "every field hidden": {**NOTHING, "listed": True},
}


class Network:
    """The person, their rows, and everybody who looks."""

    def __init__(self) -> None:
        self.known: Any = places.fill()
        self.next = Meeting.objects.get(slug="next")
        self.person, self.words = person_with_words()
        make_evidence(self.person, verified=True)
        self.past, self.unwritten = make_past_meeting(), make_past_meeting()
        supervisee, supervisor, taker = make_member(), make_supervisor(), make_member()
        make_supervision(supervisee, supervisor=self.person)
        make_supervision(self.person, supervisor=supervisor)
        self.people_meet(taker)
        self.rows = [self.person, *add_rows(self.person, self.next, self.words)]
        viewers = {person.value: row_of(person) for person in LOOKING}
        viewers |= {"a supervisee": supervisee.user, "a supervisor": supervisor.user, "a minute-taker": taker.user}
        self.clients = {name: Client(raise_request_exception=False) for name in viewers}
        for name, user in viewers.items():
            if user:
                self.clients[name].force_login(user)

    @property
    def addresses(self) -> list[str]:
        return addresses(self.known, self.rows, ["next", self.past.slug, self.unwritten.slug])

    def people_meet(self, taker: Member) -> None:
        """The person proposes, promises, helps and was there."""
        for meeting, duty in ((self.next, "door"), (self.past, "door")):
            make_role(meeting, duty, self.person)
        make_role(self.unwritten, "minute_taker", taker)
        make_role(self.next, "minute_taker", taker)
        make_attendance(self.unwritten, self.person)
        make_item(self.next, proposed_by=self.person)
        make_action(self.past, self.person, text="Promised", search_text="promised")
        minutes = make_published_minutes(self.past)
        said = [{"text": "Promised", "owner": self.person.name, "due": ""}]
        minutes.versions.update(actions=said)

    def set(self, **switches: Any) -> None:
        for name, value in switches.items():
            setattr(self.person, name, value)
        self.person.save()
        directory.refresh(self.person)

    def asked_by_a_member(self) -> list[Asked]:
        """Every page as a member asks for it, and each of its forms that ask something, with every value."""
        member, pages = Person.MEMBER.value, []
        theirs = [word for word, label in self.words.items() if label.startswith("members.Member.")]
        hidden = [str(self.person.organisation_id), str(self.person.profession_id)]
        for address in self.addresses:
            page = ask(self.clients, Asked(member, address))
            pages += [Asked(member, address)]
            if page.startswith("200") and 'method="get"' in page:
                pages += [Asked(member, each) for each in questions(address, page, theirs, hidden)]
        return pages

    def allowed(self, viewer: str, word: str) -> bool:
        """Whether the switches of the person let this viewer read this word."""
        label = self.words.get(word, "")
        model, _, field = label.rpartition(".")
        if label in SAID_TO_ALL:
            return True
        if model != "members.Member":
            return False
        if field == "name" and viewer in (*CLOSE, "a minute-taker"):
            return True
        inside = viewer in (Person.MEMBER.value, "a minute-taker", *CLOSE)
        return inside and field in FLAG_OF and self.person.listed and getattr(self.person, FLAG_OF[field])

    def leaks(self, asked: Asked, page: str) -> list[str]:
        """What stands on a page that this viewer may not read; a question says back the word it was asked."""
        said = set(WORD.findall(asked.address))
        found = set(WORD.findall(page)) - said
        return sorted(self.words.get(word, word) for word in found if not self.allowed(asked.viewer, word))

    def walk(self, pages: list[Asked]) -> dict[Asked, str]:
        return {each: ask(self.clients, each) for each in pages}

    def leave_out(self, *, but: tuple[str, ...] = ()) -> None:
        """Give the person other words instead of what they hide."""
        others = {"name": "Xanthe Other", "organisation": None, "profession": None}
        self.set(**{name: others.get(name, "") for name in TOLD if name not in but})


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.mark.parametrize("switches", HIDDEN.values(), ids=HIDDEN)
def test_every_word_stands_only_where_its_owner_lets_it(network, switches):
    network.set(**switches)
    pages = [Asked(viewer, address) for viewer in network.clients for address in network.addresses]

    found = {asked: network.leaks(asked, ask(network.clients, asked)) for asked in pages}

    assert {asked: wrong for asked, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_changes_no_page_no_count_and_no_order(network, state):
    network.set(**HIDDEN[state])
    pages = network.asked_by_a_member()

    before = network.walk(pages)
    network.leave_out(but=() if state == "whole entry hidden" else ("name",))
    after = network.walk(pages)

    assert [asked.address for asked in pages if before[asked] != after[asked]] == []


def test_a_word_that_is_shown_is_found_and_each_switch_opens_its_own_field_alone(network):
    member = Person.MEMBER.value
    entry = Asked(member, network.person.get_absolute_url())
    shown = {}
    for switch in SWITCHES[1:]:
        network.set(**HIDDEN["every field hidden"])
        network.set(**{switch.flag: True})
        page = ask(network.clients, entry)
        assert network.leaks(entry, page) == []
        shown[switch.name] = {network.words[word] for word in WORD.findall(page)} - {"members.Member.name"}

    for name in ("job_title", "service", "email", "phone", "interests", "languages"):
        assert shown[name] == {f"members.Member.{name}"}


def test_the_walk_fails_when_the_gate_is_taken_away_at_any_one_place(network):
    pages, reached, kept = network.asked_by_a_member(), defaultdict(set), {}
    for state, switches in HIDDEN.items():
        current: list[Asked | None] = [None]

        def note(call: removing.Call) -> bool:
            reached[call].add((state, current[0]))  # noqa: B023
            return False

        with removing.watched(note):
            network.set(**switches)
            for asked in pages:
                current[0] = asked
                kept[state, asked] = ask(network.clients, asked)
            current[0] = None
    unproved = [call for call in sorted(removing.calls()) if not proves(network, call, reached[call], kept, pages)]

    assert [f"{call.file.removeprefix(str(removing.ROOT))}:{call.line} {call.name}" for call in unproved] == []


def proves(network: Network, call: removing.Call, reached: set, kept: dict, pages: list[Asked]) -> bool:
    """Whether the walk finds something wrong while this one call says yes to everybody."""
    for state, switches in HIDDEN.items():
        again = [asked for where, asked in reached if where == state and asked]
        if any(where == state and asked is None for where, asked in reached):
            again += [asked for asked in pages if asked.address.startswith("/directory/?")]
        with removing.watched(lambda asked_by: asked_by == call):
            network.set(**switches)
            if any(wrong(network, state, asked, kept) for asked in again):
                return True
    return False


def wrong(network: Network, state: str, asked: Asked, kept: dict) -> bool:
    page = ask(network.clients, asked)
    return bool(network.leaks(asked, page)) or page != kept[state, asked]


def test_names_are_hidden_but_from_their_owner_and_those_close_to_them_and_the_desk():
    ada, other, close = make_member(name="Ada Example", listed=False), make_member(), make_supervisor()
    make_supervision(ada, supervisor=close)
    make_supervision(other, supervisor=close, ended_on=timezone.localdate())

    assert [name_for(viewer, ada) for viewer in (None, other)] == ["A member", "A member"]
    assert [name_for(viewer, ada) for viewer in (close, ada)] == ["Ada Example", "Ada Example"]
    assert name_for(other, close) == close.name
    assert name_for(None, ada, at_the_desk=True) == "Ada Example"
