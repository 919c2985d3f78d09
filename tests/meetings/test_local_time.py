"""Times as people in London write them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.local_time import LONDON, NoSuchTime, comes_twice, in_london

HALF_PAST_ONE = time(1, 30)


def test_cal_m5_two_is_two_in_summer_and_in_winter():
    summer, winter = in_london(date(2026, 5, 14), time(14)), in_london(date(2026, 12, 10), time(14))

    assert summer == datetime(2026, 5, 14, 13, tzinfo=UTC)
    assert winter == datetime(2026, 12, 10, 14, tzinfo=UTC)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2027, 3, 28), date(2028, 3, 26)])
def test_cal_m5_the_hour_that_does_not_exist_is_refused(day):
    with pytest.raises(NoSuchTime):
        in_london(day, HALF_PAST_ONE)


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 10, 31), date(2028, 10, 29)])
def test_cal_m5_of_the_hour_that_comes_twice_either_can_be_meant(day):
    first, second = in_london(day, HALF_PAST_ONE), in_london(day, HALF_PAST_ONE, second=True)

    assert comes_twice(day, HALF_PAST_ONE)
    assert (second.astimezone(UTC) - first.astimezone(UTC)).total_seconds() == 3600


@given(st.integers(0, 9_000_000))
def test_cal_m5_every_moment_is_written_in_one_way_only(minutes):
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    written = moment.astimezone(LONDON)

    read = in_london(written.date(), written.time(), second=bool(written.fold))

    assert read.astimezone(UTC) == moment
    assert bool(written.fold) <= comes_twice(written.date(), written.time())
