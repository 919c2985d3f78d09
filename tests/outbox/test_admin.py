"""Coordinators see what left and what did not; they write and change nothing there."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from meetings import links
from outbox import bounces, stopping
from outbox.models import Message, State
from tests.factories import make_message, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client, settings):
    """A browser of someone who may see messages and send them again; the second factor is another test's subject."""
    settings.DEMO = True
    user = make_user(is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=["view_message", "change_message"]))
    client.force_login(user)
    return client


def test_the_list_shows_what_became_of_each_message_but_no_words_of_it(coordinator):
    make_message(recipient="ada@trust.example", text="Private words", last_error="450 Greylisted")

    page = coordinator.get(reverse("admin:outbox_message_changelist")).content.decode()

    assert "ada@trust.example" in page
    assert "450 Greylisted" in page
    assert "Private words" not in page


def test_the_words_of_a_message_are_on_its_own_page_and_cannot_be_changed(coordinator):
    address = reverse("admin:outbox_message_change", args=[make_message(text="Private words").pk])

    page = coordinator.get(address).content.decode()

    assert "Private words" in page
    assert "<textarea" not in page
    assert coordinator.post(address, {"text": "Other words"}).status_code == 403


def test_a_coordinator_sends_again_what_failed_and_nothing_else(coordinator):
    failed, sent = make_message(state=State.FAILED, attempts=8), make_message(state=State.SENT, sent_at=timezone.now())

    action = {"action": "send_again", "_selected_action": [failed.pk, sent.pk]}
    page = coordinator.post(reverse("admin:outbox_message_changelist"), action, follow=True)

    assert "1 to be sent again." in page.content.decode()
    assert list(Message.objects.order_by("pk").values_list("state", "attempts")) == [
        (State.WAITING, 0),
        (State.SENT, 0),
    ]


def test_what_failed_long_ago_or_to_an_address_that_gets_no_mail_asks_nobody_to_look_at_it(coordinator):
    now = timezone.now()
    for address, days in (("ada@trust.example", 1), ("old@trust.example", 31), ("Gone@trust.example", 1)):
        make_message(recipient=address, state=State.FAILED, created_at=now - timedelta(days))
    bounces.stop("gone@trust.example", "No such mailbox", now)

    page = coordinator.get(reverse("admin:outbox_message_changelist") + "?look=failed").content.decode()

    assert [each.recipient for each in Message.objects.to_look_at(now)] == ["ada@trust.example"]
    assert "ada@trust.example" in page
    assert "old@trust.example" not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_number_of_queries_for_any_number_of_messages(
    coordinator, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        make_message()

    with django_assert_max_num_queries(13):
        page = coordinator.get(reverse("admin:outbox_message_changelist"))

    assert len(page.context["cl"].result_list) == rows


def test_a_link_that_is_for_its_recipient_alone_is_hidden_from_coordinators(coordinator):
    token = "WzE0LCAyXQ:1vNa7k:9Xh2Q0yM4mYwqkq8cP0Yd1-hJ3sUo_Zr5tLw8Vb2nQe"
    text = f"Say whether it is so:\nhttps://dit-northwest.example/word/{token}/\n"
    address = reverse("admin:outbox_message_change", args=[make_message(text=text).pk])

    page = coordinator.get(address).content.decode()

    assert token not in page
    assert "https://dit-northwest.example/word/[private link]/" in page


@pytest.mark.parametrize("name", [links.name(links.ANSWER, 12, 345), stopping.name(7, "digest")])
def test_a_signed_name_for_one_person_is_hidden_from_coordinators(coordinator, name):
    message = make_message(text=f"Say it with one press:\nhttps://dit-northwest.example/one/{name}/\n")

    page = coordinator.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert name not in page
    assert "https://dit-northwest.example/one/[private link]/" in page


def test_the_log_says_to_whom_when_which_and_accepted_by_which_server_and_can_be_narrowed(coordinator):
    moment = datetime(2026, 5, 14, 13, tzinfo=UTC)
    sent = {"state": State.SENT, "created_at": moment, "sent_at": moment, "accepted_by": "mail.example: queued as 4Xy"}
    make_message(recipient="ada@trust.example", name="meetings/meeting_moved", **sent)
    make_message(recipient="eve@trust.example")

    page = coordinator.get(reverse("admin:outbox_message_changelist") + "?state__exact=sent").content.decode()

    for fact in ("ada@trust.example", "Meeting moved", "Thursday 14 May 2026, 2pm", "mail.example: queued as 4Xy"):
        assert fact in page
    assert "handed to the mail server" in page
    assert "eve@trust.example" not in page


def test_a_message_without_words_says_that_they_were_erased(coordinator):
    erased = {"state": State.SENT, "sent_at": timezone.now(), "words_erased_at": timezone.now()}
    message = make_message(subject="", text="", html="", **erased)

    page = coordinator.get(reverse("admin:outbox_message_change", args=[message.pk])).content.decode()

    assert page.count("Erased, because we keep no words for so long.") == 2


def test_above_the_log_stands_how_far_sending_has_come(coordinator):
    now = timezone.now()
    for _ in range(120):
        make_message(created_at=now, state=State.SENT, sent_at=now)
    make_message(created_at=now)

    page = coordinator.get(reverse("admin:outbox_message_changelist")).content.decode()

    assert "1 message to leave now, 2 a second, about 1 second left." in page
