"""Calendar programs of other people agree on what we publish: title, time in London, status, changes."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from . import table
from .programs import PROGRAMS, Program, in_libical, no_libical
from .seen import LONDON, side_by_side

pytestmark = [pytest.mark.whole, pytest.mark.django_db]


@pytest.fixture(params=PROGRAMS, ids=str)
def program(request):
    if line := request.param.missing():
        pytest.skip(line)
    return request.param


def test_the_table_has_every_change_of_the_clocks_from_2026_to_2030():
    noons = [datetime(2026, 1, 1, 12, tzinfo=LONDON) + timedelta(days) for days in range(5 * 365)]

    changes = [today.date() for yesterday, today in pairwise(noons) if yesterday.utcoffset() != today.utcoffset()]

    assert list(table.CHANGES) == changes


def test_cal_m4_only_what_was_brought_back_has_a_new_uid():
    written = table.written()

    kept = {entry.uid for entry in written.before} & {entry.uid for entry in written.after}

    assert {entry.uid for entry in written.before} - kept == {
        sample.uid for sample in table.samples() if sample.fate == table.Fate.BROUGHT_BACK
    }
    assert len(written.after) == len(written.before) == 120


def test_cal_b2_every_program_reads_every_meeting_as_it_is_before_and_after_it_changes(program: Program):
    written = table.written()

    before = program.read([written.feed_before])
    after = program.read([written.feed_after])
    downloaded = program.read(written.downloads[:24])  # around the two changes of 2026

    assert side_by_side(before, program.knows) == side_by_side(written.before, program.knows)
    assert side_by_side(after, program.knows) == side_by_side(written.after, program.knows)
    assert side_by_side(downloaded, program.knows) == side_by_side(written.after[:24], program.knows)


@pytest.mark.skipif(bool(no_libical()), reason=no_libical())
def test_cal_f5_what_we_publish_keeps_every_rule_that_libical_checks():
    written = table.written()

    read = in_libical([written.feed_before, written.feed_after, *written.downloads])

    assert [fault for each in read for fault in each["faults"]] == []
    assert [len(each["entries"]) for each in read] == [120, 120] + [1] * 120
