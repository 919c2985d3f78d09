"""People whose data goes as a whole: who did not join, who left, and addresses that were typed and never used."""

from datetime import date, datetime

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import User

from .. import rights
from ..models import Application, Member, RetentionRule
from ..models.application import OPEN, DecisionKind, State
from . import data_class as kept
from .data_class import DataClass, Rows


def refused(rule: RetentionRule, on: date) -> Rows:
    """People who never joined, whose last application was declined or withdrawn that long ago."""
    ended = Q(applications__state__in=[State.DECLINED, State.WITHDRAWN])
    declined = Q(applications__decisions__kind=DecisionKind.DECLINE, applications__decisions__undone_at=None)
    people = User.objects.filter(is_staff=False).filter(ended).exclude(applications__state__in=[*OPEN, State.APPROVED])
    people = people.exclude(pk__in=Member.objects.exclude(joined_on=None).exclude(user=None).values("user"))
    dated = people.annotate(
        declined=Max("applications__decisions__at", filter=declined), saved=Max("applications__updated_at")
    )
    limit = kept.before(rule, on)
    return dated.filter(Q(declined__lt=limit) | Q(declined=None, saved__lt=limit))


def never_used(rule: RetentionRule, on: date) -> Rows:
    """Addresses that somebody typed: no application, no membership, never signed in."""
    mine = {"user": OuterRef("pk")}
    found = User.objects.filter(is_staff=False, is_superuser=False, last_login=None)
    found = found.filter(date_joined__lt=kept.before(rule, on))
    return found.filter(~Exists(Application.objects.filter(**mine)), ~Exists(Member.objects.filter(**mine)))


def left(rule: RetentionRule, on: date) -> Rows:
    """Members who left; a coordinator who still runs the network is none."""
    gone = Member.objects.filter(left_on__lte=kept.last_day(rule, on)).exclude(user=None)
    return User.objects.filter(is_staff=False, is_superuser=False, pk__in=gone.values("user"))


def erase(rows: Rows, now: datetime) -> object:
    return [rights.erase(rights.person_of(user), now) for user in rows.order_by("pk")]


PEOPLE = [
    DataClass("application-refused", "People who did not join", refused, erase, "pk"),
    DataClass("leaver", "People who left", left, erase, "pk"),
    DataClass("sign-in", "Addresses that somebody typed and never used", never_used, erase, "pk"),
]
