"""Coordinators see what left and what did not; they write and change nothing there."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from outbox.models import Message, State
from tests.factories import make_message, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client, settings):
    """A browser of someone who may see messages; the second factor is another test's subject."""
    settings.DEMO = True
    user = make_user(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
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


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_takes_the_same_number_of_queries_for_any_number_of_messages(
    coordinator, django_assert_max_num_queries, rows
):
    for _ in range(rows):
        make_message()

    with django_assert_max_num_queries(10):
        coordinator.get(reverse("admin:outbox_message_changelist"))


def test_a_link_that_is_for_its_recipient_alone_is_hidden_from_coordinators(coordinator):
    token = "WzE0LCAyXQ:1vNa7k:9Xh2Q0yM4mYwqkq8cP0Yd1-hJ3sUo_Zr5tLw8Vb2nQe"
    text = f"Say whether it is so:\nhttps://dit-northwest.example/word/{token}/\n"
    address = reverse("admin:outbox_message_change", args=[make_message(text=text).pk])

    page = coordinator.get(address).content.decode()

    assert token not in page
    assert "https://dit-northwest.example/word/[private link]/" in page
