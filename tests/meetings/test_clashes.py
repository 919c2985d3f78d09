"""What speaks against a time for a meeting, in sentences."""

from datetime import date, datetime, timedelta

import pytest

from meetings import clashes
from meetings.words import Status
from tests.factories import LONDON, make_meeting, make_venue

A_DAY = timedelta(days=1)


def at_two(day: date) -> tuple[datetime, datetime]:
    starts_at = datetime(day.year, day.month, day.day, 14, tzinfo=LONDON)
    return starts_at, starts_at + timedelta(hours=2)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 10), []),
        (date(2026, 12, 25), ["A bank holiday in England: Christmas Day."]),
        (date(2026, 12, 28), ["A bank holiday in England: Boxing Day (substitute day)."]),
        (
            date(2027, 8, 30),
            ["A bank holiday in England: Late Summer Bank Holiday.", "In August, when many people are away."],
        ),
        (date(2027, 3, 28), ["The clocks go forward early that day."]),
        (date(2026, 10, 26), ["The clocks go back early on the day before."]),
        (date(2028, 2, 29), []),
        (date(2027, 3, 17), []),  # a bank holiday in Northern Ireland
    ],
)
def test_the_calendar_of_england_speaks_against_a_day(day, said):
    assert list(clashes.of_day(day)) == said


@pytest.mark.parametrize("year", range(2026, 2031))
def test_the_clocks_change_twice_a_year_on_the_last_sundays_of_march_and_october(year):
    changes = [day for day in (date(year, 1, 1) + A_DAY * n for n in range(365)) if clashes.clocks_change(day)]

    assert [(day.month, day.weekday(), day.day > 24) for day in changes] == [(3, 6, True), (10, 6, True)]


@pytest.mark.django_db
def test_another_meeting_of_that_day_is_named_and_one_in_the_same_room_at_that_time():
    starts_at, ends_at = at_two(date(2026, 12, 10))
    room = make_venue()
    make_meeting(title="Training", starts_at=starts_at, venue=room)
    make_meeting(title="Reading group", starts_at=starts_at - timedelta(hours=4))
    make_meeting(title="Committee", starts_at=starts_at + timedelta(hours=1))
    make_meeting(title="The day after", starts_at=starts_at + A_DAY, venue=room)

    assert clashes.of(starts_at, ends_at, room, beside=None) == [
        "“Reading group” is on that day too, 10am to midday.",
        "“Training” is in the same room at that time, 2pm to 4pm.",
        "“Committee” is at that time too, 3pm to 5pm.",
    ]


@pytest.mark.django_db
def test_neither_the_meeting_itself_nor_a_cancelled_one_speaks_against_it():
    starts_at, ends_at = at_two(date(2026, 12, 10))
    meeting = make_meeting(starts_at=starts_at)
    make_meeting(starts_at=starts_at, venue=meeting.venue, status=Status.CANCELLED, cancelled_at=starts_at)

    assert clashes.of(starts_at, ends_at, meeting.venue, beside=meeting) == []
