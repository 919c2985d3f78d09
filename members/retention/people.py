"""People whose data goes as a whole: who did not join, who left, and accounts in which there is nothing."""

from datetime import date, datetime

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User

from .. import coordinators, rights
from ..models import (
    AccessRequest,
    Application,
    Appointment,
    Complaint,
    Contact,
    Leaving,
    Member,
    OutsideSupervisor,
    RetentionRule,
)
from ..models.application import DecisionKind, State
from . import data_class as kept
from .data_class import DataClass, Rows

# Nothing more comes of these by itself; one that was only begun waits for its writer, who may have forgotten it.
ENDED = (State.DRAFT, State.DECLINED, State.WITHDRAWN)

# Whom we know by an address alone, and who would go with an empty account of theirs; upper apps append theirs.
known_by_address: list[type[models.Model]] = [Contact, OutsideSupervisor]


def free_to_go() -> Rows:
    """Accounts by which nobody runs the network or reads its counts: these stay whatever became of a membership.

    Whoever asked to be erased goes on their own day, and may think better of it until then. Whoever asked about their
    data, or complained, is answered first.
    """
    people = User.objects.filter(is_staff=False, is_superuser=False)
    people = people.exclude(pk__in=coordinators.holding(coordinators.SERVICE_LEADS).values("pk"))
    people = people.exclude(pk__in=Leaving.objects.running().exclude(user=None).values("user"))
    theirs = Q(user=OuterRef("pk")) | Q(email__iexact=OuterRef("email"))
    waiting = (model._default_manager.filter(theirs, closed_on=None) for model in (AccessRequest, Complaint))
    return people.filter(*(~Exists(each) for each in waiting))


def refused(rule: RetentionRule, on: date) -> Rows:
    """People who never joined, whose last application was declined, withdrawn or no longer written that long ago."""
    ended = Q(applications__state__in=ENDED)
    declined = Q(applications__decisions__kind=DecisionKind.DECLINE, applications__decisions__undone_at=None)
    people = free_to_go().filter(ended).exclude(applications__state__in=set(State) - set(ENDED))
    people = people.exclude(pk__in=Member.objects.exclude(joined_on=None).exclude(user=None).values("user"))
    dated = people.annotate(
        declined=Max("applications__decisions__at", filter=declined), saved=Max("applications__updated_at")
    )
    last = Greatest(Coalesce("declined", "saved"), "saved")
    return dated.alias(last=last).filter(last__lt=kept.before(rule, on))


def empty(rule: RetentionRule, on: date) -> Rows:
    """Accounts in which there is nothing: an address that somebody typed, and did not sign in with since."""
    limit, mine = kept.before(rule, on), {"user": OuterRef("pk")}
    something = (
        *(model._default_manager.filter(**mine) for model in (Application, Member, Appointment)),
        *(model._default_manager.filter(email__iexact=OuterRef("email")) for model in known_by_address),
    )
    found = free_to_go().filter(Q(last_login=None) | Q(last_login__lt=limit), date_joined__lt=limit)
    return found.filter(*(~Exists(each) for each in something))


def left(rule: RetentionRule, on: date) -> Rows:
    """Members who left; whoever still holds an office of the network is none."""
    gone = Member.objects.filter(left_on__lte=kept.last_day(rule, on)).exclude(user=None)
    return free_to_go().filter(pk__in=gone.values("user"))


def erase(rows: Rows, now: datetime) -> object:
    return [rights.erase(rights.person_of(user), now) for user in rows.order_by("pk")]


# Each person by themselves: whoever cannot be erased today keeps nobody else, and a crash undoes one erasure at most.
PEOPLE = [
    DataClass("application-refused", "People who did not join", refused, erase, "pk", at_once=1),
    DataClass("leaver", "People who left", left, erase, "pk", at_once=1),
    DataClass("sign-in", "Accounts in which there is nothing", empty, erase, "pk", at_once=1),
]
