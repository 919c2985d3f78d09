"""The beginning for real: the command that makes the first coordinator, and the first member."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from members import coordinators, eligibility, offices
from members.models import Appointment, Area, Member
from members.models.history import OfficeKind
from tests.factories import make_coordinator, make_officer

pytestmark = pytest.mark.django_db
TRAINED = ["--name", "Ada Example", "--trained-on", "2019-03-08", "--route", "5day", "--seen", "certificate"]


def make_first(*more):
    call_command("make_coordinator", "ada@trust.example", "--by", "Sam Setup", *more, verbosity=0)
    return User.objects.get(email="ada@trust.example")


def test_the_command_makes_a_coordinator_and_says_who_ran_it():
    user = make_first()

    assert coordinators.is_coordinator(user)
    assert Appointment.objects.get().by_name == "Sam Setup"
    assert not Member.objects.exists()


@pytest.mark.parametrize("office", [OfficeKind.AUDITOR, OfficeKind.SERVICE_LEAD])
def test_the_command_ends_another_office_of_whoever_it_makes_a_coordinator(office):
    make_officer(office, email="ada@trust.example")

    user = make_first()

    assert offices.office_of(user) == OfficeKind.COORDINATOR
    assert [group.name for group in user.groups.all()] == [coordinators.GROUP]
    assert coordinators.is_for_everything(user)


def test_the_command_makes_a_coordinator_for_an_area_one_for_everything():
    make_officer(OfficeKind.COORDINATOR, Area.objects.first(), email="ada@trust.example")

    assert coordinators.is_for_everything(make_first())


def test_the_first_coordinator_becomes_a_member_with_what_was_seen():
    member = make_first(*TRAINED).member

    evidence = member.evidence.get()
    assert (member.name, member.joined_on, member.get_standing_display()) == (
        "Ada Example",
        timezone.localdate(),
        "Trained, waiting for a first case",
    )
    assert (evidence.happened_on, evidence.pathway.code, evidence.verified_against) == (
        date(2019, 3, 8),
        "5day",
        "certificate",
    )
    assert (evidence.verified_by, evidence.verified_by_name) == (None, "Sam Setup")
    assert eligibility.refusal(member, timezone.localdate()) is None


def test_once_somebody_else_can_verify_the_command_makes_no_members():
    make_coordinator()

    with pytest.raises(CommandError, match="Enter them in the admin"):
        make_first(*TRAINED)

    assert not User.objects.filter(email="ada@trust.example").exists()


def test_the_command_makes_nobody_a_coordinator_twice():
    make_first()

    with pytest.raises(CommandError, match="already"):
        make_first()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--name", "Ada Example"], "together"),
        ([*TRAINED[:5], "10day", *TRAINED[6:]], "The routes are: 20day, 4day_legacy, 5day, hipc"),
        ([*TRAINED[:3], "2199-01-01", *TRAINED[4:]], "in the future"),
        ([*TRAINED[:5], "supervisor", *TRAINED[6:]], "no such route"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_done(more, said):
    with pytest.raises(CommandError, match=said):
        make_first(*more)

    assert not Appointment.objects.exists()


def test_an_address_must_be_one():
    with pytest.raises(CommandError, match="no e-mail address"):
        call_command("make_coordinator", "ada", "--by", "Sam Setup")
