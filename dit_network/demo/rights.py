"""What people asked of the network about their data, and what the registers say; all by the verbs."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from members import contacts, due_dates, exports, joining, leaving, new_addresses, offices, record_views, registers
from members.models import AccessRequest, Application, Breach, RetentionRule
from members.models.history import OfficeKind
from members.retention import running

from .lives import Lists
from .meetings import Host
from .members import Door, join, known, sign_up
from .people import LEAVERS, OUTSIDERS
from .trust import WORDS, user_of


def build(host: Host) -> None:
    """Somebody leaves, somebody is told that their data goes, a new address waits, and each register has a line."""
    leave(host)
    tell_that_data_goes(host)
    ask_for_a_new_address(host)
    fill_registers(host)
    look_at_records(host)


def outsider(key: str, since: datetime) -> User:
    return known(OUTSIDERS[key].email, since)


def leave(host: Host) -> None:
    """A member asked to be erased, and a service lead gave her office back and did so too; the thirty days run."""
    door = Door(host.clock, Lists.load(), host.seed)
    for ago, person in enumerate(LEAVERS, start=9):
        user = sign_up(person, door)
        join(person, user, host.by, door)
        leaving.ask(user, host.clock.ago(ago, 20))
    user = outsider("leaver", host.clock.ago(75, 12))
    offices.appoint(user, OfficeKind.SERVICE_LEAD, (), host.by, WORDS["leaver"], host.clock.ago(70, 21))
    leaving.ask(user, host.clock.ago(6, 20))


def tell_that_data_goes(host: Host) -> None:
    """Somebody took an application back so long ago that what it said goes soon."""
    user = outsider("withdrawn", host.clock.ago(75, 12))
    application = joining.withdraw(joining.begin(user, host.clock.ago(75, 13)))
    Application.objects.filter(pk=application.pk).update(updated_at=application.created_at)
    yesterday = host.clock.day(1)
    rule = RetentionRule.objects.in_force(yesterday).get(code="application-refused")
    running.run_rule(rule, yesterday, host.clock.ago(1, 8, 30))


def ask_for_a_new_address(host: Host) -> None:
    """One coordinator asked, and another one is waited for."""
    new = WORDS["new_address"]
    user = host.members[new["who"]].user
    assert user  # noqa: S101  everybody in the demonstration has an account
    new_addresses.ask(user, new["email"], new["why"], host.by, host.clock.ago(2, 19))


def fill_registers(host: Host) -> None:
    """Of each kind what is done and what waits: a request, a complaint, a breach, a list that left."""
    clock, ruth = host.clock, user_of(host, "ruth")
    registers.asked(AccessRequest.Kind.ACCESS, ruth, clock.ago(40, 19), is_done=True)
    registers.asked(AccessRequest.Kind.CORRECTION, user_of(host, "sian"), clock.ago(9, 12), is_done=False)
    registers.complaint(contacts.Note(**WORDS["complaint"]), clock.ago(5, 11), is_acknowledged=True)
    noticed = clock.ago(60, 10)
    breach = Breach.objects.create(
        **WORDS["breach"],
        noticed_at=noticed,
        received_on=timezone.localdate(noticed),
        due_on=due_dates.of_a_breach(noticed),
        recorded_by_name=host.members["hannah"].name,
    )
    registers.close(breach, host.by, WORDS["breach_outcome"], clock.ago(58, 20))
    exports.record(host.by, "List from the directory", len(host.members), clock.ago(33, 20))


def look_at_records(host: Host) -> None:
    """The auditor looked at two records, a coordinator at one."""
    auditor, page = outsider("auditor", host.clock.ago(75, 12)), record_views.PAGES["members.member"]
    for who, looker, ago in (("ruth", auditor, 21), ("imran", auditor, 21), ("ruth", host.by, 12)):
        record_views.note(host.members[who], looker, page, host.clock.ago(ago, 15))
