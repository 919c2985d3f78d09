"""Numbers about attendance: true ones for coordinators, and for members none that points to a person."""

from dataclasses import astuple, replace
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from meetings import attendance, figures, rsvp
from meetings.figures import Came, Figures, Row, hiding
from meetings.local_time import LONDON
from meetings.models import Meeting
from meetings.words import Choice, Presence, Source
from members.models import Area
from tests.factories import make_coordinator, make_meeting, make_member

NOW = timezone.now()
ROOM, ONLINE = Presence.ROOM, Presence.ONLINE
SMALL = (1, 2, 3, 4)


def held(days_ago, *, came=(), stayed_away=0, unasked=0, newcomers=0, close=True):
    """A meeting in the past: who said yes and came (and how), who stayed away, who came besides."""
    meeting, by = make_meeting(room_capacity=100), make_coordinator()
    there = [(make_member() if who is None else who, mode) for who, mode in came]
    for member, mode in there:
        rsvp.answer(meeting, member, Choice(mode), NOW)
    for _ in range(stayed_away):
        rsvp.answer(meeting, make_member(), Choice.ROOM, NOW)
    there += [(make_member(), ROOM) for _ in range(unasked)] + [(f"Newcomer {n}", ROOM) for n in range(newcomers)]
    starts = NOW - timedelta(days=days_ago)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    meeting.refresh_from_db()
    for who, mode in there:
        attendance.mark(meeting, who, mode, None, Source.SHEET, by, NOW)
    if close:
        attendance.close(meeting, NOW, by)
    meeting.refresh_from_db()
    return meeting


@pytest.mark.django_db
def test_numbers_come_from_attendance_that_is_closed_beside_the_answers():
    ada = make_member(area=None)
    first = held(60, came=[(ada, ROOM), (None, ONLINE)], stayed_away=2, unasked=1, newcomers=1)
    second = held(30, came=[(ada, ROOM)], unasked=1)
    held(10, came=[(None, ROOM)], close=False)

    counted = figures.count(figures.closed())

    assert [astuple(replace(row, meeting=None))[1:] for row in counted.rows] == [(3, 1, 2, 2, 2, 3), (2, 0, 1, 0, 1, 1)]
    assert [row.meeting for row in counted.rows] == [first, second]
    areas = dict(counted.areas)
    assert (areas[str(Area.objects.first())], areas["Area not given"]) == (3, 1)
    assert len(areas) == Area.objects.count() + 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.whole
def test_many_meetings_take_as_many_queries_as_one(django_assert_num_queries, number):
    for day in range(number):
        held(day + 1, came=[(None, ROOM)])

    with django_assert_num_queries(6):
        assert len(figures.count(figures.closed()).rows) == number


@pytest.mark.django_db
def test_a_year_is_londons_and_years_have_no_meeting_in_common():
    for day in (400, 10):
        held(day, came=[(None, ROOM)])
    known = {meeting.starts_at.astimezone(LONDON).year for meeting in Meeting.objects.all()}

    periods, _ = figures.for_members("")
    meetings = [set(figures.for_members(period.name)[1]) for period in periods]

    assert [int(period.name) for period in periods] == sorted(known, reverse=True)
    assert set.union(*meetings) == set(Meeting.objects.all())
    assert sum(map(len, meetings)) == Meeting.objects.count()
    assert [period.name for period in figures.for_coordinators("nonsense", NOW)[0] if period.here] == ["12-months"]


# What members see. An adversary knows the rule by which numbers are hidden and every sum that ties numbers together.

ODDS = st.one_of(st.integers(0, 6), st.integers(0, 40))


@st.composite
def rows(draw):
    room, online, absent = draw(ODDS), draw(ODDS), draw(ODDS)
    as_said = draw(st.integers(0, room + online))
    return Row(Meeting(), room, online, as_said, absent, room + online - as_said, draw(st.integers(0, room + online)))


def cells(row):
    return (row.room, row.online, row.as_said, row.absent, row.besides, row.first_timers)


def other_worlds(row):
    """Meetings that differ a little from this one."""
    for changes in product((-1, 0, 1), repeat=5):
        room, online, said, absent, first = (
            number + change for number, change in zip((*cells(row)[:4], row.first_timers), changes, strict=True)
        )
        if min(room, online, said, absent, first, room + online - said) >= 0 and first <= room + online:
            yield Row(row.meeting, room, online, said, absent, room + online - said, first)


# Eight came for the first time, so four in the room and four online are the most that can be hidden, and the least.
@example(Row(Meeting(), room=4, online=4, as_said=1, absent=0, besides=7, first_timers=8))
@given(rows())
def test_no_number_from_1_to_4_of_a_meeting_is_shown_or_can_be_reckoned(row):
    shown = cells(hiding.row_of(row))
    worlds = [cells(world) for world in other_worlds(row) if cells(hiding.row_of(world)) == shown]

    assert not set(shown) & set(SMALL)
    for place, number in enumerate(cells(row)):
        if number in SMALL:
            assert {world[place] for world in worlds} != {number}


