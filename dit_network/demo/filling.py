"""Any number of further members, written many rows at a time, each as the verbs would have written them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from members import directory, letters, profile, standing
from members.chains import Chains
from members.joining.applying import ABOUT_THE_PERSON, claims_of
from members.models import Application, Consent, Decision, Evidence, Member, MemberChange, StandingChange
from members.models.application import DecisionKind, State
from members.models.history import ChangeKind
from members.names import name_of
from members.rules import rulebook
from members.stages import Against, Standing
from members.switches import SWITCHES
from outbox import post
from outbox.models import Message, full_key

from . import crowd, lives
from .members import Door
from .people import Person

CHUNK = 1000
NAME = "\ue000"  # stands for a name; nobody's name has this letter, which Unicode keeps for private use


def fill(door: Door, by: User, number: int, say: Callable[[str], None]) -> None:
    """Add so many members who have joined over the years, a thousand at a time."""
    people, done = crowd.people(number, door.seed), 0
    while chunk := list(islice(people, CHUNK)):
        write(chunk, door, by)
        done += len(chunk)
        say(f"{done} of {number} further members")


def write(people: list[Person], door: Door, by: User) -> None:
    """Write the rows of many people, table by table: each row after those that it points to."""
    coordinator = Coordinator(by)
    many = [Life(person, door, coordinator) for person in people]
    User.objects.bulk_create(life.user for life in many)
    EmailAddress.objects.bulk_create(address for life in many for address in life.addresses())
    Member.objects.bulk_create(life.member for life in many)
    Application.objects.bulk_create(life.application for life in many)
    Decision.objects.bulk_create(life.decision for life in many)
    Evidence.objects.bulk_create(item for life in many for item in life.evidence)
    MemberChange.objects.bulk_create(life.registration_checked() for life in many)
    StandingChange.objects.bulk_create(change for life in many for change in life.standing_changes)
    Consent.objects.bulk_create(consent for life in many for consent in life.consents())
    Message.objects.bulk_create(message for life in many for message in life.messages())


class Coordinator:
    """Who lets everybody in, and the words they send: the same for all but the name, so they are made once."""

    def __init__(self, user: User) -> None:
        self.user, self.name, self.rules = user, name_of(user), rulebook()
        sample = Application(name=NAME)
        self.letter = letters.suggested(DecisionKind.APPROVE, sample, user)
        self.words = {
            name: post.draft(name, to="", now=timezone.now(), context={"application": sample, "letter": self.letter})
            for name in ("members/received", "members/approved")
        }

        self.samples: dict[tuple[str, ...], dict[str, Any]] = {}
        self.chains = Chains()

    def verified(self, items: list[Evidence], standing: Standing, *, has_moved: bool) -> dict[str, Any]:
        """The words that say what was verified; many people have the same, so each is made once."""
        key = (*map(str, items), standing, str(has_moved))
        if key not in self.samples:
            context = {"member": Member(name=NAME, standing=standing), "items": items, "has_moved": has_moved}
            self.samples[key] = post.draft("members/verified", to="", now=timezone.now(), context=context)
        return self.samples[key]


def named(words: dict[str, Any], to: Person) -> dict[str, Any]:
    """The words of a message with this person's name in them."""
    said = {part: str(words[part]).replace(NAME, to.name) for part in ("subject", "text")}
    return {**words, **said, "html": str(words["html"]).replace(NAME, escape(to.name))}


