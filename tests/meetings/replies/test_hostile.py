"""Whatever comes: no exception, and nothing is applied that should not be."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import CalendarReply, Rsvp
from meetings.words import ReplyState
from outbox import inbox
from outbox.models import Incoming
from tests.factories import make_meeting, make_member
from tests.meetings.replies import archives, samples

pytestmark = pytest.mark.django_db

FAILED = "Reading it ended with"
SHAPES = [samples.outlook, samples.gmail, samples.unnamed, samples.wrapped]


def as_replies(written, meeting):
    """A sample as it is, called a reply, and called a reply to our meeting."""
    called = re.sub(r"(?i)^METHOD:.*$", "", written, flags=re.MULTILINE)
    called = re.sub(r"(?i)BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\nMETHOD:REPLY", called, count=1)
    ours = re.sub(r"(?im)^UID[:;].*$", f"UID:{meeting.uid}", called)
    return [written, called, ours]


@pytest.mark.whole
def test_no_calendar_file_of_two_libraries_is_applied_or_stops_the_reader():
    meeting, ada = make_meeting(), make_member()
    address, read = samples.signed_address(meeting, ada), 0
    for number, (name, octets) in enumerate(archives.samples().items()):
        for variant, written in enumerate(as_replies(octets.decode("utf-8", errors="replace"), meeting)):
            client = SHAPES[(number + variant) % len(SHAPES)]
            incoming = inbox.take(client(written, address, f"{number}.{variant}@x.example"), "", timezone.now())
            assert not incoming.why.startswith(FAILED), name
            read += 1

    assert read >= 3 * 250
    assert not Rsvp.objects.exists()
    assert not CalendarReply.objects.filter(state=ReplyState.APPLIED).exists()
    inbox.take(samples.reply(meeting, ada), "", timezone.now())
    assert Rsvp.objects.count() == 1  # the control: the reader still reads


def cut(raw, pieces):
    """A mail with some of its bytes taken out and others put in."""
    for at, length, put in pieces:
        at %= len(raw) + 1
        raw = raw[:at] + put + raw[at + length :]
    return raw


SCRAPS = [
    b"\r\n",
    b"\n\n",
    b"\x00",
    b"\xff\xfe",
    b"--_000_\r\n",
    b"BEGIN:VEVENT\r\n",
    b"END:VCALENDAR\r\n",
    b"PARTSTAT=",
    b"=?utf-8?b?",
]
SCRAPS += [
    b"ATTENDEE:mailto:other@trust.example\r\n",
    b"UID:other\r\n",
    b"DTSTAMP:99999999T999999Z\r\n",
    b"SEQUENCE:-1\r\n",
]
SCRAPS += [
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: multipart/report; boundary=x\r\n",
    b"DTSTAMP;TZID=X:00010101T000000\r\n",
]
PIECES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 60), st.sampled_from(SCRAPS) | st.binary(max_size=20)),
    min_size=1,
    max_size=6,
)


@given(client=st.sampled_from(list(samples.CLIENTS.values())), pieces=PIECES, signed=st.booleans())
def test_a_mutilated_answer_is_set_aside_kept_to_check_or_counts_for_its_own_person_alone(client, pieces, signed):
    with transaction.atomic():
        meeting, ada = make_meeting(), make_member()
        address = samples.signed_address(meeting, ada)
        raw = cut(samples.reply(meeting, ada, client=client, to=address if signed else "network@x.example"), pieces)

        incoming = inbox.take(raw, "", timezone.now())

        assert not incoming.why.startswith(FAILED)
        applied = set(Rsvp.objects.values_list("meeting", "member"))
        assert applied <= ({(meeting.pk, ada.pk)} if signed and address.encode() in raw.lower() else set())
        transaction.set_rollback(True)


HOSTILE = {
    "a thousand attendees": ["ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.example"] * 1000,
    "a line of a megabyte": ["DESCRIPTION:" + "x" * 1_000_000],
    "components within components": ["BEGIN:VEVENT"] * 500,
    "folds without end": ["DESCRIPTION:x", *[" x"] * 20_000],
    "a rule that never ends": ["RRULE:FREQ=SECONDLY", "RDATE:19700101T000000Z"],
    "a number that is none": ["SEQUENCE:" + "9" * 5000],
    "no letters": ["\x00\x01\x02"],
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_calendar_is_dealt_with_at_once(lines):
    meeting, ada = make_meeting(), make_member()
    began = timezone.now()

    incoming = inbox.take(samples.reply(meeting, ada, also=lines), "", began)

    assert not incoming.why.startswith(FAILED)
    assert timezone.now() - began < timedelta(seconds=20)


def test_answers_to_two_meetings_or_of_two_people_in_one_mail_are_looked_at_by_a_person():
    meeting, other, ada = make_meeting(), make_meeting(), make_member()
    both = samples.ics(meeting, ada) + samples.ics(other, ada)
    of_two = samples.ics(meeting, ada, also=["ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@trust.example"])

    for calendar in (both, of_two):
        mail = samples.outlook(calendar, samples.signed_address(meeting, ada), ada.user.email)
        assert inbox.take(mail, "", timezone.now()).outcome == Incoming.Outcome.TO_CHECK

    assert not Rsvp.objects.exists()


@pytest.mark.parametrize("partstat", ["NEEDS-ACTION", "DELEGATED", "COMPLETED", "X-LATER", ""])
def test_cal_i7_what_is_neither_yes_maybe_nor_no_is_ignored(partstat):
    meeting, ada = make_meeting(), make_member()

    incoming = inbox.take(samples.reply(meeting, ada, partstat), "", timezone.now())

    assert (incoming.what, incoming.outcome) == (Incoming.What.REPLY, Incoming.Outcome.SET_ASIDE)
    assert not Rsvp.objects.exists()


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "COUNTER", "PUBLISH", "REFRESH"])
def test_cal_i7_no_other_method_is_an_answer(method):
    meeting, ada = make_meeting(), make_member()
    raw = samples.reply(meeting, ada, client=samples.emacs).replace(b"METHOD:REPLY", f"METHOD:{method}".encode())

    assert inbox.take(raw, "", timezone.now()).what == Incoming.What.OTHER
    assert not Rsvp.objects.exists()


def test_cal_i7_an_answer_without_organiser_with_another_summary_and_program_counts():
    meeting, ada = make_meeting(), make_member()
    also = ["SUMMARY:Accepted: Network meeting", "COMMENT:See you\\, Ada"]

    inbox.take(samples.reply(meeting, ada, also=also), "", timezone.now())

    assert Rsvp.objects.get().member == ada


def test_an_answer_that_a_calendar_sends_by_itself_is_an_answer():
    meeting, ada = make_meeting(), make_member()

    inbox.take(samples.reply(meeting, ada, "DECLINED", more={"Auto-Submitted": "auto-replied"}), "", timezone.now())

    assert Rsvp.objects.get().choice == "no"
