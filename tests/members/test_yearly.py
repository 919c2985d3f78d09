"""Once a year everybody is asked whether their entry is right; one button says yes, and silence breaks nothing."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from members import yearly
from members.admin.yearly import lines
from members.models import Leaving, Member, RetentionRule
from members.retention.running import run_rule
from outbox import bounces
from outbox.models import Message
from tests.factories import make_member

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
pytestmark = pytest.mark.django_db


def on_their_day(member: Member) -> datetime:
    """The first day of theirs after today."""
    return next(each for each in days(NOW, 400) if each.date().toordinal() % 365 == member.pk % 365)


def days(start: datetime, number: int, step: int = 1) -> list[datetime]:
    return [start + timedelta(days=day) for day in range(0, number, step)]


def asked() -> list[str]:
    found = Message.objects.filter(name="members/still_right").order_by("created_at")
    return [str(each.created_at.date()) for each in found]


@pytest.mark.whole
def test_a_member_is_asked_once_a_year_on_a_day_of_their_own_however_late_or_often_the_clock_runs():
    member = make_member(joined_on=date(2024, 1, 1))
    first = on_their_day(member)
    visits = days(first - timedelta(days=3), 800, step=11)

    for now in visits:
        yearly.ask(now)
        yearly.ask(now + timedelta(minutes=1))

    found = [date.fromisoformat(day) for day in asked()]
    assert len(found) in (2, 3)
    assert all(0 <= (day - first.date()).days % 365 < 11 for day in found)
    reminded = [day for day in found if day + yearly.REMIND_AFTER <= visits[-1].date()]
    assert Message.objects.filter(name="members/still_right_again").count() == len(reminded)


@pytest.mark.whole
def test_everybody_who_joined_on_one_day_is_asked_over_the_year_and_not_at_once():
    members = [make_member(joined_on=TODAY) for _ in range(5)]
    slots = Counter(on_their_day(member).date() for member in members)

    assert [yearly.due(TODAY + timedelta(days=day)).count() for day in range(0, 180, 20)] == [0] * 9
    for now in days(NOW, 560):
        for member in yearly.due(timezone.localdate(now)):
            yearly.ask_one(member, now)

    assert max(slots.values()) == 1
    assert len(set(asked())) == 5


@pytest.mark.parametrize(("days_ago", "reminded"), [(20, 0), (21, 1), (34, 1), (35, 0)])
def test_the_reminder_comes_after_three_weeks_or_not_at_all(days_ago, reminded):
    make_member(joined_on=date(2024, 1, 1), entry_asked_on=TODAY - timedelta(days=days_ago))

    yearly.ask(NOW)
    yearly.ask(NOW + timedelta(minutes=1))

    assert Message.objects.filter(name="members/still_right_again").count() == reminded


def test_whoever_is_asked_on_the_day_on_which_an_old_answer_is_forgotten_is_asked_once():
    member = make_member(joined_on=date(2020, 1, 1))
    now = on_their_day(member)
    Member.objects.update(entry_confirmed_on=now.date() - timedelta(days=1095))

    yearly.ask(now)
    run_rule(RetentionRule.objects.get(code="yearly-check"), now.date(), now)
    yearly.ask(now + timedelta(days=1))

    assert Member.objects.get().entry_confirmed_on is None
    assert asked() == [str(now.date())]


@pytest.mark.parametrize("why", ["left", "suspended", "leaving", "stopped", "just joined", "just confirmed"])
def test_nobody_is_asked_who_is_new_gone_leaving_or_gets_no_mail(why):
    member = make_member(joined_on=date(2024, 1, 1))
    now = on_their_day(member)
    on = now.date()
    assert yearly.due(on).get() == member

    changes = {"left": {"left_on": on}, "suspended": {"suspended_on": on}, "just joined": {"joined_on": on}}
    changes["just confirmed"] = {"entry_confirmed_on": on - timedelta(days=30)}
    Member.objects.filter(pk=member.pk).update(**changes.get(why, {}))
    if why == "leaving":
        Leaving.objects.create(user=member.user, asked_at=now, erase_on=on + timedelta(days=30))
    if why == "stopped":
        bounces.stop(member.user.email, "Unknown user", now)

    assert yearly.ask(now) == 0


def test_the_page_shows_what_the_mail_said_a_look_changes_nothing_and_the_button_says_yes(client):
    member = make_member(
        joined_on=date(2024, 1, 1), phone="0161 496 0000", job_title="lead psychologist", shows_job_title=True
    )
    now = on_their_day(member)
    yearly.ask(now)
    message = Message.objects.get(name="members/still_right")
    path = message.text.partition("http://localhost:8000")[2].split()[0]

    with time_machine.travel(now, tick=False):
        page = client.get(path)
        member.refresh_from_db()
        assert member.entry_confirmed_on is None
        thanked = client.post(path, follow=True)

    member.refresh_from_db()
    assert all("lead psychologist (members see it)" in said for said in (message.text, page.text))  # as it was typed
    assert "Telephone: Only coordinators see it" in message.text
    assert "0161" not in message.text + page.text
    assert member.user.email not in page.text
    assert "Yes, all right" in page.text
    assert (member.entry_confirmed_on, "Thank you" in thanked.text) == (now.date(), True)
    with time_machine.travel(now + timedelta(days=61), tick=False):
        assert (client.get(path).status_code, client.post(path).status_code) == (410, 410)
        assert client.get(path[:-3] + "zz/").status_code == 404


def test_the_silent_are_reminded_once_and_counted_on_the_desk_and_whoever_answered_is_not():
    silent, answers = make_member(joined_on=date(2024, 1, 1)), make_member(joined_on=date(2024, 1, 1))
    Member.objects.update(entry_asked_on=TODAY - timedelta(days=22))
    yearly.confirm(answers, TODAY)

    assert [yearly.ask(NOW) for _ in range(2)] == [1, 0]

    assert Message.objects.get(name="members/still_right_again").user == silent.user
    with time_machine.travel(NOW, tick=False):
        assert [line.says for line in lines()] == ["1 asked, no answer"]
