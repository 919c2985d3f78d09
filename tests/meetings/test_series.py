"""A year of meetings from one rhythm: its dates, the meetings made from them, one message for them all."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import tapping
from meetings.local_time import LONDON
from meetings.models import Meeting, Series, SkippedDate
from meetings.models.series import Every, Week, Weekday
from meetings.series import ahead, making, rhythm, suggesting
from meetings.series.making import Chosen, Refusal, Refused
from meetings.words import Deed, Mode, Status
from outbox.models import Message
from tests.factories import make_meeting, make_member, make_user, make_venue

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
YEARS = range(2026, 2031)


def a_series(**fields) -> Series:
    """Every second month, second Thursday, 2pm, from 10 December 2026 on; not saved."""
    defaults = {"title": "Network meeting", "first_date": date(2026, 12, 10), "begins": time(14), "mode": Mode.ONLINE}
    return Series(**{**defaults, **fields})


def proposed(series: Series, today: date = TODAY) -> list[Chosen]:
    """The year as it is proposed, with nothing moved."""
    days = ahead.year_ahead(series, today)
    out = ahead.left_out(series, days)
    return [Chosen(day, None if day in out else rhythm.starts_on(series, day)) for day in days]


def begin(series: Series | None = None, chosen: list[Chosen] | None = None, **how) -> Series:
    series = series or a_series()
    making.begin(series, chosen or proposed(series), NOW, **{"by": None, "announce": False, **how})
    return series


def dates(series: Series) -> list[date]:
    return sorted(day for day in series.meetings.values_list("series_date", flat=True) if day)


pytestmark = pytest.mark.django_db

RHYTHMS = st.builds(
    a_series,
    first_date=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    every=st.sampled_from(Every.values),
    week=st.sampled_from(Week.values),
    weekday=st.sampled_from(Weekday.values),
)


@given(RHYTHMS)
def test_every_day_of_a_rhythm_fits_it_in_order_and_none_comes_before_the_first_date(series):
    days = list(islice(rhythm.days(series), 24))

    assert days == sorted(set(days))
    assert days[0] >= series.first_date
    assert days[0] - series.first_date < timedelta(days=63)
    assert {day.weekday() for day in days} == {series.weekday}
    for day in days:
        after = day + timedelta(days=7)
        assert after.month != day.month if series.week == Week.LAST else (day.day - 1) // 7 + 1 == series.week
    months = [rhythm.month_of(day) for day in days]
    assert {after - before for before, after in pairwise(months)} == {series.every}


@given(RHYTHMS, st.booleans())
def test_a_year_has_twelve_months_and_august_only_where_it_is_wanted(series, wanted):
    series.with_august = wanted

    year = [each for each in proposed(series, series.first_date) if each.starts_at]

    augusts = sum(day.month == 8 for day in ahead.year_ahead(series, series.first_date))
    assert len(year) == 12 // series.every - (0 if wanted else augusts)
    assert wanted or not any(each.date.month == 8 for each in year)


@pytest.mark.parametrize("every", [Every.MONTH, Every.SECOND_MONTH, Every.YEAR], ids=lambda every: every.label)
@pytest.mark.parametrize(("week", "weekday"), [(2, 3), (-1, 6), (1, 0)], ids=["usual", "clocks", "Mondays"])
def test_cal_m5_two_stays_two_from_2026_to_2030_over_every_change_of_the_clocks(every, week, weekday):
    series = a_series(first_date=date(2026, 1, 1), every=every, week=week, weekday=weekday, minutes=120)
    days = takewhile(lambda day: day.year <= YEARS[-1], rhythm.days(series))

    moments = [(rhythm.starts_on(series, day), day) for day in days]

    assert len(moments) == 12 // every * len(YEARS)
    for starts_at, day in moments:
        read = starts_at.astimezone(UTC).astimezone(LONDON)
        assert (read.date(), read.time()) == (day, time(14))
        assert rhythm.end_of(series, starts_at).astimezone(LONDON).time() == time(16)


def test_a_meeting_on_leap_day_is_at_two_too():
    series = a_series(first_date=date(2028, 2, 1), every=Every.MONTH, week=Week.LAST, weekday=Weekday.TUESDAY)

    day = next(rhythm.days(series))

    assert day == date(2028, 2, 29)
    assert rhythm.starts_on(series, day) == datetime(2028, 2, 29, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "every second month, second Thursday, 2pm"),
        ({"every": 1, "week": -1, "weekday": 0, "begins": time(18, 30)}, "every month, last Monday, 6.30pm"),
        ({"every": 12, "begins": time(12)}, "once a year, second Thursday, midday"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(fields, said):
    assert rhythm.in_words(a_series(**fields)) == said


def test_a_year_becomes_real_meetings_each_with_its_own_address_and_calendar_entry_for_life():
    series = begin(a_series(mode=Mode.HYBRID, venue=make_venue(capacity=15)))

    made = list(series.meetings.order_by("starts_at"))

    assert [meeting.slug for meeting in made] == [
        *("2026-12-10", "2027-02-11", "2027-04-08", "2027-06-10", "2027-10-14"),
    ]
    assert len({meeting.uid for meeting in made}) == 5
    assert {(meeting.status, meeting.room_capacity, meeting.touched) for meeting in made} == {
        (Status.DRAFT, 15, False),
    }
    assert {meeting.starts_at.astimezone(LONDON).time() for meeting in made} == {time(14)}
    assert [skipped.date for skipped in series.skipped.all()] == [date(2027, 8, 12)]
    assert Message.objects.count() == 0


def test_a_year_is_announced_in_one_message_to_each_eligible_member_with_every_date_and_link():
    people = [make_member(), make_member()]
    make_member(suspended_on=TODAY), make_user()

    series = begin(announce=True)

    letters = Message.objects.filter(name="meetings/year_announced")
    assert {letter.user for letter in letters} == {person.user for person in people}
    assert Message.objects.count() == 2
    for meeting in series.meetings.all():
        assert tapping.path(meeting, letters[0].user.member) in letters[0].text
        assert meeting.status == Status.PUBLISHED
        assert meeting.published_at == NOW
        assert [change.deed for change in meeting.changes.order_by("pk")] == [Deed.PLANNED, Deed.PUBLISHED]
    assert "Thursday 10 December 2026, 2pm to 4pm (UK time)" in letters[0].text
    assert letters[0].html.count("/meetings/a/") == 5


def test_a_year_made_twice_is_there_once():
    series = begin()
    seen, chosen = Series.objects.get(), proposed(a_series())

    assert making.go_on(seen, chosen, NOW, by=None, announce=True) == []

    assert (len(dates(series)), Message.objects.count()) == (5, 0)
    with pytest.raises(Refused) as refused:
        begin()
    assert refused.value.reason == Refusal.ALREADY


def test_the_next_year_begins_after_the_last_meeting_and_nothing_moved_cancelled_or_left_out_comes_back():
    series = begin()
    last, second = series.meetings.order_by("-starts_at").first(), series.meetings.order_by("starts_at")[1]
    Meeting.objects.filter(pk=last.pk).update(starts_at=last.starts_at - timedelta(days=60), touched=True)
    Meeting.objects.filter(pk=second.pk).update(status=Status.CANCELLED, cancelled_at=NOW)
    series = Series.objects.get()

    making.go_on(series, proposed(series), NOW, by=None, announce=False)

    assert dates(series) == [
        *(date(2026, 12, 10), date(2027, 2, 11), date(2027, 4, 8), date(2027, 6, 10), date(2027, 10, 14)),
        *(date(2027, 12, 9), date(2028, 2, 10), date(2028, 4, 13), date(2028, 6, 8), date(2028, 10, 12)),
    ]


def test_a_date_left_out_comes_back_only_when_it_is_ticked_by_hand():
    first = proposed(a_series())
    series = begin(chosen=[each if each.date.month != 10 else Chosen(each.date, None) for each in first])
    october = date(2027, 10, 14)
    again = proposed(Series.objects.get())

    assert Chosen(october, None) in again
    by_hand = [
        Chosen(each.date, rhythm.starts_on(series, each.date) if each.date == october else None) for each in again
    ]
    making.go_on(Series.objects.get(), by_hand, NOW, by=None, announce=False)

    assert october == dates(series)[-1]
    assert not SkippedDate.objects.filter(date=october).exists()


def test_what_a_coordinator_decided_about_an_older_state_of_the_series_is_a_conflict():
    begin()
    seen, other = Series.objects.get(), Series.objects.get()
    year = proposed(seen)
    making.go_on(other, [year[0], *(Chosen(each.date, None) for each in year[1:])], NOW, by=None, announce=False)

    with pytest.raises(Refused) as refused:
        making.go_on(seen, year, NOW, by=None, announce=False)

    assert refused.value.reason == Refusal.CONFLICT


def test_a_year_with_every_date_left_out_is_refused():
    series = a_series()

    with pytest.raises(Refused) as refused:
        begin(series, [Chosen(each.date, None) for each in proposed(series)])

    assert (refused.value.reason, Series.objects.count()) == (Refusal.NONE_LEFT, 0)


def test_a_new_series_is_suggested_as_the_network_has_met_so_far():
    room = make_venue()
    for day in (date(2026, 9, 30), date(2026, 10, 28)):
        make_meeting(
            title="Peer group",
            venue=room,
            starts_at=datetime(day.year, day.month, day.day, 18, 30, tzinfo=LONDON),
        )

    found = suggesting.suggested(NOW)

    assert (found.title, found.venue, found.minutes, found.first_date) == ("Peer group", room, 120, date(2026, 12, 30))
    assert rhythm.in_words(found) == "every month, last Wednesday, 6.30pm"
    assert suggesting.places_in(room) == 12


def test_a_network_that_has_not_met_is_suggested_second_thursdays_at_two():
    found = suggesting.suggested(NOW)

    assert (rhythm.in_words(found), found.first_date) == (
        "every second month, second Thursday, 2pm",
        date(2026, 12, 10),
    )
