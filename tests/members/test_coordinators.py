"""Who runs the network: how one becomes a coordinator, stops being one, and what one may do."""

from functools import partial

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from members import coordinators, offices
from members.coordinators import Refusal, Refused
from members.models import Appointment
from members.models.history import OfficeKind
from outbox.models import Message
from tests.factories import make_coordinator, make_user
from tests.together import at_once

NOW = timezone.now()
pytestmark = pytest.mark.django_db


def roles(user):
    user.refresh_from_db()
    return user.is_staff, user.groups.filter(name=coordinators.GROUP).exists()


def test_a_coordinator_appoints_another_with_group_and_staff_together_and_it_is_recorded():
    first, second = make_coordinator(), make_user()

    record = offices.appoint(second, OfficeKind.COORDINATOR, (), first, "Takes over in May", NOW)

    assert roles(second) == (True, True)
    assert (record.by, record.by_name, record.why) == (first, first.email, "Takes over in May")


def test_a_coordinator_steps_down_once_somebody_else_is_one():
    first, second = make_coordinator(), make_coordinator()

    offices.end(first, OfficeKind.COORDINATOR, first, "Handed over", NOW)

    assert (roles(first), roles(second)) == ((False, False), (True, True))


def test_the_last_coordinator_is_never_removed():
    only = make_coordinator()

    with pytest.raises(Refused) as refused:
        offices.end(only, OfficeKind.COORDINATOR, only, "Tired", NOW)

    assert (refused.value.reason, roles(only)) == (Refusal.LAST, (True, True))


def test_a_coordinator_whose_account_is_closed_counts_for_nobody():
    only, closed = make_coordinator(), make_coordinator()
    closed.is_active = False
    closed.save(update_fields=["is_active"])

    assert offices.refusal_to_end(only, OfficeKind.COORDINATOR, only) == Refusal.LAST


@pytest.mark.django_db(transaction=True)
def test_of_two_who_step_down_at_once_one_stays():
    both = [make_coordinator(), make_coordinator()]

    answers = at_once([partial(offices.end, each, OfficeKind.COORDINATOR, each, "Tired", NOW) for each in both])

    assert {type(answer) for answer in answers} == {Appointment, Refused}
    assert coordinators.everybody().count() == 1


def test_someone_who_is_not_a_coordinator_appoints_nobody():
    someone = make_user()

    assert offices.refusal(make_user(), OfficeKind.COORDINATOR, (), someone) == Refusal.NOT_COORDINATOR


def test_only_an_address_that_was_verified_is_appointed():
    stranger = make_user()
    stranger.emailaddress_set.update(verified=False)

    assert offices.refusal(stranger, OfficeKind.COORDINATOR, (), make_coordinator()) == Refusal.UNVERIFIED


def test_nobody_is_appointed_twice():
    first, second = make_coordinator(), make_coordinator()

    assert offices.refusal(second, OfficeKind.COORDINATOR, (), first) == Refusal.ALREADY


def test_the_first_is_appointed_at_set_up_and_it_is_recorded_as_such():
    record = offices.appoint_at_set_up("Anna@Trust.example", "Sam at the desk", NOW)

    assert roles(record.user) == (True, True)
    assert record.user.email == "anna@trust.example"
    assert (record.by, record.by_name, record.why) == (None, "Sam at the desk", "By the set-up command")
    assert not record.user.has_usable_password()
    assert not record.user.emailaddress_set.get().verified


def test_colleagues_read_of_whoever_is_appointed_from_the_command_line(client):
    first = make_coordinator()

    offices.appoint_at_set_up("anna@trust.example", "Sam at the desk", NOW)

    told = Message.objects.get(name="members/coordinator_named")
    assert (told.recipient, "anna@trust.example became a coordinator" in told.subject) == (first.email, True)
    assert ("Sam at the desk" in told.text, "For 30 days" in told.text) == (True, False)


def test_loading_puts_back_exactly_what_a_coordinator_may_do():
    group = Group.objects.get(name=coordinators.GROUP)
    group.permissions.set(Permission.objects.filter(codename="delete_user"))

    coordinators.load()

    assert set(group.permissions.all()) == set(coordinators.permissions())


def test_a_coordinator_may_change_no_user_group_or_permission():
    user = make_coordinator()

    held = {name for name in user.get_all_permissions() if name.startswith(("auth.", "accounts.", "account."))}

    assert held == {"accounts.view_user"}


def test_a_coordinator_without_membership_sees_the_admin_and_not_the_directory(client, settings):
    settings.DEMO = True
    client.force_login(make_coordinator())

    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(reverse("members:directory")).status_code == 403


def test_a_permission_that_no_model_has_is_said_by_name(monkeypatch):
    monkeypatch.setitem(coordinators.PERMISSIONS, "members", ["view_dragon"])

    with pytest.raises(LookupError, match="view_dragon"):
        coordinators.permissions()


def test_history_keeps_a_name_when_the_account_is_gone():
    first, second = make_coordinator(), make_user()
    offices.appoint(second, OfficeKind.COORDINATOR, (), first, "Helps", NOW)
    email = second.email

    second.delete()

    assert str(Appointment.objects.get(why="Helps")) == f"{email} became a coordinator"
