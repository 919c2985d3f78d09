"""Retention by two processes at once: each case once, one run a day, and too much at once goes nowhere."""

from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest
from django.db import transaction

from accounts.models import User
from members import membership, retention
from members.models import Member, RetentionCase, RetentionRule, RetentionRun
from members.models.rights import CaseState
from members.retention import DataClass, rehearse
from members.retention.running import act, run_rule
from outbox.models import Message
from tests.factories import make_coordinator, make_member, make_user
from tests.together import at_once, errors, wait_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PROCESSES, PEOPLE, MOST = 4, 6, 8


@pytest.fixture
def rule(monkeypatch) -> RetentionRule:
    """Accounts of a year ago go, 30 days after they are told and 14 set aside; it stops where they are too many."""

    def old(rule, on):
        return User.objects.filter(is_staff=False, date_joined__lt=retention.before(rule, on))

    kinds = [DataClass("leaver", "Accounts", old, person="pk")]
    monkeypatch.setattr("members.retention.data_class.classes", kinds)
    told = {"keep_days": 365, "notice_days": 30, "quarantine_days": 14, "most_people": MOST}
    RetentionRule.objects.filter(code="leaver").update(**told)
    return RetentionRule.objects.get(code="leaver")


def old_users(number: int) -> None:
    for _ in range(number):
        make_user(date_joined=NOW - timedelta(days=400))


def everybody_runs(rule: RetentionRule, days: int) -> list:
    now = NOW + timedelta(days=days)
    return at_once([partial(run_rule, rule, now.date(), now)] * PROCESSES)


def test_processes_that_run_at_once_tell_set_aside_and_remove_each_person_once(rule):
    old_users(PEOPLE)

    found = {days: everybody_runs(rule, days) for days in (0, 30, 44)}

    assert [error for results in found.values() for error in errors(results)] == []
    runs = [[run for run in results if run] for results in found.values()]
    assert [[(run.told, run.set_aside, run.removed) for run in each] for each in runs] == [
        [(PEOPLE, 0, 0)],
        [(0, PEOPLE, 0)],
        [(0, 0, PEOPLE)],
    ]
    assert Message.objects.filter(name="members/data_goes").count() == PEOPLE
    assert not User.objects.filter(is_staff=False).exists()
    assert RetentionRun.objects.count() == 3


def test_no_process_gets_past_the_number_at_which_a_run_stops(rule):
    old_users(MOST + 1)

    results = everybody_runs(rule, 0)

    assert errors(results) == []
    assert [bool(run.stopped_why) for run in results if run] == [True]
    assert not RetentionCase.objects.exists()
    assert not Message.objects.exists()


def test_the_control_without_the_claim_of_the_day_one_list_is_carried_out_more_than_once(rule):
    """What keeps them apart is that one run a day is claimed: acting past it counts the same people again."""
    old_users(PEOPLE)
    everybody_runs(rule, 0)
    case = RetentionCase.objects.filter(state=CaseState.TOLD)
    assert case.count() == PEOPLE
    on = (NOW + timedelta(days=30)).date()
    listed = rehearse(rule, on)
    runs = [RetentionRun(rule=rule, on=on + timedelta(days=number), at=NOW) for number in range(PROCESSES)]
    RetentionRun.objects.bulk_create(runs)

    at_once([partial(act, run, listed, NOW) for run in runs])

    acted = RetentionRun.objects.filter(pk__in=[run.pk for run in runs]).exclude(acted_at=None)
    assert acted.count() > 1


def test_who_comes_back_while_their_data_is_about_to_go_is_a_member_again():
    rule = RetentionRule.objects.get(code="leaver")
    member, desk = make_member(left_on=NOW.date() - timedelta(days=rule.keep_days + 1)), make_coordinator()
    case = {"user": member.user, "state": CaseState.SET_ASIDE, "told_on": NOW.date(), "remove_on": NOW.date()}
    RetentionCase.objects.create(rule=rule, **case)
    locked = Event()

    def come_back():
        with transaction.atomic():
            membership.come_back(member, desk, "They asked to.", NOW)
            locked.set()
            wait_for(1)

    def go():
        locked.wait(30)
        run_rule(rule, NOW.date(), NOW)

    results = at_once([come_back, go])

    assert errors(results) == []
    assert list(Member.objects.eligible(NOW.date()).filter(pk=member.pk)) == [member]
