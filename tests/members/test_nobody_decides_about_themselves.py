"""Each deed of a coordinator about a person refuses its own person with a reason; leaving and stepping down do not."""

from datetime import date

import pytest
from django.utils import timezone

from members import coordinators, evidence, joining, membership, offices, standing, supervision
from members.models import Area, Decision
from members.models.application import DecisionKind
from members.models.history import ChangeKind, OfficeKind
from tests.factories import (
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_sent_application,
    make_supervision,
)

NOW = timezone.now()
ON = timezone.localdate(NOW)
pytestmark = pytest.mark.django_db


def own_member():
    make_coordinator()  # nobody here is the last one
    return make_member(user=make_coordinator())


def of_a_change(kind, **fields):
    member = own_member()
    for name, value in fields.items():
        setattr(member, name, value)
    return membership.refusal(member, kind, member.user, ON)


def of_a_decision(kind):
    application = make_sent_application(user=make_coordinator())
    return joining.refusal_to_decide(application, kind, application.user)


def of_undoing_a_decision():
    application = make_sent_application(user=make_coordinator())
    taken = Decision(application=application, kind=DecisionKind.DECLINE, at=NOW)
    return joining.refusal_to_undo(taken, application.user, NOW)


def of_evidence(refusal, **fields):
    fact = make_evidence(own_member(), **fields)
    return refusal(fact, fact.member.user)


def of_an_outside_supervisor():
    member, outside = own_member(), make_outside_supervisor()
    make_supervision(member, outside=outside)
    return supervision.refusal_to_confirm(outside, supervision.LISTS[0], member.user)


def of_an_office(*areas):
    user = own_member().user
    return offices.refusal(user, OfficeKind.COORDINATOR, areas, user)


DEEDS = {
    "registration checked": lambda: of_a_change(ChangeKind.REGISTRATION_CHECKED),
    "suspended": lambda: of_a_change(ChangeKind.SUSPENDED),
    "suspension lifted": lambda: of_a_change(ChangeKind.RESTORED, suspended_on=date(2025, 1, 1)),
    **{f"application: {kind}": lambda kind=kind: of_a_decision(kind) for kind in DecisionKind},
    "decision undone": of_undoing_a_decision,
    "evidence verified": lambda: of_evidence(lambda fact, by: standing.refusal(fact, by, ON)),
    "verification undone": lambda: of_evidence(lambda fact, by: standing.refusal_to_undo(fact, by, NOW), verified=True),
    "evidence set aside": lambda: of_evidence(evidence.refusal_to_set_aside),
    "own supervisor confirmed": of_an_outside_supervisor,
    "more than they are": of_an_office,
}


@pytest.mark.parametrize("refusal", DEEDS.values(), ids=DEEDS)
def test_nobody_decides_about_themselves(refusal):
    said = refusal()

    assert said is not None
    assert said.label.endswith(".")


def test_whoever_wants_less_decides_that_themselves():
    """Leaving and stepping down take nothing from anybody else and give nothing to oneself."""
    member = own_member()

    assert membership.refusal(member, ChangeKind.LEFT, member.user, ON) is None
    assert coordinators.refusal_to_remove(member.user, member.user) is None
    assert of_an_office(Area.objects.first()) is None
