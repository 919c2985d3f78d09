"""A pathway in words: figures and time limits as people read them, never a punishment; the way as a drawing."""

from datetime import date
from decimal import Decimal

import pytest
from dateutil.relativedelta import relativedelta

from members import pathway_picture as picture
from members.checklist import Line
from members.clocks import ClockState, Running
from members.evidence_words import hours
from members.models import Clock, Evidence, Requirement
from members.models.pathway import Measure
from members.pathway_words import SAY, figure, length, limit
from members.stages import Reason, Standing

TODAY = date(2026, 11, 12)
BEGIN = Clock(
    pk=1, label="Begin supervised practice", months=6, consequence="After that a refresher course is required."
)


def running(state, due=date(2027, 3, 12), **fields):
    return Running(BEGIN, state, TODAY, due_on=due, **fields)


@pytest.mark.parametrize(
    ("running", "tag", "heading", "text"),
    [
        (
            running(ClockState.RUNNING),
            "Running",
            "4 months left",
            "Until Friday 12 March 2027. After that a refresher course is required.",
        ),
        (
            running(ClockState.SOON, date(2026, 11, 26)),
            "Soon",
            "2 weeks left",
            "Until Thursday 26 November 2026. After that a refresher course is required. "
            "If you need longer, ask your course provider.",
        ),
        (
            running(ClockState.PASSED, date(2026, 11, 9)),
            "Passed",
            "3 days ago",
            "It was Monday 9 November 2026. After that a refresher course is required.",
        ),
        (running(ClockState.KEPT, ended_on=date(2026, 9, 1)), "Kept", "Done in time", "Done in September 2026."),
        (
            running(ClockState.LATE, date(2026, 8, 31), ended_on=date(2026, 9, 1)),
            "Done",
            "Done, after the limit",
            "Done in September 2026. The last day was Monday 31 August 2026. It counts all the same.",
        ),
        (
            running(ClockState.SETTLED),
            "Settled",
            "Settled by your refresher course",
            "It asks nothing more of you.",
        ),
        (
            running(ClockState.WAITING),
            "Not begun",
            "Not begun",
            "6 months from the end of the taught course. After that a refresher course is required.",
        ),
        (
            running(ClockState.UNKNOWN),
            "To be confirmed",
            "No limit is known",
            "No source gives one. Ask your course provider.",
        ),
    ],
)
def test_each_state_of_a_limit_has_its_own_calm_words(running, tag, heading, text):
    said = limit(running)

    assert (said.tag, said.heading, said.text) == (tag, heading, text)
    assert set(SAY) == set(ClockState)


def test_an_extension_says_until_when_and_why():
    item = Evidence(until=date(2027, 3, 12), reason=Reason.NO_SUPERVISOR)

    this, later = running(ClockState.RUNNING, extended=item), running(ClockState.RUNNING, TODAY, extended=item)

    assert limit(this).text.endswith("Extended: no supervisor had a place.")
    assert limit(later).text.endswith("Extended until Friday 12 March 2027: no supervisor had a place.")


def test_what_waits_to_be_verified_is_counted_in_beside_a_limit():
    now = running(ClockState.RUNNING)

    assert limit(now, running(ClockState.KEPT)).text.endswith("With what waits to be verified, it is done.")
    assert limit(now, running(ClockState.RUNNING, date(2027, 5, 1))).text.endswith(
        "the last day is Saturday 1 May 2027."
    )
    assert limit(now, now).text == limit(now).text


def test_the_last_day_is_said_to_be_the_last():
    assert limit(running(ClockState.SOON, TODAY)).heading == "Today is the last day"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (relativedelta(years=2), "2 years"),
        (relativedelta(years=1, months=1, days=20), "1 year and 1 month"),
        (relativedelta(months=4, days=3), "4 months"),
        (relativedelta(months=1, days=15), "1 month and 2 weeks"),
        (relativedelta(months=1, days=6), "1 month"),
        (relativedelta(days=15), "2 weeks"),
        (relativedelta(days=13), "13 days"),
        (relativedelta(days=1), "1 day"),
    ],
)
def test_a_span_is_said_as_exactly_as_it_matters(span, words):
    assert length(span) == words


def line(measure, unit, needed, have):
    amount = None if needed is None else Decimal(needed)
    return Line(Requirement(measure=measure, unit=unit, amount=amount), amount, Decimal(have), ())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (line(Measure.SUPERVISION, "hours", 16, "7.5"), "7.5 of 16 hours"),
        (line(Measure.SUPERVISION, "hours", 16, "20.25"), "16 of 16 hours"),
        (line(Measure.CASES, "cases", 2, 0), "0 of 2 cases"),
        (line(Measure.ROLE_PLAY, "to pass", 1, 1), "Passed"),
        (line(Measure.CASE_STUDY, "to pass", 1, 0), "Not passed yet"),
        (line(Measure.FURTHER_RECORDINGS, "for each case", 4, 1), "1 of 4 in all"),
        (line(Measure.RECORDINGS, "recordings", None, 0), "No source says how much. Ask your course provider."),
        (
            line(Measure.RECORDINGS, "recordings", None, 3),
            "3 recordings so far. No source says how much. Ask your course provider.",
        ),
        (line("", "hours", 450, 0), "450 hours. Your course counts this, not the network."),
    ],
)
def test_a_line_of_a_route_says_how_much_of_how_much(line, words):
    assert figure(line) == words


@pytest.mark.parametrize(("minutes", "words"), [(45, "45 minutes"), (60, "1 hour"), (150, "2 hours 30 minutes")])
def test_minutes_are_said_in_hours(minutes, words):
    assert hours(minutes) == words


@pytest.mark.parametrize("points", [picture.WIDE, picture.NARROW])
@pytest.mark.parametrize("standing", Standing)
def test_the_road_is_walked_as_far_as_somebody_has_come(points, standing):
    here = picture.place_of(standing)

    drawing = picture.draw(points, standing)

    states = ["behind"] * max(0, here - 1) + ["here"] * bool(here)
    assert [stop.state for stop in drawing.stops] == states + ["ahead"] * (6 - len(states))
    assert (drawing.walked.count("C"), drawing.ahead.count("C")) == (here, 7 - here)
    assert drawing.at == (points[here] if here else picture.begin(points))


def test_the_drawing_and_the_list_say_the_same():
    drawing = picture.draw(picture.WIDE, Standing.ACCREDITED)

    said = picture.in_words(Standing.ACCREDITED)

    assert [stop.said for stop in drawing.stops] == [name for name, _ in said]
    assert [state for _, state in said] == ["done", "done", "done", "you are here", "ahead", "ahead"]
