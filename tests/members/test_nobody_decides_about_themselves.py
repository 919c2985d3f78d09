"""Each deed of a coordinator about a person refuses its own person with a reason; leaving and stepping down do not."""

from datetime import date

import pytest
from django.contrib import admin
from django.utils import timezone

from meetings import certificates
from members import (
    coordinators,
    evidence,
    joining,
    leaving,
    membership,
    new_addresses,
    offices,
    registers,
    retention,
    standing,
    supervision,
)
from members.admin import deeds
from members.models import AccessRequest, Area, Complaint, Decision, RetentionCase, RetentionRule
from members.models.application import DecisionKind
from members.models.history import ChangeKind, OfficeKind
from members.models.rights import CaseState
from tests.access import admin_rows, rows
from tests.access.outcomes import NOT_THIS_WAY, NOT_YOURS
from tests.access.people import Person
from tests.factories import (
    make_certificate,
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


def of_a_certificate():
    member = own_member()
    return certificates.refusal(make_certificate(member), member.user)


def of_a_register(model):
    user, dates = own_member().user, {"received_on": ON, "due_on": ON}
    return registers.refusal(model.objects.create(user=user, **dates), user)


def of_a_new_address():
    member = own_member()
    return new_addresses.refusal_to_ask(member.user, member.user)


def of_an_erasure():
    user = own_member().user
    return leaving.refusal_to_begin(user, user)


def of_being_kept():
    user, rule = own_member().user, RetentionRule.objects.first()
    case = RetentionCase.objects.create(rule=rule, user=user, told_on=ON, remove_on=ON, state=CaseState.SET_ASIDE)
    with pytest.raises(retention.Refused) as refused:
        retention.keep(case, NOW, user)
    return refused.value.reason


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
    "certificate revoked": of_a_certificate,
    "request dealt with": lambda: of_a_register(AccessRequest),
    "complaint dealt with": lambda: of_a_register(Complaint),
    "new address": of_a_new_address,
    "erased after 30 days": of_an_erasure,
    "kept after all": of_being_kept,
}

NOBODY = "About nobody’s record."
AS_A_MEMBER = "What a member does about themselves without asking anybody."
DESCRIBES = "Corrects what a member types about themselves; standing and dates are no fields of it."
FACT = "A fact for all to see, written down with who wrote it; it gives no standing and no office."
# Every address and action with which the desk does something, with the deed above that refuses one's own, or why none
# needs to.
DECIDING = {
    "admin/members/application/<int:pk>/decide/<slug:kind>/": "application: approve",
    "admin/members/application/<int:pk>/registration-checked/": "application: approve",
    "admin/members/application/<int:pk>/undo/<int:decision>/": "decision undone",
    "admin/members/application/<path:object_id>/change/": DESCRIBES,
    "admin/members/member/<path:object_id>/change/": DESCRIBES,
    "admin/members/member/<int:pk>/deed/<slug:name>/": "suspended",
    "admin/members/member/<int:pk>/new-address/": "new address",
    "admin/members/evidence/<int:pk>/verify/": "evidence verified",
    "admin/members/evidence/<int:pk>/set-aside/": "evidence set aside",
    "admin/members/evidence/<int:pk>/undo/": "verification undone",
    "members.evidence verify": "evidence verified",
    "members.evidence set_aside": "evidence set aside",
    "admin/members/outsidesupervisor/<int:pk>/confirm/": "own supervisor confirmed",
    "admin/members/outsidesupervisor/<path:object_id>/change/": "The name of somebody outside, spelled right.",
    "admin/members/retentionrule/<int:pk>/new-version/": NOBODY,
    "admin/members/retentionrule/<int:pk>/let-go-on/": "kept after all",
    "admin/members/retentionrule/<int:pk>/keep/": "kept after all",
    "admin/members/accessrequest/<int:pk>/deed/<slug:name>/": "request dealt with",
    "admin/members/complaint/<int:pk>/deed/<slug:name>/": "complaint dealt with",
    "admin/members/breach/<int:pk>/deed/<slug:name>/": NOBODY,
    "admin/members/breach/<path:object_id>/change/": NOBODY,
    "members.exportstop allow": NOBODY,
    "admin/members/appointment/<int:pk>/end/": "Stepping down takes nothing from anybody else.",
    "admin/members/appointment/<int:pk>/new-address/": "new address",
    "admin/members/contact/<path:object_id>/change/": "A key contact corrects their own words in the same way.",
    **{f"admin/members/{name}/<path:object_id>/change/": NOBODY for name in ("area", "profession", "body", "pathway")},
    "admin/members/organisation/<path:object_id>/change/": NOBODY,
    "admin/members/organisation/merge/": NOBODY,
    "members.organisation merge_these": NOBODY,
    "admin/members/pathway/<int:pk>/new-version/": NOBODY,
    "members.pathway begin_version": NOBODY,
    "admin/meetings/certificate/<int:pk>/deed/<slug:name>/": "certificate revoked",
    "admin/meetings/calendarreply/<int:pk>/decide/<slug:deed>/": AS_A_MEMBER,
    "admin/meetings/meeting/<int:pk>/who/<int:member>/": AS_A_MEMBER,
    "admin/meetings/meeting/<int:pk>/who/guests/<int:guest>/": AS_A_MEMBER,
    "admin/minutes/action/<path:object_id>/change/": AS_A_MEMBER,
    "minutes.action drop": AS_A_MEMBER,
    "minutes.action take_up_again": AS_A_MEMBER,
    "admin/outbox/stoppedaddress/<int:pk>/works-again/": AS_A_MEMBER,
    "outbox.message send_again": "The same words to the same person once more.",
    "outbox.incoming deal_with": NOBODY,
    "account.emailaddress make_verified": "Nobody opens that list.",
    **{f"admin/outbox/message/set-up/{name}/": NOBODY for name in ("check", "test")},
    **{f"meetings/<slug:slug>/{page}": FACT for page in ("door/", "door/taps/", "attendance/")},
    **{f"meetings/<slug:slug>/attendance/{page}/": FACT for page in ("close", "reopen")},
}
# About a meeting, its words and papers, for everybody alike.
ABOUT_MEETINGS = ("minutes/", "admin/meetings/meeting/", "admin/meetings/series/", "admin/meetings/poll/")
ABOUT_MEETINGS += ("admin/meetings/notice/", "admin/meetings/venue/", "admin/dit_network/page/")
ONES_OWN = ("account/", "accounts/", "join/", "meetings/certificates/keep/")


