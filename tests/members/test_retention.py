"""Retention: what a rehearsal lists is exactly what goes; a run stops by itself when something is odd."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from meetings.models import Attendance
from members import reference, retention
from members.models import (
    AccessRequest,
    MemberChange,
    Offer,
    PlaceRequest,
    RecordView,
    RetentionCase,
    RetentionRule,
    RetentionRun,
    Supervision,
)
from members.models.history import ChangeKind
from members.models.rights import CaseState
from members.places import requests
from members.retention import DataClass, letters
from members.retention.running import run_rule
from outbox.models import Message, State
from tests.factories import (
    make_attendance,
    make_coordinator,
    make_meeting,
    make_member,
    make_message,
    make_offer,
    make_past_meeting,
    make_user,
)
from tests.keeping import by_the_rule

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
A_DAY = timedelta(days=1)


def rule(code: str, **fields) -> RetentionRule:
    RetentionRule.objects.filter(code=code).update(**fields)
    return RetentionRule.objects.get(code=code)


def looked_at(days: int, member=None) -> RecordView:
    return RecordView.objects.create(member=member or make_member(), by_name="A", at=NOW - days * A_DAY, page="Member")


@pytest.fixture
def told(monkeypatch) -> RetentionRule:
    """A rule that tells people: whose account is a year old goes, 30 days after they are told and 14 set aside."""

    def old(rule, on):
        return User.objects.filter(is_staff=False, date_joined__lt=retention.before(rule, on))

    kinds = [DataClass("leaver", "Accounts", old, person="pk")]
    monkeypatch.setattr("members.retention.data_class.classes", kinds)
    return rule("leaver", keep_days=365, notice_days=30, quarantine_days=14, most_people=5)


def old_user():
    return make_user(date_joined=NOW - 400 * A_DAY)


def on_day(days: int) -> RetentionRun | None:
    return by_the_rule("leaver", NOW + days * A_DAY)


def test_every_rule_is_carried_out_and_every_class_has_its_rule():
    rules = set(RetentionRule.objects.values_list("code", flat=True))

    assert {each.code for each in retention.classes} == rules


def everything() -> dict[str, set]:
    skip = ("members.RetentionRun", "members.RetentionCase")
    return {
        model._meta.label: set(model._default_manager.values_list("pk", flat=True))
        for model in apps.get_models()
        if model._meta.label not in skip and not model._meta.proxy
    }


AGES = st.integers(0, 900)


@pytest.mark.whole
@given(st.lists(AGES, max_size=4), st.lists(AGES, max_size=4), st.lists(AGES, max_size=4), st.randoms())
def test_what_a_rehearsal_lists_is_exactly_what_goes_in_any_order_of_the_rules(views, letters, closed, order):
    with transaction.atomic():
        for days in views:
            looked_at(days)
        for days in letters:
            at = NOW - days * A_DAY
            make_message(state=State.SENT, created_at=at, next_attempt_at=at, sent_at=at)
        for days in closed:
            day = TODAY - days * A_DAY
            AccessRequest.objects.create(received_on=day, due_on=day, closed_on=day)
        erased = set(Message.objects.exclude(words_erased_at=None).values_list("pk", flat=True))
        before, rules = everything(), list(RetentionRule.objects.filter(notice_days=0))
        listed = [pks for each in rules for pks in [(each, *row) for row in retention.rehearse(each, TODAY).rows]]
        order.shuffle(rules)

        for each in rules:
            run_rule(each, TODAY, NOW)

        gone = {label: before[label] - kept for label, kept in everything().items() if before[label] - kept}
        expected: dict[str, set] = {}
        for each, kind, pks in listed:
            if pks and kind.remove is DataClass.__dataclass_fields__["remove"].default:
                expected.setdefault(kind.due(each, TODAY).model._meta.label, set()).update(pks)
        worded = set(Message.objects.exclude(words_erased_at=None).values_list("pk", flat=True)) - erased
        words = {pk for _, kind, pks in listed if kind.code == "outbox-words" for pk in pks}
        assert gone == expected
        assert worded == words - gone.get("outbox.Message", set())
        assert not any(retention.rehearse(each, TODAY).number_of_rows for each in rules)
        transaction.set_rollback(True)


def test_people_are_told_then_set_aside_then_gone_and_each_step_is_taken_once(told):
    user = old_user()

    steps = [on_day(days) for days in (0, 0, 1, 29, 30, 43, 44)]

    assert [(run.told, run.set_aside, run.removed) if run else None for run in steps] == [
        (1, 0, 0),
        None,
        (0, 0, 0),
        (0, 0, 0),
        (0, 1, 0),
        (0, 0, 0),
        (0, 0, 1),
    ]
    assert Message.objects.filter(name="members/data_goes", recipient=user.email).count() == 1
    assert not type(user).objects.filter(pk=user.pk).exists()


@time_machine.travel(NOW, tick=False)
def test_whoever_presses_the_button_of_the_mail_is_kept_and_looking_changes_nothing(told, client):
    old_user()
    on_day(0)
    link = reverse("members:keep", args=[Message.objects.get().text.partition("/keep/")[2].split("/")[0]])

    client.get(link)
    state = RetentionCase.objects.get().state
    client.post(link)
    client.post(link)
    on_day(60)

    assert (state, RetentionCase.objects.get().state) == (CaseState.TOLD, CaseState.SPARED)
    assert client.get(link).status_code == 200
    assert Message.objects.count() == 1


def test_who_was_set_aside_late_stays_so_for_the_whole_time(told):
    old_user()
    on_day(0)
    late = on_day(50)

    assert (late.set_aside, RetentionCase.objects.get().remove_on) == (1, (NOW + 64 * A_DAY).date())


def test_a_run_that_would_touch_too_many_stops_and_goes_on_once_when_a_coordinator_has_read_the_list(told):
    for _ in range(6):
        old_user()
    coordinator, stopped = make_coordinator(), on_day(0)
    listed = retention.rehearse(told, TODAY)
    another = old_user()

    assert "more than the 5" in stopped.stopped_why
    assert not RetentionCase.objects.exists()
    with pytest.raises(retention.Refused, match="changed"):
        retention.let_go_on(stopped, coordinator, listed.mark, NOW)
    another.delete()
    retention.let_go_on(stopped, coordinator, listed.mark, NOW)
    with pytest.raises(retention.Refused, match="gone on already"):
        retention.let_go_on(stopped, coordinator, listed.mark, NOW)
    assert RetentionCase.objects.count() == 6
    assert RetentionRun.objects.get().released_by_name == coordinator.email


def test_a_place_that_was_given_is_taken_for_as_long_as_supervision_goes_on_and_its_request_goes_a_year_later():
    given = requests.accept(requests.ask(make_offer(), make_member(), NOW - 800 * A_DAY), NOW - 800 * A_DAY)

    def run():
        RetentionRun.objects.all().delete()
        run_rule(rule("requests"), TODAY, NOW)
        return Offer.objects.counted(TODAY).get().taken, PlaceRequest.objects.count()

    runs = []
    for ended_on in (None, TODAY - 364 * A_DAY, TODAY - 365 * A_DAY):
        Supervision.objects.filter(request=given).update(ended_on=ended_on)
        runs.append(run())

    assert runs == [(1, 1), (0, 1), (0, 0)]


def test_after_six_years_it_stays_how_many_were_there_and_not_who():
    attended = make_attendance(make_past_meeting(starts_at=NOW - 7 * A_DAY), make_member(name="Ada Example"))

    kept = Attendance.objects.filter(pk=attended.pk)
    for days in (2000, 2300):
        RetentionRun.objects.all().delete()
        before = list(kept.values_list("member", "name"))
        run_rule(rule("attendance"), (NOW + days * A_DAY).date(), NOW + days * A_DAY)

    assert before == [(attended.member_id, attended.name)]
    assert list(kept.values_list("member", "name")) == [(None, f"Member no. {attended.pk}")]


def test_nobody_lets_a_run_go_on_that_concerns_themselves(told, monkeypatch):
    everybody = DataClass("leaver", "Accounts", lambda rule, on: User.objects.all(), person="pk")
    monkeypatch.setattr("members.retention.data_class.classes", [everybody])
    for _ in range(6):
        old_user()
    coordinator, stopped = make_coordinator(), on_day(0)

    with pytest.raises(retention.Refused, match="yourself"):
        retention.let_go_on(stopped, coordinator, retention.rehearse(told, TODAY).mark, NOW)

    assert not RetentionCase.objects.exists()


@pytest.mark.parametrize(("days", "says"), [(3650, "3650 days ago"), (-30, "earlier than at the last run")])
def test_a_clock_that_jumped_and_a_long_silence_stop_a_run(days, says):
    audit = rule("audit")
    run_rule(audit, TODAY, NOW)
    looked_at(5000)
    jumped = NOW + days * A_DAY

    run = run_rule(audit, jumped.date(), jumped)

    assert says in run.stopped_why
    assert RecordView.objects.exists()


def test_a_rule_that_became_much_shorter_stops_at_its_first_run():
    audit = rule("audit")
    for _ in range(8):
        looked_at(100)
    shorter = RetentionRule.objects.get(pk=audit.pk)
    shorter.pk, shorter.valid_from, shorter.keep_days = None, TODAY, 30
    shorter.save()

    run = run_rule(shorter, TODAY, NOW)

    assert "would touch 8 at once, the one before 0" in run.stopped_why


def test_an_error_in_one_rule_is_written_down_and_holds_up_no_other(monkeypatch):
    def broken(rows, now):
        raise ValueError

    kinds = [DataClass("audit", "Broken", lambda rule, on: RecordView.objects.all(), broken)]
    monkeypatch.setattr("members.retention.data_class.classes", kinds)
    looked_at(0)

    retention.run(NOW)

    assert [run.rule.code for run in RetentionRun.objects.exclude(stopped_why="")] == ["audit"]
    assert RetentionRun.objects.count() == RetentionRule.objects.count()


def test_who_cannot_be_erased_keeps_nobody_else_and_the_numbers_say_what_became_of_whom(told, monkeypatch):
    stuck, *_ = [old_user() for _ in range(3)]
    broken = {stuck.pk}

    def old(rule, on):
        return User.objects.filter(is_staff=False, date_joined__lt=retention.before(rule, on))

    def erase(rows, now):
        rows.delete()
        if broken & set(before - set(User.objects.values_list("pk", flat=True))):
            raise ValueError

    kinds = [DataClass("leaver", "Accounts", old, erase, person="pk", at_once=1)]
    monkeypatch.setattr("members.retention.data_class.classes", kinds)
    on_day(0), on_day(30)
    before = set(User.objects.values_list("pk", flat=True))

    first = on_day(44)
    on_the_desk = RetentionRun.objects.get(pk=first.pk)
    left = list(User.objects.filter(is_staff=False).values_list("pk", flat=True))
    broken.clear()
    second = on_day(45)

    assert (on_the_desk.removed, on_the_desk.acted_at, left) == (2, None, [stuck.pk])
    assert "tried again" in on_the_desk.stopped_why
    assert (second.removed, second.stopped_why, User.objects.filter(pk=stuck.pk).exists()) == (1, "", False)


def test_people_are_erased_one_by_one_so_that_a_crash_undoes_one_erasure_at_most():
    with_notice = set(RetentionRule.objects.exclude(quarantine_days=0).values_list("code", flat=True))
    erased = [each for each in retention.classes if each.code in with_notice]

    assert {each.at_once for each in erased} == {1}


@contextmanager
def at_the_letter(number, deed):
    """Something happens once so many have been told. What kills a process ends it without a word: nothing catches."""
    letter, written = letters.told, []

    def told_until_then(case, now):
        if len(written) == number:
            written.append(None)
            deed()
        written.append(case)
        letter(case, now)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("members.retention.letters.told", told_until_then)
        yield


def killed():
    raise SystemExit


def test_a_run_that_was_killed_is_taken_up_within_the_hour_and_does_the_rest_once(told):
    for _ in range(5):
        old_user()
    with at_the_letter(3, killed), pytest.raises(SystemExit):
        retention.run(NOW)

    numbers = []
    for minutes in (1, 29, 31, 62, 120):
        retention.run(NOW + timedelta(minutes=minutes))
        run = RetentionRun.objects.get(rule=told)
        numbers.append((run.told, Message.objects.filter(name="members/data_goes").count(), bool(run.acted_at)))

    assert numbers == [(3, 3, False)] * 2 + [(5, 5, True)] * 3
    assert (run.people, run.stopped_why, RetentionCase.objects.count()) == (5, "", 5)


def test_what_is_taken_up_touches_nobody_who_was_not_in_its_list(told, client, settings):
    """Else a rule that is killed again and again would touch more people than the number at which it stops."""
    for _ in range(4):
        old_user()
    with at_the_letter(3, killed), pytest.raises(SystemExit):
        retention.run(NOW)
    old_user()

    retention.run(NOW + timedelta(minutes=31))

    stopped = RetentionRun.objects.get(rule=told)
    assert "more is due by now" in stopped.stopped_why
    assert (stopped.told, stopped.acted_at) == (3, None)
    settings.DEMO = True
    client.force_login(make_coordinator())
    page = client.get(reverse("admin:members_retentionrule_today", args=[told.pk])).text
    assert "Done until then: 3 told." in page
    assert "Nobody was told" not in page
    retention.let_go_on(stopped, make_coordinator(), retention.rehearse(told, TODAY).mark, NOW + timedelta(hours=1))
    stopped.refresh_from_db()
    assert (stopped.told, bool(stopped.acted_at)) == (5, True)


def test_a_process_that_was_only_slow_does_nothing_more_once_another_has_taken_its_run_up(told):
    for _ in range(5):
        old_user()
    later = NOW + timedelta(minutes=31)

    with at_the_letter(2, lambda: retention.run(later)):
        retention.run(NOW)

    run = RetentionRun.objects.get(rule=told)
    assert (run.told, run.acted_at, run.stopped_why) == (5, later, "")
    assert Message.objects.filter(name="members/data_goes").count() == 5


def test_a_run_that_was_let_go_on_and_was_killed_keeps_what_it_did_and_waits_for_a_coordinator_again(told):
    for _ in range(6):
        old_user()
    stopped, coordinator = on_day(0), make_coordinator()
    with at_the_letter(4, killed), pytest.raises(SystemExit):
        retention.let_go_on(stopped, coordinator, retention.rehearse(told, TODAY).mark, NOW)
    stopped.refresh_from_db()
    assert (stopped.told, RetentionCase.objects.count(), stopped.acted_at) == (4, 4, None)

    later = NOW + timedelta(minutes=31)
    retention.run(later)
    retention.let_go_on(stopped, coordinator, retention.rehearse(told, TODAY).mark, later)

    stopped.refresh_from_db()
    assert (stopped.told, RetentionCase.objects.count(), stopped.acted_at) == (6, 6, later)


def test_an_edited_rule_is_not_overwritten_and_nothing_runs_in_the_night():
    rule("audit", keep_days=999)
    reference.load()
    retention.run(NOW.replace(hour=3))

    assert RetentionRule.objects.get(code="audit").keep_days == 999
    assert not RetentionRun.objects.exists()


def test_the_desk_shows_names_makes_a_new_version_and_takes_no_period_of_nothing(client, settings):
    settings.DEMO = True
    audit = rule("audit")
    MemberChange.objects.create(member=make_member(), kind=ChangeKind.LINKS, by_name="A", at=NOW - 800 * A_DAY)
    make_meeting()
    client.force_login(make_coordinator())
    page = reverse("admin:members_retentionrule_new_version", args=[audit.pk])
    typed = {"valid_from": "2030-01-01", "keep_days": 0, "notice_days": 0, "quarantine_days": 0}
    typed |= {"most_people": 500, "reason": "Shorter", "is_on": "on"}

    answers = [client.post(page, typed | {"keep_days": days}).status_code for days in (0, 100, 2_147_483_647, 700, 700)]

    today = client.get(reverse("admin:members_retentionrule_today", args=[audit.pk]))
    assert answers == [422, 422, 422, 302, 422]
    assert "What coordinators did about members: 1" in today.content.decode()
    assert client.get(reverse("admin:members_retentionrule_changelist")).status_code == 200
    assert client.get(reverse("admin:members_retentionrule_records") + "?as=csv")["Content-Type"].startswith("text/csv")
