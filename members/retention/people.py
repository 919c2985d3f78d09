"""People whose data goes as a whole: who did not join, who left, and addresses that were typed and never used."""

from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import User

from .. import coordinators, rights
from ..models import Application, Member, RetentionRule
from ..models.application import OPEN, DecisionKind, State
from . import data_class as kept
from .data_class import DataClass, Rows


def without_office() -> Rows:
    """Accounts by which nobody runs the network or reads its counts: these stay whatever became of a membership."""
    people = User.objects.filter(is_staff=False, is_superuser=False)
    return people.exclude(pk__in=coordinators.holding(coordinators.SERVICE_LEADS).values("pk"))


def refused(rule: RetentionRule, on: date) -> Rows:
    """People who never joined, whose last application was declined or withdrawn that long ago."""
    ended = Q(applications__state__in=[State.DECLINED, State.WITHDRAWN])
    declined = Q(applications__decisions__kind=DecisionKind.DECLINE, applications__decisions__undone_at=None)
    people = without_office().filter(ended).exclude(applications__state__in=[*OPEN, State.APPROVED])
    people = people.exclude(pk__in=Member.objects.exclude(joined_on=None).exclude(user=None).values("user"))
    dated = people.annotate(
        declined=Max("applications__decisions__at", filter=declined), saved=Max("applications__updated_at")
    )
    limit = kept.before(rule, on)
    return dated.filter(Q(declined__lt=limit) | Q(declined=None, saved__lt=limit))


def never_used(rule: RetentionRule, on: date) -> Rows:
    """Addresses that somebody typed: no application, no membership, never signed in."""
    mine = {"user": OuterRef("pk")}
    found = without_office().filter(last_login=None, date_joined__lt=kept.before(rule, on))
    return found.filter(~Exists(Application.objects.filter(**mine)), ~Exists(Member.objects.filter(**mine)))


def left(rule: RetentionRule, on: date) -> Rows:
    """Members who left; whoever still holds an office of the network is none."""
    gone = Member.objects.filter(left_on__lte=kept.last_day(rule, on)).exclude(user=None)
    return without_office().filter(pk__in=gone.values("user"))


def erase(rows: Rows, now: datetime) -> object:
    return [rights.erase(rights.person_of(user), now) for user in rows.order_by("pk")]


# Each person by themselves: whoever cannot be erased today keeps nobody else, and a crash undoes one erasure at most.
PEOPLE = [
    DataClass("application-refused", "People who did not join", refused, erase, "pk", at_once=1),
    DataClass("leaver", "People who left", left, erase, "pk", at_once=1),
    DataClass("sign-in", "Addresses that somebody typed and never used", never_used, erase, "pk", at_once=1),
]
