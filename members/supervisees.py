"""What a supervisor sees: the next step, progress and time limits of their own supervisees, of those who allow it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from .clocks import ClockState
from .models import Evidence, Member, Supervision
from .my_pathway import MyPathway, pathway_of
from .pathway_words import Limit, Task
from .rules import rulebook
from .stages import SUPERVISING

MOST = 200
PRESSING = (ClockState.RUNNING, ClockState.SOON, ClockState.PASSED)


@dataclass(frozen=True)
class Supervisee:
    """One supervisee on a date, as they see their own pathway."""

    named: Supervision
    pathway: MyPathway

    @property
    def tasks(self) -> list[Task]:
        """What they work on: the supervisor stage once they are on it, their route before."""
        return self.pathway.further_tasks if self.pathway.has_arrived else self.pathway.tasks

    @property
    def pressing(self) -> list[Limit]:
        """Time limits that run or have passed."""
        return [each for each in self.pathway.limits if each.running.state in PRESSING]

    @property
    def other_limits(self) -> list[Limit]:
        return [each for each in self.pathway.limits if each.running.state not in PRESSING]


def supervisees_of(supervisor: Member, on: date) -> list[Supervisee]:
    """Everybody who shows their pathway to this supervisor; as many queries for one as for all of them."""
    if supervisor.standing not in SUPERVISING or supervisor.user_id is None:
        return []
    shown = Supervision.objects.shown_to(supervisor.user_id, on).filter(member__in=Member.objects.eligible(on))
    known = Evidence.objects.select_related("pathway", "supervision__supervisor", "supervision__outside")
    found = shown.select_related("member", "supervisor").prefetch_related(Prefetch("member__evidence", known))
    rules = rulebook()
    return [
        Supervisee(one, pathway_of(one.member, list(one.member.evidence.all()), rules, [one], on))
        for one in found.order_by("member__name", "pk")[:MOST]
    ]
