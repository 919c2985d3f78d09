"""A contact who is away, silent or without mail: who answers instead, what the pages say, and what the desk hears."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from members import contacts, contacts_keeping
from members.admin.contacts import lines
from members.contacts_answering import HALF_A_YEAR, LATELY, PATIENCE, Health, Rota, rota
from members.models import Contact
from outbox import bounces
from outbox.models import Message, State
from tests.factories import make_coordinator, make_message, make_user
from tests.members.test_contacts import PATH, make_note, send

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = NOW.date()
WEEK = timedelta(days=7)


@pytest.fixture
def client(client):
    """Of a visitor who has tried nothing yet."""
    cache.clear()
    return client


def make_contact(slug="membership", **fields) -> Contact:
    words = {"role": slug.capitalize(), "name": f"{slug.capitalize()} Person", "email": f"{slug}@trust.example"}
    return Contact.objects.create(slug=slug, **{**words, "confirmed_on": TODAY, **fields})


def away(**fields) -> Contact:
    return make_contact(away_from=TODAY - WEEK, away_until=TODAY + WEEK, **fields)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 5)), min_size=1, max_size=6))
def test_whoever_answers_is_there_and_no_circle_of_deputies_goes_on_for_ever(people):
    contacts = {}
    for pk, (is_away, is_stopped, deputy) in enumerate(people, 1):
        days = {"away_from": TODAY, "away_until": TODAY} if is_away else {}
        email = f"{'stopped' if is_stopped else 'fine'}{pk}@trust.example"
        contacts[pk] = Contact(pk=pk, slug=f"c{pk}", email=email, deputy_id=deputy or None, **days)
    today = Rota(TODAY, contacts, frozenset(f"stopped{pk}@trust.example" for pk in contacts), frozenset())

    for contact in contacts.values():
        found = today.answering(contact)
        assert found is None or today.is_there(found)
        assert (found == contact) == today.is_there(contact)


@pytest.mark.django_db
def test_what_is_written_to_somebody_away_goes_to_their_deputy_and_the_pages_say_so_and_name_no_address(client):
    away(deputy=make_contact("meetings"))

    with time_machine.travel(NOW, tick=False):
        listed, form = client.get("/contacts/"), client.get(PATH)
    sent = client.get(send(client).url)

    says = "Away until Friday 8 May 2026. Meetings Person answers meanwhile."
    assert says in listed.text
    assert says in form.text
    assert Message.objects.get(name="members/passed_on").recipient == "meetings@trust.example"
    pages = [listed, form, sent]
    assert not any("@trust.example" in page.text + str(page.headers) for page in pages)


@pytest.mark.django_db
@pytest.mark.parametrize("deputy", ["none", "each other"])
def test_where_nobody_is_there_the_form_says_so_and_where_else_to_write_and_what_was_typed_stays(client, deputy):
    contact = away()
    if deputy == "each other":
        other = away(slug="other", deputy=contact)
        Contact.objects.filter(pk=contact.pk).update(deputy=other)
    make_contact("meetings")

    with time_machine.travel(NOW, tick=False):
        page = client.get(PATH)
    answer = send(client)

    assert "Nobody can answer for Membership Person now" in page.text
    assert "Meetings Person, Meetings" in page.text
    assert "Other Person" not in page.text
    assert (answer.status_code, "How do I join?" in answer.text) == (409, True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_writer_who_is_not_signed_in_gets_a_copy_once_they_press_the_button_of_their_receipt(client):
    make_contact()
    send(client)
    receipt = Message.objects.get(name="members/passed_on_receipt")
    path = receipt.text.partition("http://localhost:8000")[2].split()[0]

    with time_machine.travel(NOW, tick=False):
        looked = client.get(path)
        assert not Message.objects.filter(name="members/passed_on_copy").exists()
        pressed = [client.post(path) for _ in range(2)]

    copy = Message.objects.get(name="members/passed_on_copy")
    assert [looked.status_code, *(each.status_code for each in pressed)] == [200, 200, 200]
    assert (copy.recipient, "How do I join?" in copy.text) == ("bo@example.org", True)
    assert "bo@example.org" not in looked.text + pressed[0].text
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert client.post(path).status_code == 404


@pytest.mark.django_db
def test_a_contact_says_from_the_link_of_a_mail_when_they_are_away_and_looking_changes_nothing(client):
    contact, deputy = make_contact(confirmed_on=None), make_contact("meetings")
    path = contacts_keeping.path(contact, TODAY)
    days = {"away_from_day": "2", "away_from_month": "5", "away_from_year": "2026"}
    days |= {"away_until_day": "9", "away_until_month": "5", "away_until_year": "2026", "deputy": str(deputy.pk)}

    with time_machine.travel(NOW, tick=False):
        page = client.get(path)
        contact.refresh_from_db()
        assert contact.confirmed_on is None
        wrong = client.post(path, {**days, "deed": "away", "away_until_day": "1"})
        right = client.post(path, {**days, "deed": "away"})

    contact.refresh_from_db()
    assert "@trust.example" not in page.text
    assert (wrong.status_code, "must not be before the first" in wrong.text) == (422, True)
    assert right.status_code == 302
    assert (contact.away_until.isoformat(), contact.deputy, contact.confirmed_on) == ("2026-05-09", deputy, TODAY)


@pytest.mark.django_db
def test_an_old_mail_opens_nothing_once_somebody_else_is_the_contact(client):
    contact = make_contact()
    path = contacts_keeping.path(contact, TODAY)
    Contact.objects.update(email="successor@trust.example")

    with time_machine.travel(NOW, tick=False):
        assert (client.get(path).status_code, client.post(path, {"deed": "yes"}).status_code) == (404, 404)


@pytest.mark.django_db
def test_a_contact_is_found_by_an_address_that_they_sign_in_with_and_nobody_elses_page_opens(client):
    make_contact()
    client.force_login(make_user(email="membership@trust.example"))
    make_contact("meetings")

    assert "Membership" in client.get("/key-contact/").text
    assert client.post("/key-contact/membership/", {"deed": "no"}).status_code == 200  # nothing is wrong, nor done
    assert client.post("/key-contact/membership/", {"deed": "yes"}).status_code == 302
    assert client.post("/key-contact/meetings/", {"deed": "yes"}).status_code == 404


@pytest.mark.django_db
def test_half_a_year_after_their_word_a_contact_has_been_asked_once_and_the_silent_ones_stand_on_the_desk():
    contact, asked = make_contact(), []
    for day in range(0, 2 * HALF_A_YEAR.days, 7):
        if contacts_keeping.ask(NOW + timedelta(days=day)):
            asked.append(day)
        contacts_keeping.ask(NOW + timedelta(days=day, hours=1))

    contact.refresh_from_db()
    assert asked == [168, 336]
    assert Message.objects.filter(name="members/contact_asked").count() == 2
    assert rota(TODAY + HALF_A_YEAR - timedelta(days=1)).health(contact) == Health.WELL
    assert rota(TODAY + HALF_A_YEAR).health(contact) == Health.SILENT
    assert rota(TODAY + HALF_A_YEAR).asking() == [contact]
    contacts_keeping.confirm(contact, TODAY + HALF_A_YEAR)
    assert rota(TODAY + HALF_A_YEAR).asking() == []


@pytest.mark.django_db
def test_a_new_contact_is_asked_at_once_and_has_two_weeks():
    contact = make_contact(confirmed_on=None)

    assert contacts_keeping.ask(NOW) == 1
    contact.refresh_from_db()

    assert rota(TODAY + PATIENCE - timedelta(days=1)).asking() == []
    assert rota(TODAY + PATIENCE).asking() == [contact]


@pytest.mark.django_db
def test_whoever_takes_over_from_a_contact_is_asked_too_also_on_the_same_day(client, settings):
    settings.DEMO = True
    contact = make_contact(confirmed_on=None)
    contacts_keeping.ask(NOW)
    page = reverse("admin:members_contact_change", args=[contact.pk])
    client.force_login(make_coordinator())

    fields = {"role": "Membership", "name": "Cy", "email": "cy@trust.example", "about": "", "order": 0}
    assert client.post(page, fields).status_code == 302

    assert contacts_keeping.ask(NOW) == 1
    asked = Message.objects.filter(name="members/contact_asked").order_by("pk").values_list("recipient", flat=True)
    assert list(asked) == [contact.email, "cy@trust.example"]


@pytest.mark.django_db
def test_a_contact_whose_mail_comes_back_is_on_the_desk_at_once_and_what_was_written_goes_to_the_deputy_once(client):
    contact = make_contact(deputy=make_contact("meetings"))
    send(client)
    message = Message.objects.get(name="members/passed_on")
    bounces.record(message, "5.1.1", "Unknown user", NOW)
    assert (rota(TODAY).health(contact), rota(TODAY).asking()) == (Health.NOT_ARRIVED, [contact])

    passed = [contacts_keeping.pass_on_lost(NOW) for _ in range(2)]

    assert passed == [0, 0]  # they may still be there: one report is no stop
    assert rota(TODAY + LATELY + timedelta(days=1)).health(contact) == Health.WELL
    bounces.stop(contact.email, "Unknown user", NOW)
    assert [contacts_keeping.pass_on_lost(NOW) for _ in range(2)] == [1, 0]
    again = Message.objects.get(name="members/passed_on_again")
    assert (again.recipient, again.headers["Reply-To"]) == ("meetings@trust.example", "bo@example.org")
    assert "How do I join?" in again.text
    assert rota(TODAY).health(contact) == Health.STOPPED


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_message_that_failed_troubles_the_desk_for_a_month():
    contact = make_contact()
    make_message(recipient=contact.email, state=State.FAILED)

    found = [rota(TODAY + timedelta(days=days)).health(contact) for days in (0, 30, 31)]

    assert found == [Health.NOT_ARRIVED, Health.NOT_ARRIVED, Health.WELL]


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_what_reached_nobody_is_said_on_the_desk_and_found_behind_its_line(client, settings):
    settings.DEMO = True
    contact = make_contact()
    contacts.pass_on(contact, make_note(), NOW)
    Message.objects.filter(name="members/passed_on").update(state=State.FAILED)
    contacts.pass_on(contact, make_note(), NOW)
    bounces.stop(contact.email, "Unknown user", NOW)
    client.force_login(make_coordinator())

    assert contacts_keeping.pass_on_lost(NOW) == 0
    assert [line.says for line in lines()] == ["1 silent, gone, without mail, or nobody there", "1 waits"]
    assert [client.get(line.href).context["cl"].result_count for line in lines()] == [1, 1]


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_what_did_not_reach_the_deputy_either_is_passed_on_no_third_time_and_stays_on_the_desk():
    contact = make_contact(deputy=make_contact("meetings"))
    contacts.pass_on(contact, make_note(), NOW)
    bounces.record(Message.objects.get(name="members/passed_on"), "5.1.1", "Unknown user", NOW)
    bounces.stop(contact.email, "Unknown user", NOW)

    passed, found = [contacts_keeping.pass_on_lost(NOW)], [contacts_keeping.lost(NOW).count()]
    bounces.record(Message.objects.get(name="members/passed_on_again"), "5.1.1", "Unknown user", NOW)
    passed.append(contacts_keeping.pass_on_lost(NOW))
    found.append(contacts_keeping.lost(NOW).count())

    assert (passed, found) == ([1, 0], [0, 1])
