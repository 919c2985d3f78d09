"""What somebody's pathway shows on a date, from one reading of their evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from . import checklist
from .clocks import clocks_of
from .evidence_words import Piece, pieces
from .facts import Facts, facts_of
from .models import Evidence, Member, Supervision
from .models.pathway import RequirementKind
from .next_on_pathway import Next, Place, next_of
from .next_step import NextStep
from .pathway_words import Limit, Task, limit, task
from .rules import Rulebook, Rules, rulebook
from .stages import Standing
from .standing import Derived, derived
from .standing_words import in_words

SUPERVISOR_ROUTE = "supervisor"
# Who sees what the supervisor stage asks for: whoever may begin it, and whoever is on it.
BEFORE_SUPERVISING = (Standing.ACCREDITED, Standing.SUPERVISOR_IN_TRAINING)
ARRIVED = (*BEFORE_SUPERVISING, Standing.SUPERVISOR)
NOTHING_VERIFIED = "Your training is not verified yet"


@dataclass(frozen=True)
class MyPathway:
    """Everything that the page shows."""

    on: date
    derived: Derived
    standing: str
    route: Rules | None
    tasks: list[Task]
    limits: list[Limit]
    limits_are_said: bool
    further: Rules | None
    further_tasks: list[Task]
    next: Next
    pieces: list[Piece]

    @property
    def has_arrived(self) -> bool:
        """Whether the route asks nothing more: accredited, or further."""
        return self.derived.standing in ARRIVED

    @property
    def has_begun_further(self) -> bool:
        """Whether anything towards the supervisor stage is recorded."""
        return any(task.said.have for task in self.further_tasks)

    @property
    def counting(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.counts]

    @property
    def past(self) -> list[Piece]:
        """What was corrected, set aside or taken back: kept, and out of the way."""
        return [piece for piece in self.pieces if not piece.counts]


def read(member: Member, on: date) -> MyPathway:
    """The evidence, the rules and the supervisors of one person, in five questions to the database."""
    related = ("pathway", "supervision__supervisor", "supervision__outside")
    evidence = list(member.evidence.select_related(*related))
    running = member.supervisions.running(on).filter(began_on__lte=on).select_related("supervisor", "outside")
    return pathway_of(member, evidence, rulebook(), running, on)


def next_at_home(member: Member, on: date) -> NextStep:
    """The next step in few words, for a page that leads to the pathway."""
    step = read(member, on).next
    by = f" Until {step.by_words}." if step.by_words else ""
    return NextStep(step.heading, f"{step.text}{by}", "members:pathway", "See my pathway")


def pathway_of(
    member: Member, evidence: Sequence[Evidence], rules: Rulebook, supervisions: Iterable[Supervision], on: date
) -> MyPathway:
    """Read one person's evidence as at a date; `supervisions` are those that ran on it."""
    for item in evidence:
        item.member = member  # it is theirs: no question for each
    facts, claimed = facts_of(evidence, rules, on), facts_of(evidence, rules, on, claimed=True)
    found, route = derived(facts), facts.route or claimed.route
    further = further_route(found.standing, facts, claimed, rules, on)
    running = clocks_of(facts, on) or clocks_of(claimed, on)
    as_said = {each.clock.pk: each for each in clocks_of(claimed, on)}
    names = [each.name for each in supervisions]
    return MyPathway(
        on=on,
        derived=found,
        standing=NOTHING_VERIFIED if found.standing == Standing.ENQUIRER else in_words(found.standing, evidence, on),
        route=route,
        tasks=tasks(facts, claimed, route),
        limits=[limit(each, as_said.get(each.clock.pk)) for each in running],
        limits_are_said=facts.training is None,
        further=further,
        further_tasks=entry_tasks(facts, claimed, further) + tasks(facts, claimed, further),
        next=next_of(Place(found.standing, facts, claimed, running, names, joined=member.joined_on is not None)),
        pieces=pieces(item for item in evidence if item.happened_on <= on),
    )


def tasks(facts: Facts, claimed: Facts, rules: Rules | None) -> list[Task]:
    """What a route asks for, each line as verified and as said."""
    if rules is None:
        return []
    both = zip(checklist.lines(facts, rules), checklist.lines(claimed, rules), strict=True)
    return [task(line, said, claimed, rules) for line, said in both]


def entry_tasks(facts: Facts, claimed: Facts, rules: Rules | None) -> list[Task]:
    """What has to be there before the supervisor stage begins, as far as it is counted here."""
    asked = [each for each in (rules.requirements if rules else ()) if each.measure and is_entry(each.kind)]
    return [
        task(checklist.line(facts, rules, each), checklist.line(claimed, rules, each), claimed, rules)
        for each in asked
        if rules
    ]


def is_entry(kind: str) -> bool:
    return kind == RequirementKind.ENTRY


def further_route(standing: Standing, facts: Facts, claimed: Facts, rules: Rulebook, on: date) -> Rules | None:
    """The supervisor's route: the version with which somebody began it, or, for who may begin, the one in effect."""
    if standing not in BEFORE_SUPERVISING:
        return None
    begun = facts.supervisor_route or claimed.supervisor_route
    return begun or in_effect(rules, SUPERVISOR_ROUTE, on)


def in_effect(rules: Rulebook, code: str, on: date) -> Rules | None:
    """The latest version of a route in effect on a date."""
    found = [
        each
        for each in rules.values()
        if each.pathway.code == code
        and (each.pathway.valid_from is None or each.pathway.valid_from <= on)
        and (each.pathway.valid_to is None or each.pathway.valid_to >= on)
    ]
    return max(found, key=lambda each: each.pathway.version, default=None)
