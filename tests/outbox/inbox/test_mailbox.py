"""The mailbox on a real IMAP server: nothing in it is lost, nothing is read twice, and trouble is told, not raised."""

import os
import time
from contextlib import suppress
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from outbox.inbox import by_the_clock, mailbox
from outbox.models import Incoming, Mailbox
from tests.outbox.inbox import imap_server, lying_server

pytestmark = [pytest.mark.django_db, pytest.mark.whole, pytest.mark.xdist_group("imap")]

NOW = timezone.now()


def a_person(number):
    return f"From: ada{number}@trust.example\r\nSubject: Hello\r\n\r\nHello {number}\r\n".encode()


def a_machine(number):
    return a_person(number).replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject")


@pytest.fixture(scope="module")
def server():
    with imap_server.running() as running:
        yield running


@pytest.fixture
def imap(settings, server):
    settings.REPLY_MAILBOX = server.address
    server.empty()
    return server


def where(imap):
    """How many mails lie in the mailbox, with what people wrote, and with what machines wrote."""
    return tuple(imap.count(folder) for folder in ("INBOX", mailbox.FROM_PEOPLE, mailbox.FROM_MACHINES))


def test_everything_is_read_once_and_what_people_wrote_stays_apart_unread_for_a_person(imap):
    imap.deliver(*map(a_machine, range(30)), a_person(1), b"\r\n", b"From: x@y.example\r\n\r\n" + b"x" * 2**21)

    taken = list(mailbox.read(NOW))

    assert len(taken) == Incoming.objects.count() == 33
    assert where(imap) == (0, 1, 32)
    with imap.opened() as client:
        client.select_folder(mailbox.FROM_PEOPLE)
        assert client.search("UNSEEN")
    assert list(mailbox.read(NOW)) == []


def test_a_mail_that_its_owner_has_looked_at_is_read_all_the_same(imap):
    imap.deliver(a_person(1))
    with imap.opened() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen"])

    assert len(list(mailbox.read(NOW))) == 1


