"""Everybody's standing as at a date: stored where nothing has happened since, derived anew for the others."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from .models import Evidence, Member
from .models.member import MemberQuerySet
from .recomputing import batches, counting
from .rules import Rulebook
from .stages import Standing
from .standing import standing_of


@dataclass(frozen=True)
class StandingsOn:
    """The standings of one day; `derived` holds those that may differ from what is stored today."""

    members: MemberQuerySet
    derived: dict[int, Standing]

    def counts(self) -> list[tuple[Standing, int]]:
        """How many had each standing, in the order of the pathway."""
        stored = self.members.exclude(pk__in=self.derived).order_by().values_list("standing").annotate(Count("pk"))
        found = Counter(self.derived.values()) + Counter({Standing(name): number for name, number in stored})
        return [(standing, found[standing]) for standing in Standing]

    def with_standing(self, members: Iterable[Member]) -> list[tuple[Member, Standing]]:
        return [(member, self.derived.get(member.pk, Standing(member.standing))) for member in members]


def standings_on(on: date, today: date, rules: Rulebook, among: MemberQuerySet | None = None) -> StandingsOn:
    """Derive for a day in the past; what happened or ended since is all that can make a difference.

    Who was in the network on that day counts; what was verified since counts from the day on which it happened.
    """
    members = (Member.objects.all() if among is None else among).joined(on)
    happened, ended = Q(happened_on__gt=on, happened_on__lte=today), Q(ended_on__gt=on, ended_on__lte=today)
    since = Evidence.objects.filter(happened | ended, member=OuterRef("pk")).verified()
    later = members.filter(Exists(since))
    people = (member for batch in batches(later, counting()) for member in batch)
    derived = {member.pk: standing_of(member.evidence.all(), rules, on).standing for member in people}
    return StandingsOn(members, derived)
