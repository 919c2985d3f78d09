"""Whoever left or did not join goes as a whole when their time is over: told, set aside, gone; or comes back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import User
from members import coordinators, joining, leaving, registers, retention
from members.models import (
    AccessRequest,
    Application,
    Appointment,
    Complaint,
    Contact,
    Leaving,
    Member,
    RetentionCase,
    RetentionRule,
    RetentionRun,
)
from members.models.application import State
from members.models.history import OfficeKind
from members.models.rights import CaseState
from outbox.models import Message, StoppedAddress
from tests.factories import (
    make_application,
    make_coordinator,
    make_guest,
    make_meeting,
    make_member,
    make_officer,
    make_outside_supervisor,
    make_user,
)
from tests.keeping import by_the_rule

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def on_day(code: str, days: int) -> RetentionRun | None:
    return by_the_rule(code, NOW + timedelta(days=days))


def leaver(days: int = 366) -> Member:
    return make_member(name="Ada Example", left_on=(NOW - timedelta(days=days)).date())


def test_a_leaver_is_told_set_aside_and_erased_after_a_year():
    member = leaver()
    user = member.user

    steps = [on_day("leaver", days) for days in (0, 30, 44)]

    assert [(run.told, run.set_aside, run.removed) for run in steps] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert not User.objects.filter(pk=user.pk).exists()
    assert not Member.objects.filter(name__contains="Ada").exists()


@pytest.mark.parametrize("office", OfficeKind)
def test_whoever_holds_an_office_keeps_their_account_when_they_leave_as_a_member(office):
    make_member(user=make_officer(office), left_on=leaver().left_on)

    assert on_day("leaver", 0).told == 1


def test_whose_thirty_days_run_goes_by_them_and_by_no_rule_of_retention():
    asked, never_signed_in = leaver().user, make_user(last_login=None)
    User.objects.filter(pk=never_signed_in.pk).update(date_joined=NOW - timedelta(days=90))
    for user in (asked, never_signed_in):
        leaving.ask(user, NOW - timedelta(days=6))

    runs = [on_day("leaver", 0), on_day("sign-in", 0)]

    assert [(run.told, run.removed) for run in runs] == [(0, 0), (0, 0)]
    assert User.objects.filter(pk__in=[asked.pk, never_signed_in.pk]).count() == 2


def test_whoever_asked_about_their_data_or_complained_is_answered_before_it_goes():
    asked, complained = leaver().user, leaver().user
    by_letter = {"received_on": NOW, "due_on": NOW}
    rows = [
        AccessRequest.objects.create(name="Ada", email=asked.email.upper(), **by_letter),
        Complaint.objects.create(user=complained, text="Too much mail", **by_letter),
    ]

    waiting = on_day("leaver", 0).told
    for row in rows:
        registers.close(row, make_coordinator(), "Answered", NOW)

    assert (waiting, on_day("leaver", 1).told) == (0, 2)


def test_nobody_goes_before_their_year_is_over_or_once_they_have_come_back():
    leaver(days=200)
    back = leaver()
    on_day("leaver", 0)
    Member.objects.filter(pk=back.pk).update(left_on=None)

    for days in (30, 44):
        on_day("leaver", days)

    assert Member.objects.filter(name="Ada Example").count() == 2
    assert RetentionCase.objects.get().state == CaseState.SPARED


def test_who_is_set_aside_is_seen_on_the_page_of_the_rule_alone_and_can_be_kept(client, settings):
    settings.DEMO = True
    member, coordinator = leaver(), make_coordinator()
    for days in (0, 30):
        on_day("leaver", days)
    client.force_login(coordinator)

    record = client.get(reverse("admin:members_member_change", args=[member.pk]))
    people = client.get(reverse("admin:members_member_changelist"), {"membership": "all"})

    assert record.status_code in (302, 404)
    assert "Ada Example" not in people.content.decode()
    assert member not in coordinators.members_for(coordinator)
    with pytest.raises(retention.Refused, match="yourself"):
        retention.keep(RetentionCase.objects.get(), NOW, by=member.user)
    retention.keep(RetentionCase.objects.get(), NOW, by=coordinator)
    assert member in coordinators.members_for(coordinator)


def test_an_application_that_was_declined_goes_after_three_months_and_one_that_runs_does_not():
    ended = make_application(state=State.WITHDRAWN)
    running = make_application(state=State.SUBMITTED, submitted_at=NOW, terms_agreed_at=NOW)
    Application.objects.update(updated_at=NOW - timedelta(days=100))

    for days in (0, 14, 21):
        on_day("application-refused", days)

    assert not User.objects.filter(pk=ended.user_id).exists()
    assert User.objects.filter(pk=running.user_id).exists()
    assert Message.objects.filter(name="members/data_goes").count() == 0  # it went with them


@pytest.mark.parametrize("taken_back", [joining.withdraw, lambda application: leaving.leave(application.user, NOW)])
def test_an_application_is_kept_for_three_months_from_the_day_on_which_it_was_taken_back(taken_back):
    application = make_application()
    Application.objects.update(updated_at=NOW - timedelta(days=100))

    with time_machine.travel(NOW, tick=False):
        taken_back(application)

    assert [on_day("application-refused", days).told for days in (0, 50, 92 - 21)] == [0, 0, 1]


def test_an_application_that_was_only_begun_goes_three_months_after_its_writer_stopped_and_they_are_told_before():
    begun, again = make_application(state=State.DRAFT), make_application(state=State.WITHDRAWN)
    Application.objects.update(updated_at=NOW - timedelta(days=100))
    make_application(user=again.user, state=State.DRAFT)
    Application.objects.filter(user=again.user, state=State.DRAFT).update(updated_at=NOW)

    told = [on_day("application-refused", days).told for days in (0, 14, 21)]

    assert told == [1, 0, 0]
    assert set(User.objects.filter(pk__in=[begun.user_id, again.user_id])) == {again.user}


def test_an_account_in_which_there_is_nothing_goes_and_one_that_is_used_or_answers_stays():
    long_ago = {"date_joined": NOW - timedelta(days=80), "last_login": NOW - timedelta(days=40)}
    never, once = make_user(date_joined=long_ago["date_joined"]), make_user(**long_ago)
    used = make_user(date_joined=long_ago["date_joined"], last_login=NOW)
    contact, asks, was, supervises, guest = (make_user(**long_ago) for _ in range(5))
    outside, brought = make_outside_supervisor(email=supervises.email), make_guest(make_meeting(), email=guest.email)
    Contact.objects.create(slug="ask", role="Ask", name="Bo", email=contact.email.upper())
    registers.asked(AccessRequest.Kind.ACCESS, asks, NOW, is_done=False)
    Appointment.objects.create(user=was, name="Was one", appointed=False, by_name="A", at=NOW, why="Enough")

    on_day("sign-in", 0)

    assert set(User.objects.filter(pk__in=[never.pk, once.pk])) == set()
    assert {used, contact, asks, was, supervises, guest} <= set(User.objects.all())
    for row, user in ((outside, supervises), (brought, guest)):
        row.refresh_from_db()
        assert row.email == user.email


def test_from_where_somebody_was_signed_in_goes_with_the_session():
    user = make_user(last_login=NOW)
    Session.objects.create(session_key="there", session_data="", expire_date=NOW + timedelta(days=1))
    for key in ("there", "gone"):
        UserSession.objects.create(user=user, session_key=key, ip="192.0.2.1", user_agent="A")
    UserSession.objects.update(created_at=NOW - timedelta(days=40))

    on_day("sign-in", 0)

    assert [row.session_key for row in UserSession.objects.all()] == ["there"]


def test_what_the_register_says_of_erasures_and_of_what_was_kept_after_all_goes_two_years_later():
    old = NOW - timedelta(days=800)
    for regretted, done in ((old, None), (None, old), (NOW, None), (None, None)):
        user = None if done else make_user()
        days = {"regretted_at": regretted, "done_at": done}
        Leaving.objects.create(user=user, asked_at=old, erase_on=old.date(), **days)
    rule = RetentionRule.objects.get(code="leaver")
    for day in (old, NOW):
        told = {"state": CaseState.SPARED, "told_on": day.date(), "remove_on": day.date()}
        RetentionCase.objects.create(rule=rule, user=make_user(), **told)

    on_day("register", 0)

    left = Leaving.objects.values_list("regretted_at", "done_at")
    assert set(left) == {(NOW, None), (None, None)}
    assert [case.remove_on for case in RetentionCase.objects.all()] == [NOW.date()]


def test_an_address_without_mail_is_forgotten_after_two_years_unless_somebody_here_has_it():
    member = make_member()
    for address in (member.user.email.lower(), "stranger@clinic.example"):
        StoppedAddress.objects.create(address=address, why="unknown", since=NOW - timedelta(days=800))

    on_day("outbox-rows", 0)

    assert [row.address for row in StoppedAddress.objects.all()] == [member.user.email.lower()]
