"""Dates and times in words: as the NHS content guide writes them, in the time of the North West."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from look import words
from look.templatetags import look

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def at(hour, minute=0, day=14, month=5):
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (at(14), at(16), "Thursday 14 May 2026, 2pm to 4pm"),
        (at(9, 30), at(12), "Thursday 14 May 2026, 9.30am to midday"),
        (at(12), at(12, 5), "Thursday 14 May 2026, midday to 12.05pm"),
        (at(0), at(0, 5), "Thursday 14 May 2026, midnight to 12.05am"),
        (at(20), at(9, day=15), "Thursday 14 May 2026, 8pm to Friday 15 May 2026, 9am"),
    ],
)
def test_a_period_is_said_as_people_say_it(start, end, said):
    assert words.period(start, end) == said
    assert look.in_words(start, end) == said


def test_a_day_and_a_month_are_said_without_leading_noughts():
    assert (words.day(date(2026, 1, 5)), words.month(date(2026, 1, 5))) == ("Monday 5 January 2026", "January 2026")


def test_a_moment_is_said_in_the_time_of_the_network_in_winter_and_in_summer():
    summer, winter = datetime(2026, 7, 1, 23, 30, tzinfo=UTC), datetime(2026, 1, 1, 23, 30, tzinfo=UTC)

    assert words.moment(summer) == "Thursday 2 July 2026, 12.30am"
    assert words.moment(winter) == "Thursday 1 January 2026, 11.30pm"


@given(MOMENTS)
def test_every_moment_can_be_read_back_from_its_words(moment):
    said = words.moment(moment).replace("midday", "12pm").replace("midnight", "12am")

    day, _, time = said.rpartition(", ")
    form = "%A %d %B %Y %I.%M%p" if "." in time else "%A %d %B %Y %I%p"
    assert datetime.strptime(f"{day} {time}", form) == moment.astimezone(LONDON).replace(  # noqa: DTZ007
        second=0, microsecond=0, tzinfo=None
    )


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(hours=12)))
def test_a_period_names_its_second_day_only_if_it_is_another(start, length):
    end = start + length

    same_day = start.astimezone(LONDON).date() == end.astimezone(LONDON).date()

    assert (words.period(start, end).count(words.day(start)), words.day(end) in words.period(start, end)) == (1, True)
    assert words.period(start, end).endswith(words.time(end) if same_day else words.moment(end))


def test_how_long_something_is_kept_is_said_in_the_largest_unit_that_comes_out_even():
    said = {1: "1 day", 30: "30 days", 90: "90 days", 91: "3 months", 365: "12 months", 730: "2 years", 2192: "6 years"}

    assert {number: words.days(number) for number in said} == said


@pytest.mark.parametrize("name", ["in_words", "day_in_words", "month_in_words", "time_in_words"])
def test_a_page_says_nothing_of_a_time_that_is_not_set(name):
    assert look.register.filters[name](None) == ""


def test_a_page_says_a_day_of_a_date_and_a_moment_of_a_time():
    assert look.in_words(date(2026, 5, 14)) == "Thursday 14 May 2026"
    assert look.in_words(at(14)) == "Thursday 14 May 2026, 2pm"
