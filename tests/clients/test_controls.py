"""What goes wrong in calendar programs when a calendar is written otherwise: the tests beside this one can fail.

None of these calendars is one that we publish; each is one of ours with a single thing changed.
"""

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Timezone

from . import gnus, table
from .mails import mails
from .programs import calcurse, in_libical, khal, no_calcurse, no_libical, no_node, node
from .seen import LONDON, side_by_side

pytestmark = [pytest.mark.whole, pytest.mark.django_db]

ZONE = re.compile(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", re.DOTALL)
TIMES = ("title", "starts", "ends")


def needs(line: str):
    return pytest.mark.skipif(bool(line), reason=line)


def without(text: bytes, name: bytes) -> bytes:
    """The calendar without a property, wherever it stands."""
    return re.sub(rb"(?m)^" + name + rb"[;:].*\r\n( .*\r\n)*", b"", text)


@needs(no_node())
def test_cal_b3_with_a_generated_time_zone_ical_js_shows_winter_meetings_an_hour_early():
    written = table.written()
    generated = Timezone.from_tzid("Europe/London").to_ical()
    assert b"RDATE" in generated

    read = node("ical.js")([ZONE.sub(generated, written.feed_before)])

    shown = {entry.uid: entry.starts for entry in read}
    off = {entry.starts: hours_late(entry.starts, shown[entry.uid]) for entry in written.before}
    winter = {start for start in off if in_winter(start)}
    assert {start: late for start, late in off.items() if late} == dict.fromkeys(winter, -1)


def hours_late(is_at: str, shown: str) -> float:
    return (datetime.fromisoformat(shown) - datetime.fromisoformat(is_at)) / timedelta(hours=1)


def in_winter(start: str) -> bool:
    return not datetime.fromisoformat(start).replace(tzinfo=LONDON).utcoffset()


@needs(no_libical())
@pytest.mark.parametrize("name", [b"ORGANIZER", b"UID", b"DTSTAMP", b"DTSTART"])
def test_cal_f5_libical_refuses_a_published_calendar_without_what_rfc_5546_asks(name):
    (read,) = in_libical([without(table.written().feed_before, name)])

    assert read["faults"]


@needs(no_libical())
@pytest.mark.parametrize("name", [b"ORGANIZER", b"ATTENDEE", b"SUMMARY"])
def test_cal_i5_libical_refuses_an_invitation_without_what_rfc_5546_asks(name):
    (read,) = in_libical([without(table.written().announced[0].calendar.encode(), name)])

    assert read["faults"]


@needs(no_calcurse())
def test_cal_b5_without_the_word_in_its_title_calcurse_shows_a_cancelled_meeting_as_if_it_took_place():
    written = table.written()
    cancelled = [
        (text, entry)
        for text, entry in zip(written.downloads, written.after, strict=True)
        if entry.status == "CANCELLED"
    ]

    read = calcurse([text.replace(b"SUMMARY:CANCELLED: ", b"SUMMARY:") for text, _ in cancelled])

    assert side_by_side(read, TIMES) == side_by_side(
        [entry._replace(title=entry.title.removeprefix("CANCELLED: ")) for _, entry in cancelled], TIMES
    )


def test_cal_m2_under_another_uid_khal_holds_a_moved_meeting_twice():
    written = table.written()
    first, moved = written.downloads[0], written.downloads[0].replace(b"UID:", b"UID:other-")

    assert len(khal([first, first])) == 1
    assert len(khal([first, moved])) == 2


@needs(gnus.missing())
def test_cal_i4_gnus_has_no_buttons_for_somebody_who_is_not_the_attendee():
    (shown,) = gnus.read(mails(table.written().announced[:1]), "somebody.else@trust.example")

    assert not shown.buttons
