"""What a rule would do on a day: whom it would tell, whose data it would set aside, which rows would go."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from ..models import RetentionCase, RetentionRule
from ..models.rights import CaseState
from .data_class import DataClass, of_rule

RUNNING = (CaseState.TOLD, CaseState.SET_ASIDE)


@dataclass
class Rehearsal:
    """By primary key, and `people` are users where a rule tells them, else rows one by one."""

    tell: list[int] = field(default_factory=list)
    set_aside: list[RetentionCase] = field(default_factory=list)
    spare: list[RetentionCase] = field(default_factory=list)
    end: list[RetentionCase] = field(default_factory=list)
    rows: list[tuple[DataClass, list[int]]] = field(default_factory=list)
    people: int = 0

    @property
    def number_of_rows(self) -> int:
        return sum(len(pks) for _, pks in self.rows)

    @property
    def users(self) -> list[int]:
        """Whom this touches to their loss, where a rule has people to tell."""
        return [*self.tell, *(case.user_id for case in [*self.set_aside, *self.end])]

    @property
    def mark(self) -> str:
        """The same for the same list: so a coordinator lets go on what they have read."""
        listed = [sorted(self.users), [(each.title, sorted(map(str, pks))) for each, pks in self.rows]]
        return sha256(repr(listed).encode()).hexdigest()[:20]


def tells(rule: RetentionRule) -> bool:
    return bool(rule.notice_days or rule.quarantine_days)


def rehearse(rule: RetentionRule, on: date) -> Rehearsal:
    """Changes nothing; `running.act` does what this lists and nothing else."""
    return with_notice(rule, on) if tells(rule) else without(rule, on)


def without(rule: RetentionRule, on: date) -> Rehearsal:
    """Rows about which nobody needs to be told go at once."""
    found = Rehearsal()
    for each in of_rule(rule):
        rows = each.due(rule, on).order_by("pk")
        found.rows.append((each, list(rows.values_list("pk", flat=True))))
        found.people += (
            rows.order_by().values(each.person).distinct().count() if each.person else len(found.rows[-1][1])
        )
    return found


def with_notice(rule: RetentionRule, on: date) -> Rehearsal:
    """Told first, set aside later, gone last; whoever is no longer concerned, or asked to be kept, is spared."""
    soon = users_due(rule, on + timedelta(days=rule.notice_days + rule.quarantine_days))
    now_due = users_due(rule, on)
    cases = list(RetentionCase.objects.filter(rule__code=rule.code, state__in=RUNNING).select_related("user"))
    kept = RetentionCase.objects.filter(rule__code=rule.code, state=CaseState.SPARED, remove_on__gt=on)
    known = {case.user_id for case in cases} | set(kept.values_list("user_id", flat=True))
    found = Rehearsal(tell=sorted(soon - known))
    for case in cases:
        if case.user_id not in soon:
            found.spare.append(case)
        elif case.state == CaseState.TOLD:
            found.set_aside += [case] if on >= case.remove_on - timedelta(days=rule.quarantine_days) else []
        elif on >= case.remove_on and case.user_id in now_due:
            found.end.append(case)
    going = [case.user_id for case in found.end]
    for each in of_rule(rule):
        rows = each.due(rule, on).filter(**{f"{each.person}__in": going})
        found.rows.append((each, list(rows.order_by("pk").values_list("pk", flat=True))))
    found.people = len(set(found.users))
    return found


def users_due(rule: RetentionRule, on: date) -> set[int]:
    found: set[int] = set()
    for each in of_rule(rule):
        found |= set(each.due(rule, on).order_by().values_list(each.person, flat=True))
    return found
