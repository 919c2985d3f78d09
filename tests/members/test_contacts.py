"""Writing to a contact or to the controller: passed on once, answered directly, and no use to robots or spammers."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from members import contacts
from members.contacts import Note
from members.forms.contacts import LONGEST, QUICKEST, NoteForm, stamp
from members.models import Complaint, Contact
from outbox.models import Message
from tests.factories import make_coordinator, make_member, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SHOWN = NOW - timedelta(minutes=1)
PATH = "/contacts/membership/"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def contact() -> Contact:
    return Contact.objects.create(
        slug="membership", role="Membership", name="Ada Example", email="ada@trust.example", about="Joining"
    )


def make_note(**fields) -> Note:
    words = {"name": "Bo", "email": "bo@example.org", "text": "How do I join?", "mark": "0123456789abcdef"}
    return Note(**{**words, **fields})


def typed(**fields) -> dict[str, str]:
    """What a person sends a minute after the form was shown."""
    words = {"name": "Bo", "email": "bo@example.org", "text": "How do I join?", "website": "", "shown": stamp(SHOWN)}
    return {**words, **fields}


def send(client, path=PATH, **fields):
    with time_machine.travel(NOW, tick=False):
        return client.post(path, typed(**fields))


def test_a_message_is_passed_on_and_its_answer_goes_to_the_writer(client, contact):
    answer = send(client)

    to_contact = Message.objects.get(name="members/passed_on")
    assert answer.status_code == 302
    assert client.get(answer.url).text.count("Ada Example") == 1
    assert (to_contact.recipient, to_contact.headers) == ("ada@trust.example", {"Reply-To": "bo@example.org"})
    assert "Bo has written to you as Membership." in to_contact.text
    assert "How do I join?" in to_contact.text


def test_the_writer_is_told_that_it_went_without_a_word_of_what_was_typed(client, contact):
    send(client, name="Buy pills", text="at https://spam.example")

    receipt = Message.objects.get(name="members/passed_on_receipt")
    assert receipt.recipient == "bo@example.org"
    assert "We have passed on your message to Ada Example, Membership." in receipt.text
    assert "pills" not in receipt.text + receipt.html
    assert "spam" not in receipt.text + receipt.html


def test_someone_signed_in_with_that_address_gets_a_copy(client, contact):
    client.force_login(make_user(email="bo@example.org"))

    send(client, email="Bo@Example.org")

    assert "How do I join?" in Message.objects.get(name="members/passed_on_receipt").text


@pytest.mark.parametrize("path", [PATH, "/complaints/"])
def test_someone_signed_in_need_not_type_again_who_they_are(client, contact, path):
    client.force_login(make_member(name="Bo Example", user=make_user(email="bo@example.org")).user)

    form = client.get(path).context["form"]

    assert (form["name"].value(), form["email"].value()) == ("Bo Example", "bo@example.org")


def test_an_address_that_is_not_the_writers_own_gets_at_most_one_receipt_a_day(contact):
    for hour in range(3):
        contacts.pass_on(contact, make_note(mark=f"{hour}" * 16), NOW + timedelta(hours=hour))
    contacts.pass_on(contact, make_note(mark="9" * 16), NOW + timedelta(days=1))

    assert Message.objects.filter(name="members/passed_on").count() == 4
    assert Message.objects.filter(name="members/passed_on_receipt").count() == 2


def test_a_form_that_is_sent_twice_is_passed_on_once(client, contact):
    shown = stamp(SHOWN)

    answers = [send(client, shown=shown).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Message.objects.filter(name="members/passed_on").count() == 1


def test_a_robot_that_fills_in_every_field_is_refused(client, contact):
    answer = send(client, website="https://spam.example")

    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_an_address_to_which_no_answer_can_go_is_a_mistake_in_the_form(client, contact):
    answer = send(client, email=f"bo@{'ü' * 60}.example")

    assert answer.status_code == 422
    assert "Enter an e-mail address, such as name@example.org" in answer.text
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("waited", "words"),
    [(QUICKEST - 1, "That was too quick for us"), (LONGEST + 1, "This page was open for more than a day")],
)
def test_a_form_sent_at_once_or_after_a_day_is_shown_again_with_what_was_typed(client, contact, waited, words):
    answer = send(client, shown=stamp(NOW - timedelta(seconds=waited)))

    assert answer.status_code == 422
    assert words in answer.text
    assert "How do I join?" in answer.text
    assert not Message.objects.exists()


def test_whoever_sends_an_empty_form_at_once_is_told_what_to_enter_and_nothing_of_time(client, contact):
    answer = send(client, text="", shown=stamp(NOW))

    assert answer.status_code == 422
    assert "Enter your message" in answer.text
    assert "too quick" not in answer.text


@pytest.mark.parametrize("shown", ["", "forged", "WzEsICJ4Il0:1:forged"])
def test_a_form_without_our_stamp_gets_a_new_one_with_which_it_can_be_sent(client, contact, shown):
    answer = send(client, shown=shown)

    fresh = answer.context["form"]["shown"].value()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        again = client.post(PATH, typed(shown=fresh))
    assert (answer.status_code, again.status_code) == (422, 302)


def test_one_computer_may_write_five_times_an_hour_and_then_keeps_what_it_typed(client, contact):
    answers = [send(client, email=f"person{n}@example.org") for n in range(6)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Wait an hour, then send this one." in answers[-1].text
    assert "How do I join?" in answers[-1].text
    assert Message.objects.filter(name="members/passed_on").count() == 5


def test_strangers_cannot_use_up_the_tries_of_an_address_by_typing_it_and_its_owner_gets_one_receipt(
    client, contact, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def from_computer(number: int) -> int:
        with time_machine.travel(NOW, tick=False):
            return client.post(PATH, typed(), headers={"x-forwarded-for": f"192.0.2.{number}"}).status_code

    assert [from_computer(number) for number in range(8)] == [302] * 8
    assert Message.objects.filter(name="members/passed_on").count() == 8
    assert Message.objects.filter(name="members/passed_on_receipt").count() == 1


def test_a_flood_of_complaints_in_somebodys_name_is_kept_and_does_not_fill_their_mailbox():
    for number in range(8):
        contacts.complain(make_note(mark=f"{number:x}" * 16), NOW)

    assert Complaint.objects.count() == 8
    assert Complaint.objects.filter(acknowledged_on=None).count() == 3  # for the desk
    assert Message.objects.filter(name="members/complaint_received").count() == 5
    contacts.complain(make_note(mark="9" * 16), NOW + timedelta(hours=2))
    assert Message.objects.filter(name="members/complaint_received").count() == 6


def test_mistakes_do_not_count_as_tries(client, contact):
    for _ in range(6):
        send(client, text="")

    assert send(client).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Enter your name"),
        ("email", "", "Enter your e-mail address"),
        ("email", "bo@example.org\nBcc: all@trust.example", "Enter an e-mail address, such as name@example.org"),
        ("text", "", "Enter your message"),
        ("text", "x" * 4001, "at most 4000 characters"),
        ("text", "Patient 943 476 5919", "This looks like an NHS number"),
    ],
)
def test_what_is_missing_or_wrong_is_said(client, contact, field, value, words):
    answer = send(client, **{field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert not Message.objects.exists()


def test_a_form_with_nothing_in_it_is_answered_with_what_is_missing(client, contact):
    answer = client.post(PATH, {})

    assert answer.status_code == 422
    assert "Enter your name" in answer.text


def test_nothing_that_is_typed_becomes_a_header_or_a_link(client, contact):
    send(
        client,
        name="Bo\r\nBcc: all@trust.example",
        text='Click:\nhttps://evil.example/ <a href="https://evil.example">x</a>',
    )

    message = Message.objects.get(name="members/passed_on")
    assert "\n" not in message.subject
    assert list(message.headers) == ["Reply-To"]
    assert "evil" not in "".join(re.findall(r'href="[^"]*"', message.html))


def test_a_contact_who_has_stopped_cannot_be_written_to(client, contact):
    Contact.objects.update(until=(NOW - timedelta(days=2)).date())

    assert send(client).status_code == 404
    assert client.get("/contacts/nobody/").status_code == 404


def test_looking_at_the_form_costs_no_try_and_writes_nothing(client, contact):
    for _ in range(10):
        assert client.get(PATH).status_code == 200

    assert send(client).status_code == 302


def test_a_complaint_reaches_the_controller_and_is_acknowledged_at_once(client, settings):
    answer = send(client, "/complaints/", text="You kept my address.")

    complaint = Message.objects.get(name="members/complaint")
    received = Message.objects.get(name="members/complaint_received")
    reference = complaint.about.partition(":")[2]
    assert answer.url == reverse("complaint_sent")
    assert (complaint.recipient, complaint.headers) == (settings.CONTROLLER_CONTACT, {"Reply-To": "bo@example.org"})
    assert "You kept my address." in complaint.text
    assert received.recipient == "bo@example.org"
    assert reference in complaint.subject
    assert reference in received.subject
    assert "You kept my address." not in received.text


def test_every_complaint_from_one_address_on_one_day_is_acknowledged():
    for mark in ("a" * 16, "b" * 16):
        contacts.complain(make_note(mark=mark), NOW)

    assert Message.objects.filter(name="members/complaint").count() == 2
    assert Message.objects.filter(name="members/complaint_received").count() == 2


def test_the_stamp_of_a_form_says_when_it_was_shown_and_cannot_be_made_by_others():
    form = NoteForm(typed(), now=NOW)

    assert form.is_valid()
    assert len(form.note().mark) == 32
    assert stamp(NOW) != stamp(NOW)


def test_coordinators_keep_the_contacts_with_their_order_and_dates(client, settings):
    settings.DEMO = True
    client.force_login(make_coordinator())
    words = {"role": "Meetings", "slug": "meetings", "name": "Cy", "email": "cy@trust.example", "about": "", "order": 3}

    added = client.post(reverse("admin:members_contact_add"), {**words, "since": "2026-01-01", "until": "2025-01-01"})
    again = client.post(reverse("admin:members_contact_add"), {**words, "since": "2026-01-01", "until": ""})

    assert "The last day must not be before the first." in added.text
    assert again.status_code == 302
    assert Contact.objects.get().name == "Cy"


@pytest.mark.parametrize("since", [None, -1, 0, 1])
@pytest.mark.parametrize("until", [None, -1, 0, 1])
def test_one_contact_is_current_exactly_when_the_list_of_current_ones_has_it(since, until):
    on = NOW.date()
    if since is not None and until is not None and until < since:
        return
    dates = {name: on + timedelta(days=days) for name, days in (("since", since), ("until", until)) if days is not None}
    contact = Contact.objects.create(slug="c", role="Role", name="Name", email="c@trust.example", **dates)

    assert contact.is_current(on) is Contact.objects.current(on).exists()
