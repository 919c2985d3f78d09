"""What a route asks for, counted in somebody's facts: done, in part, to do, or not known."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import models

from .facts import Facts
from .models import Evidence, Requirement
from .models.pathway import Measure
from .rules import Rules
from .stages import CaseMode, CaseState, EvidenceKind

Counted = tuple[Decimal, tuple[Evidence, ...]]
MINUTES_OF_AN_HOUR = 60


class LineState(models.TextChoices):
    DONE = "done", "Done"
    PART = "part", "Begun"
    OPEN = "open", "To do"
    UNKNOWN = "unknown", "To be confirmed"


@dataclass(frozen=True)
class Line:
    """One requirement, how much of it there is, and the facts that say so."""

    requirement: Requirement
    needed: Decimal | None
    have: Decimal
    items: tuple[Evidence, ...]

    @property
    def state(self) -> LineState:
        """A requirement that no source puts in figures, or that nothing here counts, is never "to do"."""
        if self.needed is None or not self.requirement.measure:
            return LineState.UNKNOWN
        if self.have >= self.needed:
            return LineState.DONE
        return LineState.PART if self.have else LineState.OPEN


def lines(facts: Facts, rules: Rules) -> list[Line]:
    """Count what the route asks for, in its order; sessions are counted within the cases."""
    return [line(facts, rules, each) for each in rules.tasks if each.measure != Measure.SESSIONS]


def line(facts: Facts, rules: Rules, requirement: Requirement) -> Line:
    count = COUNTS.get(Measure(requirement.measure)) if requirement.measure else None
    have, items = count(facts, rules) if count else (Decimal(0), ())
    return Line(requirement, needed(rules, requirement), have, items)


def needed(rules: Rules, requirement: Requirement) -> Decimal | None:
    """The whole amount: what is asked for in each case is asked for as often as there are cases."""
    if requirement.measure != Measure.FURTHER_RECORDINGS or requirement.amount is None:
        return requirement.amount
    cases = rules.amount(Measure.FURTHER_CASES)
    return None if cases is None else requirement.amount * cases


def complete(facts: Facts, rules: Rules | None) -> list[Line]:
    """The lines of a route of which every one is done; none where one is not, or cannot be known to be."""
    if rules is None or not rules.can_prove:
        return []
    found = lines(facts, rules)
    return found if all(each.state == LineState.DONE for each in found) else []


def completed_cases(facts: Facts, kind: EvidenceKind, sessions: Decimal | None) -> list[Evidence]:
    """Cases that were completed with as many sessions as the route asks for; one that ended early does not count."""
    done = {
        item.ordinal: item
        for item in facts.of(kind)
        if item.case_state == CaseState.COMPLETED and facts.has_ended(item) and (item.sessions or 0) >= (sessions or 0)
    }
    return list(done.values())


def number(items: Iterable[Evidence]) -> Counted:
    found = tuple(items)
    return Decimal(len(found)), found


def cases(facts: Facts, rules: Rules) -> Counted:
    return number(completed_cases(facts, EvidenceKind.TRAINING_CASE, rules.amount(Measure.SESSIONS)))


def further_cases(facts: Facts, rules: Rules) -> Counted:
    return number(completed_cases(facts, EvidenceKind.FURTHER_CASE, rules.amount(Measure.SESSIONS)))


def further_in_person(facts: Facts, rules: Rules) -> Counted:
    return number(item for item in further_cases(facts, rules)[1] if item.case_mode == CaseMode.IN_PERSON)


def supervision(facts: Facts, rules: Rules) -> Counted:
    items = tuple(facts.of(EvidenceKind.SUPERVISION))
    return Decimal(sum(item.minutes or 0 for item in items)) / MINUTES_OF_AN_HOUR, items


def further_recordings(facts: Facts, rules: Rules) -> Counted:
    """No more of one case count than the route asks for in each."""
    items, most = facts.passed(EvidenceKind.FURTHER_RECORDING), rules.amount(Measure.FURTHER_RECORDINGS)
    per_case = Counter(item.ordinal for item in items)
    counted = (Decimal(count) if most is None else min(Decimal(count), most) for count in per_case.values())
    return sum(sorted(counted, reverse=True)[: int(rules.amount(Measure.FURTHER_CASES) or 0)], Decimal(0)), tuple(items)


def letters(facts: Facts, rules: Rules) -> Counted:
    return number({item.writer: item for item in facts.of(EvidenceKind.LETTER)}.values())


COUNTS: dict[Measure, Callable[[Facts, Rules], Counted]] = {
    Measure.ROLE_PLAY: lambda facts, rules: number(facts.passed(EvidenceKind.ROLE_PLAY)[:1]),
    Measure.CASES: cases,
    Measure.SUPERVISION: supervision,
    Measure.RECORDINGS: lambda facts, rules: number(facts.passed(EvidenceKind.RECORDING)),
    Measure.CASE_STUDY: lambda facts, rules: number(facts.passed(EvidenceKind.CASE_STUDY)[:1]),
    Measure.SUPERVISING: lambda facts, rules: number(facts.of(EvidenceKind.SUPERVISING)),
    Measure.LETTERS: letters,
    Measure.FURTHER_CASES: further_cases,
    Measure.FURTHER_IN_PERSON: further_in_person,
    Measure.FURTHER_RECORDINGS: further_recordings,
    Measure.SUPERVISEES: lambda facts, rules: number(facts.of(EvidenceKind.SUPERVISEE)),
    Measure.TRAINEES: lambda facts, rules: number(i for i in facts.of(EvidenceKind.SUPERVISEE) if i.is_trainee),
}