def decides(route, row):
    """Whether a coordinator does something there that a member does not."""
    done = row.post[Person.COORDINATOR]
    if done in (NOT_YOURS, NOT_THIS_WAY) or done == row.post[Person.MEMBER]:
        return False
    is_plain = route.startswith("admin/") and (route.endswith(("/add/", "/delete/", "/history/", "<path:object_id>/")))
    return not is_plain and not (route.startswith("admin/") and route.count("/") <= 3)


def test_every_address_and_action_of_the_desk_has_its_deed_or_says_why_it_needs_none():
    addresses = {route for route, row in {**rows.ROWS, **admin_rows.ROWS}.items() if decides(route, row)}
    addresses = {route for route in addresses if not route.startswith(ONES_OWN)}
    actions = {
        f"{model._meta.label_lower} {name}"
        for model, desk in admin.site._registry.items()
        for _, name, _ in desk._get_base_actions()
    }
    listed = {route for route in addresses if route.startswith(ABOUT_MEETINGS) and "member>" not in route} | {
        "delete_selected"
    }

    found = addresses | {action for action in actions if not action.endswith(" delete_selected")}
    assert found - set(DECIDING) - listed == set()
    assert set(DECIDING) - found == set()
    assert {said for said in DECIDING.values() if not said.endswith(".")} <= set(DEEDS)


def test_every_deed_about_a_member_refuses_ones_own_or_takes_nothing_from_others():
    """Leaving and stepping down are one's own to decide."""
    member = own_member()

    refused = {name for name, deed in deeds.DEEDS.items() if deed.refusal(member, member.user, NOW)}

    assert set(deeds.DEEDS) - refused == {"leave", "remove"}


@pytest.mark.parametrize("refusal", DEEDS.values(), ids=DEEDS)
def test_nobody_decides_about_themselves(refusal):
    said = refusal()

    assert said is not None
    assert said.label.endswith(".")


def test_whoever_decides_about_everybody_decides_about_everybody_else():
    member, other = own_member(), make_member()

    assert [coordinators.may_decide_about(member.user, each) for each in (member, other)] == [False, True]


def test_whoever_wants_less_decides_that_themselves():
    """Leaving and stepping down take nothing from anybody else and give nothing to oneself."""
    member = own_member()

    assert membership.refusal(member, ChangeKind.LEFT, member.user, ON) is None
    assert offices.refusal_to_end(member.user, OfficeKind.COORDINATOR, member.user) is None
    assert of_an_office(Area.objects.first()) is None
