"""Calendar programs of other people take our invitations, their changes and their ends."""

import pytest

from meetings.words import Method

from . import gnus, table
from .mails import calendars, mails
from .programs import PROGRAMS, Program, in_libical, khal, no_libical
from .seen import Seen, side_by_side

KNOWN_TO_KHAL = ("uid", "title", "starts", "ends", "status")
KNOWN_TO_GNUS = KNOWN_TO_KHAL  # what is off it knows by METHOD

pytestmark = [pytest.mark.whole, pytest.mark.django_db]


def told() -> list[Seen]:
    """What somebody's calendar is told, one after the other: a meeting that is brought back was cancelled first."""
    written, told = table.written(), []
    for before, after in zip(written.before, written.after, strict=True):
        if after.uid != before.uid:
            told.append(off(before))
        if after != before:
            told.append(after)
    return [*written.before, *told]


def off(entry: Seen) -> Seen:
    return entry._replace(title=f"CANCELLED: {entry.title}", status="CANCELLED", sequence=entry.sequence + 1)


@pytest.mark.parametrize("program", [each for each in PROGRAMS if each.name not in ("khal", "calcurse")], ids=str)
def test_cal_i5_every_program_reads_what_it_is_told_by_mail(program: Program):
    if line := program.missing():
        pytest.skip(line)
    written = table.written()

    read = program.read(calendars([*written.announced, *written.changed]))

    assert side_by_side(read) == side_by_side(told())


@pytest.mark.skipif(bool(gnus.missing()), reason=gnus.missing())
def test_cal_i5_gnus_reads_each_mail_and_has_buttons_under_what_can_be_answered():
    written = table.written()

    shown = gnus.read(mails([*written.announced, *written.changed]), written.reader)

    assert side_by_side([each.seen for each in shown], KNOWN_TO_GNUS) == side_by_side(told(), KNOWN_TO_GNUS)
    assert {(each.seen.status, each.buttons) for each in shown} == {("CONFIRMED", True), ("CANCELLED", False)}
    assert [each.organizer for each in shown] == [
        message.sender for message in [*written.announced, *written.changed] if message.calendar
    ]


def test_cal_i5_khal_holds_each_meeting_once_and_as_it_was_last_told():
    written, last = table.written(), {entry.uid: entry for entry in told()}

    read = khal(calendars([*written.announced, *written.changed]))

    assert side_by_side(read, KNOWN_TO_KHAL) == side_by_side(last.values(), KNOWN_TO_KHAL)


@pytest.mark.skipif(bool(no_libical()), reason=no_libical())
def test_cal_i5_what_is_told_by_mail_keeps_every_rule_that_libical_checks_for_its_method():
    written = table.written()
    texts = calendars([*written.announced, *written.changed])

    read = in_libical(texts)

    assert {method for text in texts for method in Method.values if f"METHOD:{method}\r\n" in text.decode()} == {
        Method.REQUEST,
        Method.CANCEL,
    }
    assert [fault for each in read for fault in each["faults"]] == []
