"""Series made and changed by several at one moment: no date twice, none comes back, nobody is stuck (con-25)."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from meetings import planning, rsvp, undoing
from meetings.local_time import LONDON
from meetings.models import Meeting, Reversal, Series
from meetings.models.series import Every, Week, Weekday
from meetings.series import changing, making, rhythm
from meetings.series.changing import Change, Scope
from meetings.series.row import Refusal, Refused
from meetings.words import Choice, Status
from tests.factories import make_member
from tests.meetings.test_series import NOW, a_series, begin, dates, proposed
from tests.together import at_once, errors

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_YEAR = [date(2026, 12, 10), date(2027, 2, 11), date(2027, 4, 8), date(2027, 6, 10), date(2027, 10, 14)]
SECOND_YEAR = [date(2027, 12, 9), date(2028, 2, 10), date(2028, 4, 13), date(2028, 6, 8), date(2028, 10, 12)]
CHANGES = [
    *(date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)),
    *(date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)),
]


def make_first_year():
    series = a_series()
    return making.begin(series, proposed(series), NOW, by=None, announce=True)


def make_next_year(seen: Series):
    return making.go_on(seen, proposed(seen), NOW, by=None, announce=False)


def test_con_25_a_new_year_made_by_four_at_once_is_there_once():
    results = at_once([make_first_year] * 4)

    assert [error.reason for error in errors(results) if isinstance(error, Refused)] == [Refusal.ALREADY] * 3
    assert dates(Series.objects.get()) == FIRST_YEAR


def test_con_25_the_next_year_made_by_four_at_once_has_no_date_twice():
    begin()
    seen = Series.objects.get()

    results = at_once([partial(make_next_year, seen)] * 4)

    assert errors(results) == []
    assert sorted(map(len, results)) == [0, 0, 0, 5]
    assert dates(seen) == FIRST_YEAR + SECOND_YEAR


@pytest.mark.postgres
def test_con_25_control_without_the_lock_only_the_database_keeps_a_date_from_coming_twice(monkeypatch):
    """If everybody came through here too, the test above would prove nothing."""
    begin()
    seen = Series.objects.get()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows.all())

    outcomes = at_once([partial(make_next_year, seen)] * 4)

    assert any(isinstance(error, IntegrityError) for error in errors(outcomes))
    assert dates(seen) == FIRST_YEAR + SECOND_YEAR


def test_con_25_what_is_moved_or_cancelled_while_the_next_year_is_made_does_not_come_back():
    begin()
    seen, last = Series.objects.get(), Meeting.objects.latest("series_date")
    first = Meeting.objects.earliest("series_date")
    moved = {"starts_at": last.starts_at - timedelta(days=80), "ends_at": last.ends_at - timedelta(days=80)}

    results = at_once(
        [
            partial(planning.change, last, NOW, by=None, **moved),
            partial(planning.cancel, first, "The room is gone", NOW, by=None),
            partial(make_next_year, seen),
            partial(make_next_year, seen),
        ]
    )

    assert errors(results) == []
    assert dates(seen) == FIRST_YEAR + SECOND_YEAR
    assert Meeting.objects.get(pk=first.pk).status == Status.CANCELLED


@pytest.mark.parametrize("day", CHANGES, ids=str)
def test_con_25_on_a_day_on_which_the_clocks_change_two_stays_two(day):
    series = a_series(first_date=day, every=Every.MONTH, week=Week.LAST, weekday=Weekday.SUNDAY)
    now = rhythm.starts_on(series, day) - timedelta(days=60)
    chosen = [each for each in proposed(series, day) if each.starts_at]

    made = making.begin(series, chosen, now, by=None, announce=False)

    assert made[0].starts_at.astimezone(LONDON).date() == day
    assert {meeting.starts_at.astimezone(LONDON).hour for meeting in made} == {14}
    assert {meeting.ends_at.astimezone(LONDON).hour for meeting in made} == {16}


def test_a_series_changed_undone_and_answered_at_once_leaves_nobody_stuck_and_one_state_of_it():
    begin(announce=True)
    now = NOW + timedelta(minutes=1)
    members, series, meetings = [make_member() for _ in range(4)], Series.objects.get(), list(Meeting.objects.all())
    after = a_series(week=Week.THIRD, venue=None)
    reversal = Reversal.objects.get()

    results = at_once(
        [
            partial(changing.change, series, Change(after, Scope.ALL, None, False), now, by=None),
            partial(changing.change, series, Change(after, Scope.ALL, None, False), now, by=None),
            partial(undoing.undo, reversal, None, now),
            *(partial(rsvp.answer, meetings[0], member, Choice.ONLINE, now) for member in members),
        ]
    )

    known = (Refused, undoing.Refused, rsvp.Refused, Meeting.DoesNotExist)
    assert [error for error in errors(results) if not isinstance(error, known)] == []
    days = {(meeting.series_date.day - 1) // 7 + 1 for meeting in Meeting.objects.all() if meeting.series_date}
    assert days in ({2}, {3}, set())