@given(rows())
def test_whoever_knows_how_many_came_still_cannot_reckon_who_had_said_so(row):
    """The page of a meeting says how many were in the room and online."""
    shown = cells(hiding.row_of(row))
    worlds = [
        cells(world)
        for world in other_worlds(row)
        if (world.room, world.online) == (row.room, row.online) and cells(hiding.row_of(world)) == shown
    ]

    for place in (2, 3, 4):
        if cells(row)[place] in SMALL:
            assert {world[place] for world in worlds} != {cells(row)[place]}


@given(st.lists(ODDS, min_size=2, max_size=9))
def test_no_number_from_1_to_4_of_an_area_is_shown_or_is_the_rest_of_a_known_whole(numbers):
    def seen(these):
        return [number for _, number in hiding.areas([("", number) for number in these])]

    shown = seen(numbers)
    worlds = []
    for one, other in product(range(len(numbers)), repeat=2):
        world = list(numbers)
        world[one], world[other] = world[one] + 1, world[other] - 1
        if one != other and world[other] >= 0 and seen(world) == shown:
            worlds.append(world)

    assert not set(shown) & set(SMALL)
    for place, number in enumerate(numbers):
        if number in SMALL:
            assert any(world[place] != number for world in worlds)


def test_the_control_hiding_small_numbers_alone_lets_them_be_reckoned():
    def alone(row):
        return tuple(None if number in SMALL else number for number in cells(row))

    row = Row(Meeting(), room=20, online=6, as_said=23, absent=9, besides=3, first_timers=0)
    worlds = [cells(world) for world in other_worlds(row) if alone(world) == alone(row)]

    assert {world[4] for world in worlds} == {3}


def test_what_is_large_or_nought_is_shown():
    row = Row(Meeting(), room=9, online=0, as_said=9, absent=5, besides=0, first_timers=0)
    areas = [("A", 7), ("B", 0), ("C", 2), ("D", 9), ("E", 11)]

    shown = figures.hidden(Figures([row], areas))

    assert shown.rows == [row]
    assert shown.areas == [("A", 7), ("B", 0), ("C", None), ("D", None), ("E", None)]


def test_bars_have_one_scale_and_say_what_is_hidden():
    rows = [Row(Meeting(starts_at=NOW), 8, 2, None, None, None, 0), Row(Meeting(starts_at=NOW), 5, 0, 5, 0, 0, 5)]

    mode, answers, *_ = figures.plots(Figures(rows, []))

    assert [[tuple(part) for part in bar.parts] for bar in mode.bars] == [
        [("room", 0.0, 80.0), ("online", 80.0, 20.0)],
        [("room", 0.0, 50.0)],
    ]
    assert [bar.says for bar in answers.bars] == ["hidden", "5 + 0 + 0"]


# The pages


@pytest.mark.django_db
def test_members_see_no_small_number_and_coordinators_the_true_ones(client, settings):
    held(1, came=[(None, ROOM)] * 7, stayed_away=2)
    client.force_login(make_member().user)
    member_page = client.get(reverse("meetings:figures"))
    settings.DEMO = True
    client.force_login(make_coordinator())
    desk_page = client.get(reverse("admin:meetings_meeting_figures"), {"period": "all"})

    answers = [page.context["plots"][1].rows[0][1:] for page in (member_page, desk_page)]
    assert answers == [["hidden"] * 3, ["7", "2", "0"]]
    assert "Numbers" in client.get("/admin/").text


@pytest.mark.django_db
@pytest.mark.parametrize("period", ["", "1999", "all", "x" * 500])
def test_odd_periods_are_answered(client, settings, period):
    settings.DEMO = True
    client.force_login(make_member(user=make_coordinator()).user)

    for name in ("meetings:figures", "admin:meetings_meeting_figures"):
        assert client.get(reverse(name), {"period": period}).status_code == 200


@pytest.mark.django_db
def test_past_meetings_say_who_came_once_attendance_is_closed_and_before_that_what_was_said(client):
    closed = held(40, came=[(None, ROOM)] * 8 + [(None, ONLINE)] * 4, stayed_away=3, unasked=1)
    held(10, came=[(None, ROOM)], stayed_away=2, close=False)
    client.force_login(make_member().user)

    past = " ".join(client.get(reverse("meetings:past")).text.split())
    page = " ".join(client.get(closed.get_absolute_url()).text.split())

    assert "Came: 9 in the room, 4 online" in past
    assert "Said that they would come: 3 in the room, 0 online" in past
    assert "Who came" in page
    assert "9 in the room, 4 online" in page
    assert figures.came(Meeting.objects.all()) == {closed.pk: Came(9, 4)}
