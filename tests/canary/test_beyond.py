"""The same person with every field shown, at the desk, in mail and where pages fail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members import leaving
from members.gate import name_for
from members.switches import SWITCHES
from outbox import schedule
from outbox.models import Message
from tests.access.people import Person
from tests.canary import beyond, desk_words, mails
from tests.canary.network import (
    EVERYTHING,
    HIDDEN,
    INSIDE,
    MEMBER,
    UNTRAINED,
    VISITOR,
    WORD,
)
from tests.canary.walk import Asked, ask
from tests.factories import make_member, make_supervision, make_supervisor
from tests.outbox.every_message import NAMES

pytestmark = [pytest.mark.django_db, pytest.mark.whole, pytest.mark.xdist_group("canary-beyond")]
ENTRY, FIELDS = HIDDEN


def test_every_word_of_a_shown_entry_stands_only_where_its_owner_lets_it(network):
    network.set(**EVERYTHING)

    assert not network.all_leaks(network.pages(*INSIDE, UNTRAINED, VISITOR))


def test_each_switch_opens_its_own_field_alone_to_readers_searches_filters_and_cards(network):
    entry = network.person.get_absolute_url()
    theirs = {label: word for word, label in network.words.items() if label.startswith("members.Member.")}
    asks = {
        f"search={word}": label for label, word in theirs.items() if not label.endswith((".name", "organisation_other"))
    }
    for field, row in (("organisation", network.person.organisation), ("profession", network.person.profession)):
        asks[f"{field}={row.pk}"] = f"members.Member.{field}"
    asks[f"endorsement={network.endorsement.pk}"] = "members.Member.endorsements"
    asks[f"language={theirs['members.Member.languages']}"] = "members.Member.languages"
    wrong = []
    for switch in SWITCHES[1:]:
        network.set(**{**HIDDEN[FIELDS], switch.flag: True})
        opened = {f"members.Member.{field}" for field in switch.fields}
        for address in (entry, f"{entry}card/"):
            page = ask(network.clients, Asked(MEMBER, address))
            read = {network.words[word] for word in WORD.findall(page)} - {"members.Member.name"}
            expected = opened & set(theirs) - {"members.Member.organisation_other"}
            wrong += (
                [(switch.name, address, read)]
                if not read <= expected or (address == entry and read != expected)
                else []
            )
        for question, label in asks.items():
            page = ask(network.clients, Asked(MEMBER, f"/directory/?{question}"))
            finds = network.person.public_id in page
            searchable = label in opened and label not in ("members.Member.email", "members.Member.phone")
            wrong += [(switch.name, question, label, finds)] if finds != searchable else []
    assert not wrong, wrong[:9]


def test_at_the_desk_whoever_does_not_run_the_area_reads_no_word(network):
    network.set(**EVERYTHING)
    desk, wrong = beyond.desk(network), []
    for person in (Person.AREA_COORDINATOR, Person.SERVICE_LEAD):
        client = beyond.signed_in(person)
        for address in desk:
            asked = Asked(person.value, address)
            page = ask({person.value: client}, asked)
            read = network.leaks(asked, page)
            wrong += [(asked, read)] if read or beyond.takes_away(page) else []

    assert not wrong, wrong[:20]


@pytest.mark.parametrize("person", [Person.COORDINATOR, Person.AUDITOR])
def test_whoever_runs_the_network_or_looks_over_it_reads_these_fields_in_these_places_and_no_others(network, person):
    network.set(**EVERYTHING)

    read = beyond.places_of_words(network, person)

    table = desk_words.COORDINATOR if person == Person.COORDINATOR else desk_words.AUDITOR
    assert desk_words.differences(read, desk_words.fields(table)) == []


def test_no_hidden_word_leaves_in_mail_to_others_nor_stands_behind_its_links_and_their_calendars(network):
    network.set(**HIDDEN[ENTRY])
    now, before = timezone.now(), beyond.last_message()
    mails.write_all(network, now)
    for row in network.rows:  # so that they are still there when the clock has run
        if hasattr(row, "erase_on") or hasattr(row, "remove_on"):
            type(row).objects.filter(pk=row.pk).delete()
    failed = [schedule.run(now + timedelta(days=days)) for days in (0, 8)]
    leaving.leave(network.person.user, now + timedelta(days=8))

    mail = beyond.mail_to_others(network, before)
    links = {(name, to, link) for name, to, said in mail for link in beyond.links_in(said)}
    links |= {("", VISITOR, link) for link in beyond.calendars(network, now)}
    wrong = [(name, to, read) for name, to, said in mail if (read := told(network, name, to, said))]
    for name, to, link in links:  # a link is all that its holder needs
        read = told(network, name, to, network.ask(Asked(VISITOR, link)), link)
        wrong += [(link, to, read)] if read else []
    made = set(Message.objects.filter(pk__gt=before).values_list("name", flat=True))
    named = {name for names in mails.NOT_MADE.values() for name in names}
    assert not any(failed), failed
    assert set(NAMES) - made <= named <= set(NAMES)
    assert mail
    assert links
    assert not wrong, wrong[:20]


def told(network, name: str, to: str, said: str, link: str = "") -> set[str]:
    """What a mail, or the page behind its link, tells though it is not for whoever got it."""
    allowed = next((fields for start, fields in mails.MAY_TELL.items() if name.startswith(start)), set())
    return set(network.leaks(Asked(to, link or name), said)) - allowed


def test_a_page_that_fails_at_any_question_says_nothing_of_the_person(network):
    network.set(**HIDDEN[ENTRY])
    wrong, failed = [], 0
    for address in (network.person.get_absolute_url(), "/directory/", f"/meetings/{network.next.slug}/"):
        for number in range(0, 40, 3):
            with beyond.failing(number):
                page = network.ask(Asked(MEMBER, address))
            failed += page.startswith("500")
            wrong += [(address, number)] if network.leaks(Asked(MEMBER, address), page) else []

    assert failed
    assert not wrong, wrong


def test_names_are_hidden_but_from_their_owner_and_those_close_to_them_and_the_desk():
    ada, other, close = make_member(name="Ada Example", listed=False), make_member(), make_supervisor()
    make_supervision(ada, supervisor=close)
    before, on = make_supervisor(), timezone.localdate()
    make_supervision(other, supervisor=close, ended_on=on)
    make_supervision(ada, supervisor=before, began_on=on + timedelta(days=9), ended_on=on + timedelta(days=9))

    assert [name_for(viewer, ada, on) for viewer in (None, other, before)] == ["A member"] * 3
    assert [name_for(viewer, ada, on) for viewer in (close, ada)] == ["Ada Example", "Ada Example"]
    assert name_for(other, close, on) == close.name
    assert name_for(None, ada, on, at_the_desk=True) == "Ada Example"