def test_a_crash_between_taking_and_putting_away_loses_nothing_and_reads_nothing_twice(imap, monkeypatch):
    imap.deliver(a_person(1), a_machine(2))
    with monkeypatch.context() as crash:
        crash.setattr(mailbox, "put_away", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            list(mailbox.read(NOW))
    assert (Incoming.objects.count(), where(imap)) == (2, (2, 0, 0))

    list(mailbox.read(NOW))

    assert (Incoming.objects.count(), where(imap)) == (2, (0, 1, 1))


def test_a_database_that_is_away_leaves_every_mail_where_it_is(imap, monkeypatch):
    imap.deliver(a_person(1))

    def away(*_):
        raise OperationalError

    monkeypatch.setattr(mailbox, "take", away)

    with pytest.raises(OperationalError):
        list(mailbox.read(NOW))

    assert where(imap) == (1, 0, 0)


def test_a_server_that_cannot_move_is_served_by_copies(imap, monkeypatch):
    imap.deliver(a_person(1))
    has = mailbox.IMAPClient.has_capability
    monkeypatch.setattr(mailbox.IMAPClient, "has_capability", lambda self, name: name != "MOVE" and has(self, name))

    list(mailbox.read(NOW))

    assert where(imap) == (0, 1, 0)


def test_what_machines_wrote_goes_after_thirty_days_and_what_people_wrote_stays(imap):
    imap.deliver(a_person(1), a_machine(2))
    by_the_clock.read_mailbox(NOW)
    by_the_clock.read_mailbox(NOW + timedelta(days=29))
    assert where(imap) == (0, 1, 1)

    by_the_clock.read_mailbox(NOW + timedelta(days=32))

    assert where(imap) == (0, 1, 0)


def test_the_clock_reads_at_most_once_a_minute(imap):
    imap.deliver(a_person(1))
    by_the_clock.read_mailbox(NOW)
    imap.deliver(a_person(2))

    by_the_clock.read_mailbox(NOW + timedelta(seconds=59))
    assert Incoming.objects.count() == 1
    by_the_clock.read_mailbox(NOW + timedelta(seconds=60))

    assert Incoming.objects.count() == 2
    assert by_the_clock.present().trouble == ""


def test_a_mailbox_out_of_reach_is_kept_in_mind_and_not_raised(settings):
    settings.REPLY_MAILBOX = "imap://network:secret@127.0.0.1:1/INBOX"

    by_the_clock.read_mailbox(NOW)
    by_the_clock.read_mailbox(NOW + timedelta(minutes=4))

    row = Mailbox.objects.get()
    assert (row.trouble, row.troubled_since, row.looked_at) == (
        "127.0.0.1 does not answer (ConnectionRefusedError).",
        NOW,
        NOW,
    )
    assert "secret" not in str(Mailbox.objects.values().get())


def test_a_wrong_password_is_said_in_words_and_a_good_one_ends_the_trouble(imap, settings):
    settings.REPLY_MAILBOX = imap.address.replace("a%20pass%2Fword", "wrong")
    by_the_clock.read_mailbox(NOW)
    assert by_the_clock.present().trouble == "127.0.0.1 refuses our name or password."

    settings.REPLY_MAILBOX = imap.address
    by_the_clock.read_mailbox(NOW + timedelta(minutes=5))

    assert (by_the_clock.present().trouble, by_the_clock.present().troubled_since) == ("", None)


@pytest.mark.parametrize("wrong", ["nonsense", "https://x.example/", "imaps://[", "imaps://u:p@host:port/"])
def test_a_setting_that_is_no_mailbox_is_said_in_words(settings, wrong):
    settings.REPLY_MAILBOX = wrong

    by_the_clock.read_mailbox(NOW)

    assert "REPLY_MAILBOX" in by_the_clock.present().trouble


def test_no_password_goes_in_the_clear_across_a_network(imap, settings, monkeypatch):
    monkeypatch.setattr(mailbox, "is_this_machine", lambda host: False)

    by_the_clock.read_mailbox(NOW)

    assert by_the_clock.present().trouble == "127.0.0.1 offers no encryption, so the password is not sent."


def test_by_hand_it_says_what_it_took_and_tells_a_mail_server_what_to_do(imap, settings):
    imap.deliver(a_person(1), a_machine(2), a_machine(3))
    said = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("read_replies", stdout=said)

    assert (ended.value.code, said.getvalue().splitlines()) == (
        os.EX_OK,
        ["2 out of office or another automatic answer", "1 a person's mail"],
    )
    settings.REPLY_MAILBOX = ""
    with pytest.raises(SystemExit) as ended:
        call_command("read_replies", stderr=said)
    assert ended.value.code == os.EX_CONFIG


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (b"NAMESPACE", b"* NAMESPACE x y\r\n"),
        (b"SEARCH", b"* SEARCH one\r\n"),
        (b"FETCH", b"* 1 FETCH (UID 1 BODY[]<0> {99999999999999999999}\r\nabc"),
        (b"FETCH", b"* 1 FETCH " + b"(" * 5000 + b"\r\n"),
    ],
)
def test_a_server_that_talks_nonsense_is_out_of_reach(settings, command, answer):
    with lying_server.lying(command, answer) as settings.REPLY_MAILBOX, pytest.raises(mailbox.OutOfReach):
        list(mailbox.read(NOW))


def test_what_a_server_gives_out_as_a_mail_and_is_none_is_left_where_it_is(settings):
    with lying_server.lying(b"FETCH", b"* 1 FETCH (UID 1 BODY[]<0> 5)\r\n") as settings.REPLY_MAILBOX:
        assert list(mailbox.read(NOW)) == []


@pytest.mark.parametrize("command", [b"LOGIN", b"SEARCH", b"LOGOUT"])
def test_a_server_that_drips_is_left_in_time(settings, monkeypatch, command):
    monkeypatch.setattr(mailbox, "SECONDS", 0.5)
    started = time.monotonic()

    with (
        lying_server.lying(command, b"* " * 50, drips=True) as settings.REPLY_MAILBOX,
        suppress(mailbox.OutOfReach),
    ):
        list(mailbox.read(NOW, seconds=0.5))

    assert time.monotonic() - started < 4
