"""Calendar programs of other people agree on what we publish: title, time in London, status, changes."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from meetings import calendars
from meetings.models import Meeting

from . import table
from .programs import PROGRAMS, Program
from .seen import LONDON, side_by_side

pytestmark = [pytest.mark.whole, pytest.mark.django_db]


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def program(request):
    if line := request.param.missing():
        pytest.skip(line)
    return request.param


def published() -> list[bytes]:
    return [calendars.one(meeting) for meeting in Meeting.objects.select_related("venue")]


def test_the_table_has_every_change_of_the_clocks_from_2026_to_2030():
    noons = [datetime(2026, 1, 1, 12, tzinfo=LONDON) + timedelta(days) for days in range(5 * 365)]

    assert (
        tuple(today.date() for yesterday, today in pairwise(noons) if yesterday.utcoffset() != today.utcoffset())
        == table.CHANGES
    )


def test_cal_b2_every_program_reads_every_meeting_as_it_is_before_and_after_it_changes(program: Program):
    made = table.plan()

    before = program.read(published())
    table.let_happen(made)
    after = program.read(published())

    now = {meeting.slug: meeting.uid for meeting in Meeting.objects.all()}
    assert side_by_side(before, program.knows) == side_by_side([each.before() for each in made.values()], program.knows)
    assert side_by_side(after, program.knows) == side_by_side(
        [each.after(now[slug]) for slug, each in made.items()], program.knows
    )
