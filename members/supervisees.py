"""What a supervisor sees: the next step, progress and time limits of their own supervisees, of those who allow it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .checklist import lines
from .clocks import ClockState, clocks_of
from .facts import facts_of
from .models import Member, Supervision
from .next_on_pathway import Next, Place, next_of
from .pathway_words import Limit, Task, limit, task
from .rules import Rulebook, rulebook
from .stages import SUPERVISING, Standing
from .standing import derived

MOST = 200
PRESSING = (ClockState.RUNNING, ClockState.SOON, ClockState.PASSED)


@dataclass(frozen=True)
class Supervisee:
    """One supervisee on a date: how far they have come, what comes next, what their route asks for, and by when."""

    member: Member
    since: date
    standing: str
    next: Next
    tasks: Sequence[Task]
    limits: Sequence[Limit]

    @property
    def pressing(self) -> list[Limit]:
        """Time limits that run or have passed."""
        return [each for each in self.limits if each.running.state in PRESSING]

    @property
    def other_limits(self) -> list[Limit]:
        return [each for each in self.limits if each.running.state not in PRESSING]


def supervisees_of(supervisor: Member, on: date) -> list[Supervisee]:
    """Everybody who shows their pathway to this supervisor; as many queries for one as for all of them."""
    if supervisor.standing not in SUPERVISING or supervisor.user_id is None:
        return []
    shown = Supervision.objects.shown_to(supervisor.user_id, on).filter(member__in=Member.objects.eligible(on))
    found = shown.select_related("member").prefetch_related("member__evidence__pathway").order_by("member__name", "pk")
    rules = rulebook()
    return [supervisee(one, rules, on, supervisor.name) for one in found[:MOST]]


def supervisee(named: Supervision, rules: Rulebook, on: date, supervisor: str) -> Supervisee:
    """Read one supervisee's pathway; what waits to be verified is shown beside what is verified."""
    evidence = list(named.member.evidence.all())
    facts, claimed = facts_of(evidence, rules, on), facts_of(evidence, rules, on, claimed=True)
    limits, standing = clocks_of(facts, on), derived(facts).standing
    place = Place(standing, facts, claimed, limits, [supervisor])
    route = facts.supervisor_route if standing == Standing.SUPERVISOR_IN_TRAINING else facts.route
    asked = zip(lines(facts, route), lines(claimed, route), strict=True) if route else ()
    return Supervisee(
        member=named.member,
        since=named.began_on,
        standing=standing.label,
        next=next_of(place),
        tasks=[task(line, said, claimed, route) for line, said in asked] if route else [],
        limits=[limit(each) for each in limits],
    )
