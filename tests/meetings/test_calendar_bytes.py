"""Whatever people type, every calendar that we write keeps to its letters (cal-B1) and holds single events (cal-M1)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from look import ical
from meetings import calendars
from meetings.feeds import contents, entries
from meetings.invitations.text import Attendee, Entry
from meetings.models import Meeting, Rsvp, Venue
from meetings.words import Choice, Method, Mode, Status
from members import pathway_dates
from members.clocks import ClockState, Running
from members.models import Clock, Member

pytestmark = pytest.mark.sqlite

AT = datetime(2026, 10, 24, 13, tzinfo=UTC)
ZONE = re.compile(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", re.DOTALL)
REPEATS = {"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"}
NASTY = "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nRRULE:FREQ=DAILY\n\x00\x0b\x85\u2028\u202e\ufeff\\;,:\"^n'😀" + "ä" * 80


def meeting(text: str, status: Status) -> Meeting:
    said = {"title": text, "programme": text, "cancelled_why": text, "join_link": f"https://meet.example/{text}"}
    return Meeting(
        **{"slug": "2026-10-24", "uid": "abc@calendar.dit-northwest.example", "venue": Venue(site=text, room=text)},
        **{"starts_at": AT, "ends_at": AT + timedelta(hours=2), "mode": Mode.HYBRID, "status": status},
        **{"changed_at": AT, **said},
    )


def all_that_we_write(text: str) -> dict[str, bytes]:
    """One calendar of each of our writers, with this text wherever a person's words may stand."""
    on, off = meeting(text, Status.PUBLISHED), meeting(text, Status.CANCELLED)
    reader = Attendee(text, "ada@trust.example", "us@dit.example", "NEEDS-ACTION", "https://dit.example/a/", True)
    maybe = Rsvp(meeting=on, choice=Choice.MAYBE)
    shown = calendars.properties(on, on.join_link) | entries.organizer() | entries.time_of(on, maybe)
    shown |= entries.with_answer(shown, maybe)
    limit = Running(Clock(code="refresher", label=text, consequence=text), ClockState.SOON, AT.date(), due_on=AT.date())
    return {
        "download": calendars.one(on, on.join_link),
        "cancelled": calendars.one(off),
        "feed": contents.published(text, ical.event(shown, entries.alarm(on))),
        "pathway": contents.published(text, ical.event(pathway_dates.properties(limit, Member(), AT))),
        "request": Entry(on, Method.REQUEST).to(reader, on.uid, 1, AT).encode(),
        "cancel": Entry(off, Method.CANCEL).to(reader, off.uid, 2, AT).encode(),
    }


def unfolded(octets: bytes) -> list[str]:
    return octets.decode().replace("\r\n ", "").split("\r\n")


def names(octets: bytes) -> list[str]:
    """What each line outside of the time zone is."""
    lines = ZONE.sub("", octets.decode()).replace("\r\n ", "").split("\r\n")
    return [re.split("[;:]", line, maxsplit=1)[0] for line in lines]


@given(st.text(max_size=200))
@example(NASTY)
def test_cal_b1_every_writer_ends_lines_in_crlf_folds_at_75_octets_and_has_no_control_character(text):
    for octets in all_that_we_write(text).values():
        *lines, rest = octets.split(b"\r\n")

        assert rest == b""
        assert max(map(len, lines)) <= 75
        assert all(line.decode().isprintable() for line in lines)
        assert not octets.startswith(b"\xef\xbb\xbf")


@given(st.text(max_size=200))
@example(NASTY)
def test_cal_m1_no_text_brings_a_rule_or_any_other_line_into_a_calendar(text):
    written, plain = all_that_we_write(text), all_that_we_write("Plain")

    assert {name: names(octets) for name, octets in written.items()} == {
        name: names(octets) for name, octets in plain.items()
    }
    for octets in plain.values():
        assert not REPEATS & set(names(octets))
        assert names(octets).count("BEGIN") == names(octets).count("END") <= 3
        assert names(octets).count("UID") == names(octets).count("SUMMARY") + (b"BEGIN:VALARM" in octets)


def test_words_stay_apart_whatever_space_stands_between_them():
    pasted = "Dr\xa0Lee,\u202f14:00\tto\u2028end"

    assert ical.escape(pasted) == "Dr Lee\\, 14:00 to end"
    assert ical.parameter(pasted) == '"Dr Lee, 14:00 to end"'
