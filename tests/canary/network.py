"""The person, their rows, and everybody who looks; every page as each of them reads it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from meetings import rsvp
from meetings.models import Meeting
from meetings.words import Choice
from members import directory
from members.folding import fold
from members.models import Member, Offer, PlaceRequest
from members.stages import Standing
from members.switches import FLAG_OF, SWITCHES, Audience
from minutes import carrying
from minutes.models import Action
from tests.access import places
from tests.access.people import Person, row_of
from tests.canary.rows import add_rows, person_with_words, word
from tests.canary.walk import DEEDS, Asked, Browser, addresses, ask, questions
from tests.factories import (
    make_action,
    make_attendance,
    make_evidence,
    make_item,
    make_meeting,
    make_member,
    make_offer,
    make_past_meeting,
    make_pathway,
    make_published_minutes,
    make_role,
    make_supervision,
    make_supervisor,
)

WORD = re.compile(r"zq\d{3}zq")
# What people say to a meeting, for everybody in it; and what the network itself writes on a certificate.
SAID_TO_ALL = {"minutes.AgendaItem.title", "minutes.Action.text"}
# Those to whom a hidden name still stands (docs/decisions.md): a minute-taker writes down who was there.
MEMBER, UNTRAINED, VISITOR = Person.MEMBER.value, Person.PARKED.value, Person.VISITOR.value
OWNER, TAKER = "the person", "a minute-taker"
CLOSE = ("a supervisee", "a supervisor")
LOOKING = (Person.VISITOR, Person.PARKED, Person.MEMBER)
INSIDE = (MEMBER, TAKER, *CLOSE)
EVERYTHING = {switch.flag: True for switch in SWITCHES}
NOTHING = dict.fromkeys(EVERYTHING, False)
TOLD = ("name", "organisation", "profession", "job_title", "service", "phone", "interests", "languages")
HIDDEN = {
    "whole entry hidden": {**EVERYTHING, "listed": False},
    "every field hidden": {**NOTHING, "listed": True},
}
# The same while nobody else has the same profession, organisation or endorsement, which a filter would offer then.
ALONE = "every field hidden, alone"
STATES = {**HIDDEN, ALONE: HIDDEN["every field hidden"]}


class Network:
    """The person, their rows, and everybody who looks."""

    def __init__(self) -> None:
        self.known: Any = places.fill()
        self.read: list[str] = []  # the addresses that can be read
        self.asking: Asked | None = None
        self.next = Meeting.objects.get(slug="next")
        self.person, self.words = person_with_words()
        self.endorsement = make_pathway(gives_entry=False)
        facts = ("initial_training", "accredited", "supervisor")
        for kind in facts:
            make_evidence(self.person, kind, verified=True)
        make_evidence(self.person, "endorsement", pathway=self.endorsement, verified=True)
        self.past, self.unwritten = make_past_meeting(), make_past_meeting()
        self.person.standing = Standing.SUPERVISOR
        self.person.save(update_fields=["standing"])
        supervisee, supervisor, taker = make_member(), make_supervisor(), make_member()
        self.colleague_shows_the_same()
        make_supervision(supervisee, supervisor=self.person)
        make_supervision(self.person, supervisor=supervisor)
        self.people_meet(taker)
        self.rows = [self.person, *add_rows(self.person, self.next, self.words)]
        viewers = {person.value: row_of(person) for person in LOOKING}
        viewers |= {"a supervisee": supervisee.user, "a supervisor": supervisor.user, TAKER: taker.user}
        viewers[OWNER] = self.person.user
        self.users = viewers
        self.rows.append(self.asked_long_ago(viewers[MEMBER].member))
        self.clients = {name: Browser(user) for name, user in viewers.items()}
        for client in self.clients.values():  # whose first visit is noted, so that no further one writes the session
            client.get("/")

        for action in Action.objects.filter(owner=self.person):  # as members have read it
            Action.objects.filter(pk=action.pk).update(search_text=fold(action.text))
        self.with_guests = make_meeting(guests_allowed=True)
        rsvp.answer(self.with_guests, viewers[MEMBER].member, Choice.ROOM, timezone.now())
        following = carrying.next_meeting(timezone.now())
        self.addresses = addresses(self.known, self.rows, ["next", self.past.slug, self.unwritten.slug, following.slug])

    def colleague_shows_the_same(self) -> None:
        """So that each filter offers what the person hides, and only the gate keeps them out of what it finds."""
        self.person.organisation.areas.add(self.person.area)
        same = {name: getattr(self.person, name) for name in ("profession", "organisation", "area")}
        colleague = make_supervisor(name="Colleague Who Shows", **same, **EVERYTHING)
        make_evidence(colleague, "endorsement", pathway=self.endorsement, verified=True)
        make_offer(colleague, audience=Audience.PUBLIC)
        directory.refresh(colleague)
        self.colleague = colleague

    def asked_long_ago(self, member: Member) -> PlaceRequest:
        """A request that the person has declined: neither reads the other's hidden name there any more."""
        then = timezone.now() - timedelta(days=60)
        offer = Offer.objects.get(supervisor=self.person)
        said = {"purpose": "training", "state": "declined", "asked_at": then, "answered_at": then}
        return PlaceRequest.objects.create(offer=offer, member=member, **said)

    def pages(self, *viewers: str) -> dict[Asked, str]:
        """What each of these reads at every address; one that only takes what is posted is asked for once."""
        if not self.read:
            said = {each: self.ask(Asked(MEMBER, each)) for each in self.addresses}
            self.read = [each for each, page in said.items() if not page.startswith("405")]
            known = {Asked(MEMBER, each): said[each] for each in self.read if MEMBER in viewers}
        else:
            known = {}
        every = [Asked(viewer, address) for viewer in viewers for address in self.read]
        return {asked: known.get(asked) or self.ask(asked) for asked in every}

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
        said = [{"text": "Promised", "owner": self.person.name, "due": "", "who": self.person.public_id}]
        said.append({"text": "Promised before", "owner": word(self.words, "a name of before"), "due": ""})
        minutes.versions.update(actions=said)

    def begin(self) -> None:
        """What was said of them in the test before is undone in the database, and here too."""
        for each in (self.person, self.colleague):
            each.refresh_from_db()

    def set(self, **switches: Any) -> None:
        for name, value in switches.items():
            setattr(self.person, name, value)
        self.person.save()
        directory.refresh(self.person)

    def enter(self, state: str, **switches: Any) -> None:
        self.colleague.listed = state != ALONE
        self.colleague.save(update_fields=["listed"])
        directory.refresh(self.colleague)
        self.set(**switches)

    def answered(self, pages: dict[Asked, str]) -> dict[Asked, str]:
        """Those of the pages that open, and all that a member can ask them: each field with each value."""
        opened = {asked: page for asked, page in pages.items() if page.startswith("200")}
        theirs = [word for word, label in self.words.items() if label.startswith("members.Member.")]
        hidden = [str(self.person.organisation_id), str(self.person.profession_id), str(self.endorsement.pk)]
        further = [
            Asked(MEMBER, each)
            for asked, page in opened.items()
            if asked.viewer == MEMBER and 'method="get"' in page
            for each in questions(asked.address, page, theirs, hidden)
        ]
        return opened | self.walk([*further, *self.deeds()])

    def deeds(self) -> list[Asked]:
        """What a member finds out by doing something, and what no page shows at once."""
        email = next(word for word, label in self.words.items() if label == "members.Member.email")
        offer = Offer.objects.filter(supervisor=self.person).latest("pk")
        written = ("email", f"{email}@trust.example")
        guest = (("name", "Guest"), written, ("place", "room"))
        outside = (("name", "Somebody Outside"), written, ("began_on_month", "9"), ("began_on_year", "2025"))
        return [
            *(Asked(MEMBER, f"/directory/?standing=supervisors&place=offered{each}") for each in ("", "&for=training")),
            Asked(MEMBER, f"/supervision/ask/{offer.public_id}/", (("purpose", "training"),)),
            Asked(MEMBER, f"/meetings/{self.with_guests.slug}/guests/", guest),
            Asked(MEMBER, "/pathway/supervisors/outside/", outside),
            *(Asked(MEMBER, deed) for deed in DEEDS),
        ]

    def allowed(self, viewer: str, word: str) -> bool:
        """Whether the switches of the person let this viewer read this word."""
        label = self.words.get(word, "")
        if viewer == OWNER:
            return True
        model, _, field = label.rpartition(".")
        if label in SAID_TO_ALL:
            return True
        if model != "members.Member":
            return False
        if field == "name" and viewer in (*CLOSE, TAKER):
            return True
        return viewer in INSIDE and field in FLAG_OF and self.person.listed and getattr(self.person, FLAG_OF[field])

    def leaks(self, asked: Asked, page: str) -> list[str]:
        """What stands on a page that this viewer may not read; a question says back the word it was asked."""
        said = set(WORD.findall(f"{asked.address} {asked.posted}"))
        found = set(WORD.findall(page)) - said
        return sorted(self.words.get(word, word) for word in found if not self.allowed(asked.viewer, word))

    def all_leaks(self, found: dict[Asked, str]) -> list[tuple[Asked, list[str]]]:
        return [(asked, told) for asked, page in found.items() if (told := self.leaks(asked, page))][:9]

    def ask(self, asked: Asked) -> str:
        self.asking = asked
        try:
            return ask(self.clients, asked)
        finally:
            self.asking = None

    def walk(self, pages: Iterable[Asked]) -> dict[Asked, str]:
        return {each: self.ask(each) for each in pages}

    def leave_out(self, *, but: tuple[str, ...] = ()) -> None:
        """Give the person other words instead of what they hide."""
        others = {"name": "Xanthe Other", "organisation": None, "profession": None}
        self.set(**{name: others.get(name, "") for name in TOLD if name not in but})