class Life:
    """The rows of one member: signed up, applied, let in, shared, went on."""

    def __init__(self, person: Person, door: Door, by: Coordinator) -> None:
        self.person, self.clock, self.seed, self.by = person, door.clock, door.seed, by
        self.applied, self.decided = lives.applied_at(person, self.clock), lives.decided_at(person, self.clock)
        begun = lives.begun_at(person, self.clock)
        self.user = User(email=person.email, password=make_password(None), date_joined=begun)
        answers = lives.answers(person, self.clock, door.lists)
        self.application = Application(user=self.user, created_at=begun, **answers)
        self.member = self.joined_member()
        self.application.member = self.member
        self.application.state, self.application.submitted_at = State.APPROVED, self.applied
        self.decision = self.approval()
        self.later = list(lives.later(person, self.clock))
        self.stages: list[Standing] = []  # after the approval, and after each later step
        self.evidence = [*self.claimed(), *self.achieved()]
        self.standing_changes = list(self.ladder())
        self.member.search_text = directory.search_text_of(self.member, by.chains)

    def addresses(self) -> Iterator[EmailAddress]:
        yield EmailAddress(user=self.user, email=self.person.email, primary=True, verified=True)
        if self.person.home:
            yield EmailAddress(user=self.user, email=self.person.home, primary=False, verified=True)

    def joined_member(self) -> Member:
        """The row as it is now; how far they have come follows from the evidence."""
        said = {field: getattr(self.application, field) for field in ABOUT_THE_PERSON}
        chosen = lives.choices(self.person)
        return Member(
            user=self.user,
            public_id=lives.public_id(self.seed, self.person),
            registration_checked_on=timezone.localdate(self.decided),
            joined_on=timezone.localdate(self.decided),
            **said,
            **lives.details(self.person),
            **{switch.flag: chosen[switch.name] for switch in SWITCHES},
        )

    def approval(self) -> Decision:
        return Decision(
            application=self.application,
            kind=DecisionKind.APPROVE,
            state_before=State.SUBMITTED,
            by=self.by.user,
            by_name=self.by.name,
            at=self.decided,
            letter=self.by.letter.replace(NAME, self.person.name),
        )

    def claimed(self) -> Iterator[Evidence]:
        """What the application claims, verified by approving."""
        for claim in claims_of(self.application, self.application.route):
            yield self.proof(claim, self.applied, self.decided, self.decision)

    def achieved(self) -> Iterator[Evidence]:
        """What they did as members, verified piece by piece."""
        for step in self.later:
            for claim in step.claims:
                yield self.proof(claim, step.recorded_at, step.verified_at, against=step.against)

    def proof(
        self,
        claim: dict[str, Any],
        recorded: datetime,
        verified: datetime,
        where: Any = None,
        against: Against | None = None,
    ) -> Evidence:
        return Evidence(
            public_id=lives.token(self.seed, self.person.email, claim["kind"])[:12],
            member=self.member,
            recorded_by=self.user,
            recorded_at=recorded,
            verified_by=self.by.user,
            verified_by_name=self.by.name,
            verified_on=timezone.localdate(verified),
            verified_against=against or lives.AGAINST[claim["kind"]],
            verified_in=where,
            **claim,
        )

    def ladder(self) -> Iterator[StandingChange]:
        """Derive the standing anew after each verification, as its verbs do."""
        before = Standing.ENQUIRER
        joined = [item for item in self.evidence if item.verified_in]
        steps = [(joined, self.decided, "Application approved")]
        for step in self.later:
            known = steps[-1][0]
            items = self.evidence[len(known) : len(known) + len(step.claims)]
            steps.append(([*known, *items], step.verified_at, f"{'; '.join(map(str, items))}: {step.against.label}"))
        for evidence, at, why in steps:
            after = standing.standing_of(evidence, self.by.rules, timezone.localdate(at)).standing
            if after != before:
                yield self.change(before, after, at, why)
            self.member.standing = before = after
            self.stages.append(after)

    def change(self, before: Standing, after: Standing, at: datetime, why: str) -> StandingChange:
        return StandingChange(
            member=self.member, before=before, after=after, by=self.by.user, by_name=self.by.name, at=at, why=why
        )

    def registration_checked(self) -> MemberChange:
        kind = ChangeKind.REGISTRATION_CHECKED
        return MemberChange(member=self.member, kind=kind, by=self.by.user, by_name=self.by.name, at=self.decided)

    def consents(self) -> Iterator[Consent]:
        """One row for each switch that they moved from where it stood when they joined."""
        at, fresh = lives.shared_at(self.person, self.clock), Member()
        for switch in SWITCHES:
            shown = getattr(self.member, switch.flag)
            if shown != getattr(fresh, switch.flag):
                yield profile.consent(self.member, switch, at, shown=shown)

    def messages(self) -> Iterator[Message]:
        """What was written to them, and left."""
        received = f"{self.application.pk}:{self.applied.isoformat()}"
        yield self.message("members/received", received, self.applied)
        yield self.message("members/approved", str(self.decision.pk), self.decided)
        place = len(self.evidence) - sum(len(step.claims) for step in self.later)
        for step, before, after in zip(self.later, self.stages, self.stages[1:], strict=False):
            items = self.evidence[place : place + len(step.claims)]
            place += len(step.claims)
            key = ":".join([*(str(item.pk) for item in items), step.verified_at.isoformat()])
            words = self.by.verified(items, after, has_moved=before != after)
            yield self.sent("members/verified", words, key, step.verified_at)

    def message(self, name: str, key: str, now: datetime) -> Message:
        return self.sent(name, self.by.words[name], key, now, about=f"application:{self.application.pk}")

    def sent(self, name: str, words: dict[str, Any], key: str, now: datetime, about: str = "") -> Message:
        own = {
            "key": full_key(name, key),
            "about": about,
            "user": self.user,
            "recipient": self.user.email,
            "created_at": now,
            "next_attempt_at": now,
        }
        return lives.left(Message(**{**named(words, self.person), **own}), self.seed)
