"""The versions of a route: who would move if its rules changed, and how a new version begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from look import words

from . import standing
from .clocks import Running, clocks_of
from .facts import facts_of
from .models import Clock, Evidence, Member, Pathway, Requirement
from .models.member import MemberQuerySet
from .names import name_of
from .recomputing import batches
from .rules import Rulebook, Rules
from .stages import Standing

if TYPE_CHECKING:
    from accounts.models import User

Row = TypeVar("Row", Pathway, Requirement, Clock)

# What of a route decides about people; the rest is only read.
DECIDES = {
    Requirement: ("kind", "measure", "amount"),
    Clock: ("code", "months", "starts", "ends", "refresher_settles"),
}


class Refusal(models.TextChoices):
    """Why rules are not changed, or a new version does not begin; each says what to do."""

    OWN = "own", "This would change your own standing. Ask another coordinator to change it."
    NOT_NEWEST = "not_newest", "This is not the newest version of the route. Begin the new one from the newest."
    TOO_EARLY = "too_early", "The new version has to begin after the one before it. Enter a later day."


class Refused(Exception):
    """A deed was refused; `reason` says why, in words for the person."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


@dataclass(frozen=True)
class Move:
    """Somebody whose standing would be another one."""

    member: Member
    before: Standing
    after: Standing


@dataclass(frozen=True)
class LimitChange:
    """A time limit of somebody that would end on another day, in words."""

    member: Member
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Simulation:
    """What a change of rules would do to the people who finish by them."""

    people: int
    moves: tuple[Move, ...]
    limits: tuple[LimitChange, ...]

    @property
    def unchanged(self) -> int:
        return self.people - len(self.moves)

    @property
    def seal(self) -> str:
        """The same for the same outcome: what is confirmed is what was shown."""
        moves = [(move.member.pk, move.before, move.after) for move in self.moves]
        limits = [(limit.member.pk, limit.label, limit.before, limit.after) for limit in self.limits]
        return sha256(repr((self.people, moves, limits)).encode()).hexdigest()[:16]


def differ(before: Rules, after: Rules) -> bool:
    """Whether a change of a route is one that can decide about people."""
    return decisive(before) != decisive(after)


def decisive(rules: Rules) -> tuple[object, ...]:
    rows = [*rules.requirements, *rules.clocks]
    found = (tuple(getattr(row, name) for name in DECIDES[type(row)]) for row in rows)
    return rules.pathway.gives_entry, *sorted(found, key=repr)


def concerned(route: Pathway) -> MemberQuerySet:
    """Everybody whose evidence names this version."""
    return Member.objects.filter(Exists(Evidence.objects.filter(member=OuterRef("pk"), pathway=route)))


def simulate(route: Pathway, before: Rulebook, after: Rulebook, on: date) -> Simulation:
    """Derive everybody whom this version concerns by the rules of before and after; two queries for each batch."""
    people, moves, limits = 0, list[Move](), list[LimitChange]()
    for batch in batches(concerned(route)):
        people += len(batch)
        for member in batch:
            derived = standing.standing_of(member.evidence.all(), after, on).standing
            if derived != member.standing:
                moves.append(Move(member, Standing(member.standing), derived))
            limits += limits_of(member, before, after, on)
    return Simulation(people, tuple(moves), tuple(limits))


def limits_of(member: Member, before: Rulebook, after: Rulebook, on: date) -> Iterator[LimitChange]:
    """The time limits of somebody that would end on another day, or be there no more, or for the first time."""
    old, new = ({each.clock.code: each for each in running(member, rules, on)} for rules in (before, after))
    for code in {**old, **new}:
        was, would_be = in_words(old.get(code)), in_words(new.get(code))
        if was != would_be:
            yield LimitChange(member, (new.get(code) or old[code]).clock.label, was, would_be)


def running(member: Member, rules: Rulebook, on: date) -> list[Running]:
    return clocks_of(facts_of(member.evidence.all(), rules, on), on)


def in_words(limit: Running | None) -> str:
    """Say how a limit stands in as few words as a list has room for."""
    if limit is None:
        return "no limit"
    until = f", until {words.day(limit.due_on)}" if limit.due_on else ""
    return f"{limit.state.label.lower()}{until}"


def refusal_to_settle(simulation: Simulation, by: "User") -> Refusal | None:
    """Say why this person cannot change the rules so, or None if they can: nobody moves by their own hand."""
    return Refusal.OWN if any(move.member.user_id == by.pk for move in simulation.moves) else None


def settle(route: Pathway, simulation: Simulation, by: "User", now: datetime) -> None:
    """Store what follows for whoever moves, with a row of history; the caller's transaction holds the new rules.

    Raises Refused.
    """
    if reason := refusal_to_settle(simulation, by):
        raise Refused(reason)
    why, by_name = f"Rules of {route} changed", name_of(by)
    for move in simulation.moves:
        standing.derive(standing.lock(move.member), by=by, by_name=by_name, now=now, why=why)


def refusal(route: Pathway, begins_on: date | None) -> Refusal | None:
    """Say why a new version of this route cannot begin, on that day or at all, or None if it can."""
    if Pathway.objects.filter(code=route.code, version__gt=route.version).exists():
        return Refusal.NOT_NEWEST
    return Refusal.TOO_EARLY if begins_on and route.valid_from and begins_on <= route.valid_from else None


@transaction.atomic
def begin(route: Pathway, begins_on: date) -> Pathway:
    """Begin the next version of a route with the same rules, and end this one on the day before. Raises Refused.

    Nobody moves: people finish by the version with which they began.
    """
    route = Pathway.objects.select_for_update(no_key=True).get(pk=route.pk)
    if reason := refusal(route, begins_on):
        raise Refused(reason)
    new = copied(route, version=route.version + 1, valid_from=begins_on, valid_to=None)
    for requirement in route.requirements.all():
        copied(requirement, pathway=new)
    for clock in route.clocks.all():
        copied(clock, pathway=new)
    route.valid_to = begins_on - timedelta(days=1)
    route.save(update_fields=["valid_to"])
    return new


def copied(row: Row, **changes: object) -> Row:
    return type(row)._default_manager.create(**{**values_of(row), **changes})


def values_of(row: models.Model) -> dict[str, object]:
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
