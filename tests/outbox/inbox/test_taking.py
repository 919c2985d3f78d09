"""A mail is read once, whatever it is; what it was and what became of it is written down, and never its words."""

import time

import pytest
from django.utils import timezone

from outbox import inbox
from outbox.models import Incoming, Message

pytestmark = pytest.mark.django_db

What, Outcome = Incoming.What, Incoming.Outcome

PERSON = b"From: Ada <Ada@Trust.example>\r\nTo: network@dit-northwest.example\r\nSubject: A question\r\n\r\nWords\r\n"


def take(raw):
    row = inbox.take(raw, "", timezone.now())
    return (row.what, row.outcome)


def test_the_same_bytes_again_change_nothing():
    first = inbox.take(PERSON, "", timezone.now())

    again = inbox.take(PERSON, "", timezone.now())

    assert (again, Incoming.objects.count()) == (first, 1)
    assert (first.what, first.outcome, first.sender) == (What.OTHER, Outcome.TO_CHECK, "ada@trust.example")


def test_nothing_of_a_mail_is_kept_but_who_and_when():
    inbox.take(PERSON, "", timezone.now())

    kept = " ".join(str(value) for value in Incoming.objects.values().get().values())

    assert "question" not in kept
    assert "Words" not in kept


@pytest.mark.parametrize(
    ("raw", "outcome"),
    [
        (b"", (What.BROKEN, Outcome.SET_ASIDE)),
        (b"\x00\xff\xfe" * 100, (What.OTHER, Outcome.TO_CHECK)),
        (b"From: ada@trust.example\n\n" + b"x" * inbox.LARGEST, (What.BROKEN, Outcome.SET_ASIDE)),
        (b"\n" * 100_000, (What.BROKEN, Outcome.SET_ASIDE)),
        (b"Content-Type: message/rfc822\n\n" * 500, (What.BROKEN, Outcome.SET_ASIDE)),
        (b"From: network+x@dit-northwest.example\n\nx", (What.LOOP, Outcome.SET_ASIDE)),
        (b"From: ada@trust.example\nAuto-Submitted: auto-replied\n\nAway", (What.AUTOMATIC, Outcome.SET_ASIDE)),
        (b"From: ada@trust.example\nAuto-Submitted: no\n\nHello", (What.OTHER, Outcome.TO_CHECK)),
        (b"From: ada@trust.example\nPrecedence: bulk\n\nNews", (What.AUTOMATIC, Outcome.SET_ASIDE)),
        (b"From: ada@trust.example\nX-Auto-Response-Suppress: All\n\nAway", (What.AUTOMATIC, Outcome.SET_ASIDE)),
    ],
)
def test_each_sort_of_mail_is_told_apart(raw, outcome):
    assert take(raw) == outcome


@pytest.mark.parametrize(
    "raw",
    [
        b"From: " + b"(" * 1900 + b"\n\nx",
        b"Date: " + b"(" * 1900 + b"\nTo: " + b"(" * 1900 + b"\n\nx",
        b"Content-Type: text/plain; name=" + b";" * 200_000 + b"\n\nx",
        b'Content-Type: multipart/mixed; boundary="' + b'";' * 100_000 + b"\n\nx",
        b"Content-Type: text/calendar; charset=punycode\n\na-" + b"a" * 400_000,
        b"Content-Type: text/calendar; charset=IDNA\n\nxn--" + b"a" * 400_000,
        b"Content-Type: multipart/report; boundary=x\n\n--x\nContent-Type: message/global-delivery-status\n\n"
        b"Action: failed\nContent-Type: multipart/mixed" + b";" * 200_000 + b"\n\n--x--\n",
    ],
    ids=["brackets", "more brackets", "semicolons", "quotes", "punycode", "idna", "report"],
)
def test_a_mail_made_to_hold_the_reader_up_is_read_in_no_time(raw):
    started = time.process_time()

    inbox.take(raw, "", timezone.now())

    assert time.process_time() - started < 1


def test_what_nobody_can_read_is_set_aside_and_the_next_is_taken(monkeypatch):
    def stumbles(mail, now):
        Message.objects.create()  # a row that no database takes
        raise ZeroDivisionError

    monkeypatch.setattr(inbox.taking, "on_mail", [stumbles])

    assert take(PERSON) == (What.BROKEN, Outcome.SET_ASIDE)
    assert Message.objects.count() == 0
