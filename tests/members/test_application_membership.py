"""What coordinators do about members besides evidence: each deed with its reason, none about oneself."""

import pytest
from django.utils import timezone

from members import eligibility, membership, standing
from members.membership import Refusal, Refused
from members.models import Member
from members.models.history import ChangeKind
from tests.factories import make_applicant, make_coordinator, make_member, make_user

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(monkeypatch):
    """Who was said to have lost their eligibility."""
    found = []
    monkeypatch.setattr(standing, "on_eligibility_lost", [lambda member, now, why: found.append((member, why))])
    return found


def test_a_suspended_member_may_not_take_part_until_it_is_lifted(lost):
    member, by = make_member(), make_coordinator()

    change = membership.suspend(member, by, "Asked to by their employer", NOW)

    member.refresh_from_db()
    assert eligibility.refusal(member, TODAY) == eligibility.Refusal.SUSPENDED
    assert (change.kind, change.by, change.by_name, change.at) == (ChangeKind.SUSPENDED, by, by.email, NOW)
    assert lost == [(member, "Suspended")]
    membership.restore(member, by, "Cleared", NOW)
    member.refresh_from_db()
    assert eligibility.refusal(member, TODAY) is None
    assert len(lost) == 1


def test_who_leaves_loses_their_places_and_keeps_their_history(lost):
    member = make_member()

    membership.leave(member, make_coordinator(), "Moved to Kent", NOW)

    member.refresh_from_db()
    assert (member.left_on, lost) == (TODAY, [(member, "Left the network")])
    assert member.evidence.verified().exists()


def test_a_registration_is_checked_once_a_day_also_before_someone_has_joined():
    member, by = make_applicant(registration_number="PYL123456"), make_coordinator()

    membership.check_registration(member, by, NOW)

    member.refresh_from_db()
    assert member.registration_checked_on == TODAY
    assert membership.refusal(member, ChangeKind.REGISTRATION_CHECKED, by, TODAY) == Refusal.CHECKED


@pytest.mark.parametrize("kind", [ChangeKind.REGISTRATION_CHECKED, ChangeKind.SUSPENDED, ChangeKind.RESTORED])
def test_nobody_does_this_about_themselves(kind):
    by = make_coordinator()

    assert membership.refusal(make_member(user=by), kind, by, TODAY) == Refusal.OWN


def test_a_coordinator_may_record_that_they_leave():
    by = make_coordinator()

    assert membership.refusal(make_member(user=by), ChangeKind.LEFT, by, TODAY) is None


@pytest.mark.parametrize(
    ("member", "kind", "reason"),
    [
        ({"joined_on": None}, ChangeKind.SUSPENDED, Refusal.NOT_JOINED),
        ({"left_on": TODAY}, ChangeKind.LEFT, Refusal.LEFT),
        ({"suspended_on": TODAY}, ChangeKind.SUSPENDED, Refusal.SUSPENDED),
        ({}, ChangeKind.RESTORED, Refusal.NOT_SUSPENDED),
        ({}, ChangeKind.REGISTRATION_CHECKED, Refusal.NO_NUMBER),
    ],
)
def test_what_is_not_so_cannot_be_changed(member, kind, reason):
    assert membership.refusal(make_member(**member), kind, make_coordinator(), TODAY) == reason


def test_only_coordinators_do_this():
    assert membership.refusal(make_member(), ChangeKind.SUSPENDED, make_user(), TODAY) == Refusal.NOT_COORDINATOR


def test_every_deed_but_a_check_has_a_reason():
    member = make_member()

    with pytest.raises(Refused) as refused:
        membership.suspend(member, make_coordinator(), "  ", NOW)

    assert refused.value.reason == Refusal.NO_REASON
    assert Member.objects.get(pk=member.pk).suspended_on is None
