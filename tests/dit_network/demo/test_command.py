"""`manage.py demo` makes the same network for the same day and seed, and never touches real people."""

from datetime import date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from dit_network.demo import crowd
from dit_network.demo.clock import Clock
from dit_network.demo.meetings import future_days, past_days
from tests.dit_network.demo.everything import everything
from tests.factories import make_user

TODAY = date(2026, 11, 23)

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


def run(**options: object) -> str:
    out = StringIO()
    call_command("demo", **{"today": TODAY, "stdout": out, **options})
    return out.getvalue()


def test_another_seed_gives_other_people(demo):
    first, second = (list(crowd.people(20, seed)) for seed in (1, 2))

    assert first == list(crowd.people(30, 1))[:20]
    assert first != second


def test_it_stops_before_it_touches_real_people(demo):
    make_user(email="someone@trust.example")

    with pytest.raises(CommandError, match="did not make"):
        run()

    assert User.objects.count() == 1


def test_it_exists_only_in_a_demonstration(settings):
    assert settings.DEMO is False

    with pytest.raises(CommandError, match="DEMO=1"):
        run()


def test_it_says_where_it_is_and_how_many_there_are_and_makes_the_same_people_again(demo):
    said, first = run(members=15, meetings=0, seed=7), everything()

    run(members=15, meetings=0, seed=7)

    assert "1 of 1 further members" in said
    assert "The demonstration is ready: 15 members" in said
    assert everything() == first


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 3, 11), date(2028, 2, 29), date(2026, 10, 25)])
def test_every_day_has_its_meetings_behind_and_ahead(today):
    past, ahead = past_days(today, 12), future_days(today)

    assert (len(past), len(ahead)) == (12, 6)
    assert past[-1] <= today < ahead[0]
    assert (ahead[0] - past[-1]).days in range(54, 71)


def test_more_meetings_than_the_network_can_have_had_fill_other_thursdays():
    days = past_days(TODAY, 200)

    assert len(set(days)) == 200
    assert {day.weekday() for day in days} == {3}
    assert past_days(TODAY, 12) == [day for day in days if day in set(past_days(TODAY, 12))]


def test_times_are_those_of_the_united_kingdom():
    assert Clock(date(2026, 7, 1)).ago(0, 14) == datetime.fromisoformat("2026-07-01T14:00+01:00")
    assert Clock(date(2026, 12, 1)).ago(0, 14) == datetime.fromisoformat("2026-12-01T14:00+00:00")
