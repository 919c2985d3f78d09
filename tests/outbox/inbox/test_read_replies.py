"""A mail server hands a mail over by a pipe, and reads from the exit code whether to try again."""

import io
import os
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from outbox import inbox
from outbox.models import Incoming

pytestmark = pytest.mark.django_db


def hand_over(monkeypatch, raw, **options):
    """Its exit code, and how much of the mail was left in the pipe."""
    pipe = io.BytesIO(raw)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=pipe))
    with pytest.raises(SystemExit) as ended:
        call_command("read_replies", stdin=True, **options)
    return ended.value.code, len(raw) - pipe.tell()


@pytest.mark.parametrize(
    "raw", [b"From: ada@trust.example\n\nHello", b"", b"\xff\x00", b"x" * (inbox.LARGEST + 99_999)]
)
def test_whatever_comes_is_taken_to_its_end(monkeypatch, raw):
    assert hand_over(monkeypatch, raw) == (os.EX_OK, 0)
    assert Incoming.objects.count() == 1


def test_what_cannot_be_taken_now_the_mail_server_keeps(monkeypatch):
    def away(*_):
        raise OperationalError

    monkeypatch.setattr(inbox, "take", away)

    assert hand_over(monkeypatch, b"From: ada@trust.example\n\nHello") == (os.EX_TEMPFAIL, 0)


def test_to_whom_the_mail_server_delivers_it_is_believed_before_any_header(monkeypatch):
    seen = []
    monkeypatch.setattr(inbox.taking, "on_mail", [lambda mail, now: seen.append(mail.recipients)])

    hand_over(monkeypatch, b"To: other@trust.example\n\nHello", recipient="Network+x@DIT-northwest.example")

    assert seen == [["network+x@dit-northwest.example", "other@trust.example"]]


def test_a_database_that_is_away_is_no_fault_of_the_mail(monkeypatch):
    def away(mail, now):
        raise OperationalError

    monkeypatch.setattr(inbox.taking, "on_mail", [away])

    with pytest.raises(OperationalError):
        inbox.take(b"From: ada@trust.example\n\nHello", "", timezone.now())
    assert not Incoming.objects.exists()
