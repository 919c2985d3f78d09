"""The bytes of a meeting as iCalendar text, read by two readers that nobody here wrote."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from dateutil import tz
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meetings import calendars
from meetings.models import Meeting, Venue
from meetings.words import Mode, Status
from tests.factories import LONDON

MAY = datetime(2026, 5, 14, 14, tzinfo=LONDON)
LINK = "https://meet.example/dit?pwd=a,b;c"
ROOT = Path(__file__).parent.parent.parent


def meeting(**fields):
    defaults = {
        "slug": "2026-05-14",
        "uid": "abc@calendar.dit-northwest.example",
        "title": "Network meeting",
        "starts_at": MAY,
        "ends_at": MAY + timedelta(hours=2),
        "venue": Venue(site="Prestwich", room="Room 2"),
        "mode": Mode.HYBRID,
        "status": Status.PUBLISHED,
        "changed_at": datetime(2026, 4, 1, 9, tzinfo=LONDON),
    }
    return Meeting(**{**defaults, **fields})


def lines(event, link=""):
    return calendars.one(event, link).decode().replace("\r\n ", "").split("\r\n")


def read(event, link=""):
    (found,) = Calendar.from_ical(calendars.one(event, link)).walk("VEVENT")
    return found


def zone():
    """The time zone of our own text, as dateutil reads it."""
    text = "\r\n".join(["BEGIN:VCALENDAR", *calendars.VTIMEZONE, "END:VCALENDAR"])
    return tz.tzical(io.StringIO(text)).get("Europe/London")


def test_cal_m1_one_event_with_one_uid_and_no_rule():
    text = lines(meeting())

    event = text[text.index("BEGIN:VEVENT") : text.index("END:VEVENT")]
    assert text.count("BEGIN:VEVENT") == 1
    assert [line for line in event if line.startswith(("RRULE", "RDATE", "RECURRENCE-ID", "ATTENDEE"))] == []


@given(st.text(max_size=300), st.text(max_size=400))
def test_cal_b1_lines_end_in_crlf_and_fold_at_75_octets_never_inside_a_character(title, programme):
    octets = calendars.one(meeting(title=title, programme=programme), LINK)

    physical = octets.split(b"\r\n")
    assert physical.pop() == b""
    assert max(map(len, physical)) <= 75
    assert not octets.startswith(b"\xef\xbb\xbf")
    for line in physical:
        assert b"\n" not in line
        assert b"\r" not in line
        assert line.decode().isprintable()


@given(st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" \n\\;,"), max_size=300))
def test_cal_b1_what_is_escaped_is_read_back_as_it_was(programme):
    event = read(meeting(title=programme.replace("\n", " "), programme=programme))

    assert str(event["SUMMARY"]) == programme.replace("\n", " ")
    assert programme in str(event["DESCRIPTION"])


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ((2026, 3, 29), 0, 1),
        ((2026, 10, 25), 1, 0),
        ((2027, 3, 28), 0, 1),
        ((2027, 10, 31), 1, 0),
        ((2028, 3, 26), 0, 1),
        ((2028, 10, 29), 1, 0),
    ],
)
def test_cal_b2_our_time_zone_changes_when_london_does(day, before, after):
    around = [datetime(*day, 0, 30, tzinfo=zone()), datetime(*day, 12, tzinfo=zone())]

    assert [moment.utcoffset() for moment in around] == [timedelta(hours=before), timedelta(hours=after)]


@pytest.mark.parametrize("start", [MAY, datetime(2026, 12, 10, 14, tzinfo=LONDON)])
def test_cal_b2_a_meeting_at_two_is_read_at_two_in_summer_and_in_winter(start):
    event = read(meeting(starts_at=start, ends_at=start + timedelta(hours=2)))

    written = [line for line in lines(meeting(starts_at=start)) if line.startswith("DTSTART;")]
    assert written == [f"DTSTART;TZID=Europe/London:{start:%Y%m%d}T140000"]
    assert event["DTSTART"].dt == start
    assert start.replace(tzinfo=zone()).utcoffset() == start.utcoffset()


@pytest.mark.parametrize("fold", [0, 1])
def test_cal_m5_each_of_the_two_half_past_ones_is_read_as_itself(fold):
    start = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=fold)

    event = read(meeting(starts_at=start, ends_at=start.astimezone(UTC) + timedelta(hours=2)))

    assert event["DTSTART"].dt.astimezone(UTC) == start.astimezone(UTC)


def test_cal_b4_both_halves_of_the_one_time_zone():
    text = lines(meeting())

    assert [text.count(f"BEGIN:{name}") for name in ("VTIMEZONE", "STANDARD", "DAYLIGHT")] == [1, 1, 1]


def test_cal_b5_every_property_that_calendars_need_dated_by_the_last_change():
    event = read(meeting(sequence=3))

    assert {name: event.to_ical().count(f"\r\n{name}".encode()) for name in PROPERTIES} == dict.fromkeys(PROPERTIES, 1)
    assert (event["SEQUENCE"], event["STATUS"], event["SUMMARY"]) == (3, "CONFIRMED", "Network meeting")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == datetime(2026, 4, 1, 9, tzinfo=LONDON)
    assert str(event["URL"]).endswith("/meetings/2026-05-14/")


PROPERTIES = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY", "LAST-MODIFIED", "URL")


def test_cal_b5_two_downloads_give_the_same_bytes():
    assert calendars.one(meeting()) == calendars.one(meeting())


def test_cal_b5_a_cancelled_meeting_says_so_first_because_some_calendars_know_no_status():
    event = read(meeting(status=Status.CANCELLED, cancelled_why="Strike"))

    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "CANCELLED: Network meeting")
    assert "Cancelled: Strike" in event["DESCRIPTION"]


def test_cal_b6_the_link_to_join_stands_where_each_calendar_looks_for_it():
    event = read(meeting(), LINK)

    assert LINK in event["DESCRIPTION"]
    assert event["LOCATION"] == f"Room 2, Prestwich / {LINK}"
    assert str(event["CONFERENCE"]) == LINK


def test_cal_b6_without_a_place_there_is_no_link():
    text = calendars.one(meeting(join_link=LINK)).decode()

    assert "meet.example" not in text.replace("\r\n ", "")
    assert "CONFERENCE" not in text


def test_cal_b3_no_zone_is_generated_and_no_list_of_dates_is_written():
    """ical.js reads only the first date of such a list, and showed every winter meeting an hour early."""
    generators = re.compile(r"add_missing_timezones|from_tzid|RDATE")
    sources = [path for app in ("look", "members", "meetings", "minutes") for path in (ROOT / app).rglob("*.py")]

    assert [path.name for path in sources if generators.search(path.read_text(encoding="utf-8"))] == []
    assert not [line for line in lines(meeting(), LINK) if line.startswith("RDATE")]
