"""What came back, as coordinators see it: mail of people, addresses that get no mail, a mailbox out of reach."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.admin import today
from outbox import bounces, inbox
from outbox.inbox import by_the_clock
from outbox.models import Incoming, Message
from tests.factories import make_coordinator, make_member

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def desk(client, settings):
    settings.DEMO = True
    client.coordinator = make_coordinator()
    client.force_login(client.coordinator)
    return client


def lines(user):
    return {line.title: line.says for line in today.lines(user)}


def wrote(address, number=1):
    return inbox.take(f"From: {address}\n\nWords {number}".encode(), "", NOW)


def test_what_people_wrote_stands_on_the_desk_until_somebody_dealt_with_it(desk):
    mine = wrote("ada@trust.example")
    assert lines(desk.coordinator)["Mail that people wrote to the network"] == "1 waits"

    chosen = {"action": "deal_with", "_selected_action": [mine.pk]}
    desk.post(reverse("admin:outbox_incoming_changelist"), chosen)

    assert Incoming.objects.get().outcome == Incoming.Outcome.DONE
    assert lines(desk.coordinator)["Mail that people wrote to the network"] == ""


def test_a_member_who_writes_is_told_once_a_week_whom_to_write_to_and_a_stranger_nothing():
    ada = make_member()
    for number in range(3):
        wrote(ada.user.email, number)
    wrote("stranger@elsewhere.example")

    [told] = Message.objects.all()
    assert (told.name, told.recipient) == ("outbox/nobody_reads", ada.user.email)
    assert "data-protection@dit-northwest.example" in told.text
    assert "Words" not in told.text


@pytest.mark.parametrize(
    "header", ["Subject: Automatic reply: Moved", "Subject: Out of office", "List-Unsubscribe: <mailto:a@list.example>"]
)
def test_nothing_answers_what_a_program_may_have_written(header):
    inbox.take(f"From: {make_member().user.email}\n{header}\n\nI am away".encode(), "", NOW)

    assert not Message.objects.exists()


def test_an_address_that_gets_no_mail_stands_on_the_desk_and_goes_on_by_one_button(desk):
    stopped = bounces.stop("Ada@Trust.example", "There seems to be no such mailbox: 5.1.1", NOW)
    assert lines(desk.coordinator)["Addresses that get no mail"] == "1 stopped"
    page = desk.get(reverse("admin:outbox_stoppedaddress_change", args=[stopped.pk])).text
    assert "It works again" in page

    desk.post(reverse("admin:outbox_stoppedaddress_works_again", args=[stopped.pk]))

    assert not bounces.is_stopped("ada@trust.example")


def test_a_member_reads_on_their_own_pages_that_their_address_gets_no_mail_and_lets_it_go_on(client):
    ada = make_member()
    bounces.stop(ada.user.email, "There seems to be no such mailbox", NOW)
    client.force_login(ada.user)

    assert "Your address gets no mail from us" in client.get("/").text
    assert "My address works again" in client.get("/profile/").text
    client.post("/profile/mail-works-again/")

    assert not bounces.is_stopped(ada.user.email)
    assert "no mail from us" not in client.get("/").text + client.get("/profile/").text


def test_a_coordinator_who_is_no_member_reads_it_at_home_and_finds_their_addresses(client):
    user = make_coordinator()
    bounces.stop(user.email, "There seems to be no such mailbox", NOW)
    client.force_login(user)

    home = client.get("/").text

    assert "Your address gets no mail from us" in home
    assert f'href="{reverse("account_email")}"' in home


def test_a_mailbox_out_of_reach_stands_on_the_desk_in_words(desk, settings):
    settings.REPLY_MAILBOX = "imap://network:secret@127.0.0.1:1/INBOX"

    by_the_clock.read_mailbox(NOW)

    assert lines(desk.coordinator)["The mailbox for answers"].startswith("127.0.0.1 does not answer")


@pytest.mark.parametrize("page", ["incoming", "bounce", "stoppedaddress"])
@pytest.mark.whole
def test_a_list_asks_the_database_as_often_for_thirty_rows_as_for_one(desk, page, django_assert_max_num_queries):
    def fill(numbers):
        for number in numbers:
            row = wrote(f"ada{number}@trust.example", number)
            bounces.note_unproved(f"ada{number}@trust.example", "5.1.1", "", NOW + timedelta(seconds=number), row)
            bounces.stop(f"ada{number}@trust.example", "", NOW)

    address = reverse(f"admin:outbox_{page}_changelist")
    fill(range(1))
    desk.get(address)
    with django_assert_max_num_queries(100) as once:
        desk.get(address)
    fill(range(1, 30))

    with django_assert_max_num_queries(len(once)):
        assert "ada7@trust.example" in desk.get(address).text
