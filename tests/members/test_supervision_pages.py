"""The pages of those who supervise and are supervised, and the one page that needs no account."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dit_network.logs import without_personal_data
from members import evidence, messages, supervision, word_links
from members.models import Evidence, Member, Supervision
from members.stages import Against, CaseState, EvidenceKind, Standing
from outbox.models import Message
from tests.access.people import Watch, show_second_step
from tests.factories import (
    make_coordinator,
    make_evidence,
    make_member,
    make_outside_supervisor,
    make_supervision,
    make_supervisor,
)

pytestmark = pytest.mark.django_db
MINE, THEIRS = "/pathway/supervisors/", "/pathway/supervisees/"
# What mail scanners and previews do with a link.
SCANNERS = ("GET", "HEAD")


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def asked(named=None, kind=EvidenceKind.TRAINING_CASE, **fields):
    """A fact for which the word of a supervisor from outside was asked some days ago."""
    named = named or make_supervision(
        make_member(name="Amara Okafor"), outside=make_outside_supervisor(name="Olu Adeyemi")
    )
    ago = timezone.now() - timedelta(days=5)
    return make_evidence(named.member, kind, supervision=named, **{"recorded_at": ago, **fields})


def link_to(item):
    return f"/word/{word_links.token_for(item.pk, item.supervision_id, timezone.localdate())}/"


def signed_in(member):
    client = Client()
    client.force_login(member.user)
    return client


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# The link of the mail


def test_the_page_of_the_link_says_who_asks_and_what_and_what_the_answer_does(client):
    case = asked(ordinal="B", sessions=9)

    page = client.get(link_to(case))

    for words in ("Is this so?", "Amara Okafor has named Olu Adeyemi", "Training case B", "9", "Yes, it is so"):
        assert words in page.text
    assert "It counts once a coordinator has found you on the BPC’s or Anna Freud’s list" in page.text


def test_no_address_stands_on_any_page_of_the_link(client):
    case = asked()
    addresses = (case.member.user.email, case.supervision.outside.email)

    before = client.get(link_to(case)).text
    after = client.post(link_to(case), {"answer": "yes"}, follow=True).text

    assert [address for address in addresses if address in before + after] == []


def test_the_page_of_the_link_is_kept_by_nobody_found_by_no_search_engine_and_told_to_no_other_site(client):
    answer = client.get(link_to(asked()))

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "none"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("method", SCANNERS)
@pytest.mark.parametrize("state", ["asked", "said", "denied", "gone", "unknown"])
def test_nothing_that_a_scanner_does_with_the_link_changes_a_table_or_begins_a_session(client, method, state):
    case = asked()
    address = "/word/unknown/" if state == "unknown" else link_to(case)
    if state in ("said", "denied"):
        client.post(address, {"answer": "yes" if state == "said" else "no"})
    if state == "gone":
        evidence.take_back(case, case.member.user, timezone.now())
    watch, scanner = Watch(), Client()

    with connection.execute_wrapper(watch):
        for tail in ("", "?utm_source=mail", "?answer=yes", "?answer=no"):
            scanner.generic(method, address + tail)

    assert frozenset().union(*watch.levels) == frozenset()
    assert "sessionid" not in scanner.cookies


def test_a_yes_of_somebody_not_confirmed_is_kept_as_said_and_says_so_honestly(client):
    case = asked()

    page = client.post(link_to(case), {"answer": "yes"}, follow=True)

    case = fresh(case)
    assert (case.said_on, case.verified_on) == (timezone.localdate(), None)
    assert "It is kept as said. It counts once a coordinator has found you" in page.text


def test_a_yes_of_a_supervisor_in_the_network_counts_at_once_without_signing_in(client):
    case = asked(make_supervision(make_member()))

    page = client.post(link_to(case), {"answer": "yes"}, follow=True)

    assert fresh(case).verified_by == case.supervision.supervisor.user
    assert "it is confirmed, and counts for" in page.text
    assert "sessionid" not in client.cookies


def test_a_no_sets_it_aside_and_tells_the_member(client):
    case = asked()

    page = client.post(link_to(case), {"answer": "no"}, follow=True)

    assert "You said that it is not so" in page.text
    assert Message.objects.get(name="members/set_aside").recipient == case.member.user.email


@pytest.mark.parametrize("first", ["yes", "no"])
@pytest.mark.parametrize("second", ["yes", "no"])
def test_after_an_answer_the_link_says_answered_already_for_ever(client, first, second):
    case = asked()
    client.post(link_to(case), {"answer": first})
    before = Evidence.objects.filter(pk=case.pk).values().get()

    again = client.post(link_to(case), {"answer": second})
    looked = client.get(link_to(case))

    assert (again.status_code, looked.status_code) == (409, 200)
    assert "answered already" in again.text
    assert "answered already" in looked.text
    assert "<form" not in looked.text.partition("<main")[2].partition("</main>")[0]
    assert Evidence.objects.filter(pk=case.pk).values().get() == before


@pytest.mark.parametrize("said", [{}, {"answer": ""}, {"answer": "maybe"}, {"yes": "1"}])
def test_a_form_without_an_answer_answers_nothing(client, said):
    case = asked()

    page = client.post(link_to(case), said)

    assert "Is this so?" in page.text
    assert (fresh(case).said_on, fresh(case).set_aside_on) == (None, None)


def test_a_supervisor_who_is_none_any_more_reads_why_their_word_is_not_taken(client):
    case = asked(make_supervision(make_member()))
    Member.objects.filter(pk=case.supervision.supervisor_id).update(standing=Standing.ACCREDITED)

    page = client.post(link_to(case), {"answer": "yes"})

    assert page.status_code == 409
    assert supervision.Refusal.NO_LONGER.label in page.text


def test_an_unknown_an_altered_and_an_old_link_lead_to_a_page_that_helps(client):
    link = link_to(asked())
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        old = client.get(link)

    for page, status in ((client.get("/word/unknown/"), 404), (client.get(link[:-3] + "xx/"), 404), (old, 410)):
        assert page.status_code == status
        assert "They press “Ask again”" in page.text
        assert "Amara" not in page.text


@pytest.mark.parametrize("deed", ["take_back", "correct"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_fact_that_was_corrected_or_taken_back_asks_nobody_any_more(client, deed, method):
    case, now = asked(), timezone.now()
    if deed == "take_back":
        evidence.take_back(case, case.member.user, now)
    else:
        Evidence.objects.filter(pk=case.pk).update(superseded_by=asked(case.supervision, ordinal="B"))

    page = getattr(client, method)(link_to(case), {"answer": "yes"})

    assert page.status_code == 410
    assert "has changed or taken back" in page.text
    assert fresh(case).said_on is None


def test_an_answer_without_the_token_of_the_form_is_met_with_help():
    case = asked()

    page = Client(enforce_csrf_checks=True).post(link_to(case), {"answer": "yes"})

    assert page.status_code == 403
    assert "Please send that again" in page.text
    assert fresh(case).said_on is None


@pytest.mark.whole
def test_answers_from_one_place_are_counted(client):
    named = make_supervision(make_member(), outside=make_outside_supervisor())
    link = link_to(asked(named))

    answers = [client.post(link, {"answer": "yes"}).status_code for _ in range(61)]

    assert (answers[0], answers[1], answers[-1]) == (302, 409, 429)


def test_a_log_never_holds_the_link():
    link = link_to(asked())
    token = link.split("/")[2]

    logged = without_personal_data(f'"GET {link} HTTP/1.1" 200')

    assert token not in logged
    assert token.rpartition(":")[2] not in logged


def test_the_message_says_who_asks_what_for_how_long_and_where_the_address_is_from():
    case = asked()

    messages.word_asked(case, timezone.now())

    text = Message.objects.get(name="members/word_asked").text
    for words in ("Dear Olu Adeyemi", "Training case A", "for 90 days", "gave us your name and this address"):
        assert words in text
    assert "It counts when a coordinator has found your name" in text
    assert case.member.user.email not in text


def test_the_message_to_a_member_says_nothing_of_lists():
    case = asked(make_supervision(make_member()))

    messages.word_asked(case, timezone.now())

    text = Message.objects.get(name="members/word_asked").text
    assert "list of supervisors" not in text
    assert "gave us your name" not in text


# My supervisors


def test_a_member_names_a_supervisor_from_the_list():
    me, supervisor = make_member(), make_supervisor(name="Grace Lindqvist")
    said = {"supervisor": supervisor.public_id, "began_on_month": "9", "began_on_year": "2025", "shows_pathway": "on"}

    page = signed_in(me).post(f"{MINE}member/", said, follow=True)

    named = Supervision.objects.get()
    assert (named.supervisor, named.began_on, named.shows_pathway) == (supervisor, date(2025, 9, 1), True)
    assert "Grace Lindqvist is named as your supervisor." in page.text
    assert "They see your next steps and time limits." in page.text


def test_what_a_supervisor_sees_is_off_until_it_is_ticked():
    me, supervisor = make_member(), make_supervisor()
    client = signed_in(me)

    assert "checked" not in client.get(f"{MINE}member/").text
    client.post(f"{MINE}member/", {"supervisor": supervisor.public_id, "began_on_month": "9", "began_on_year": "2025"})

    assert Supervision.objects.get().shows_pathway is False


def test_a_member_names_somebody_outside_and_reads_what_their_word_needs():
    said = {"name": " Olu  Adeyemi ", "email": "Olu@Practice.example", "began_on_month": "9", "began_on_year": "2025"}

    page = signed_in(make_member()).post(f"{MINE}outside/", said, follow=True)

    outside = Supervision.objects.get().outside
    assert (outside.name, outside.email) == ("Olu Adeyemi", "olu@practice.example")
    assert "counts once a coordinator has found them on a list" in page.text


def test_whoever_names_somebody_outside_reads_the_same_whether_or_not_another_member_did_before():
    known = {"confirmed_on": date(2025, 1, 1), "confirmed_by_name": "C", "confirmed_against": Against.BPC_LIST}
    make_supervision(make_member(), outside=make_outside_supervisor(name="Olu Adeyemi", email="a@a.example", **known))
    pages = []

    for email in ("a@a.example", "b@b.example"):
        said = {"name": "Somebody", "email": email, "began_on_month": "9", "began_on_year": "2025"}
        page = signed_in(make_member(name="Amara Okafor")).post(f"{MINE}outside/", said, follow=True)
        own = Supervision.objects.latest("pk").public_id
        pages.append(re.sub(rf'{own}|{email}|value="\w{{64}}"', "", page.text))

    assert "Somebody is named as your supervisor." in pages[0]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"email": "OWN"}, "email", supervision.Refusal.OWN_ADDRESS.label),
        ({"email": "MEMBER"}, "email", supervision.Refusal.IS_MEMBER.label),
        ({"email": "twice@practice.example"}, "email", supervision.Refusal.TWICE.label),
        ({"email": "olu"}, "email", "Enter an e-mail address, such as name@example.org"),
        ({"email": ""}, "email", "Enter your supervisor’s work e-mail address"),
        ({"name": ""}, "name", "Enter your supervisor’s name"),
        ({"name": "https://spam.example"}, "name", "Enter their name with letters only"),
        ({"began_on_year": "2099"}, "began_on", supervision.Refusal.FUTURE.label),
        ({"began_on_year": "2007"}, "began_on", supervision.Refusal.BEFORE_DIT.label),
        ({"began_on_month": "", "began_on_year": ""}, "began_on", "Enter the month in which supervision began"),
    ],
)
def test_each_refusal_of_somebody_outside_stands_at_its_field(said, field, words):
    me, other = make_member(), make_member(shows_email=True)
    make_supervision(me, outside=make_outside_supervisor(email="twice@practice.example"))
    typed = {
        "name": "Olu Adeyemi",
        "email": "olu@practice.example",
        "began_on_month": "9",
        "began_on_year": "2025",
    } | said
    typed["email"] = {"OWN": me.user.email, "MEMBER": other.user.email}.get(typed["email"], typed["email"])

    page = signed_in(me).post(f"{MINE}outside/", typed)

    assert page.status_code == 422
    assert page.context["form"].errors == {field: [words]}
    assert Supervision.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"supervisor": "TWICE"}, "supervisor", supervision.Refusal.TWICE.label),
        ({"supervisor": "MEMBER"}, "supervisor", "Choose a name from the list"),
        ({"supervisor": "HIDDEN"}, "supervisor", "Choose a name from the list"),
        ({"supervisor": ""}, "supervisor", "Choose who supervises you"),
        ({"began_on_year": "2099"}, "began_on", supervision.Refusal.FUTURE.label),
    ],
)
def test_each_refusal_of_a_member_stands_at_its_field(said, field, words):
    me, supervisor = make_member(), make_supervisor()
    people = {"TWICE": make_supervisor(), "MEMBER": make_member(), "HIDDEN": make_supervisor(listed=False)}
    make_supervision(me, supervisor=people["TWICE"])
    typed = {"supervisor": supervisor.public_id, "began_on_month": "9", "began_on_year": "2025"} | said
    if person := people.get(typed["supervisor"]):
        typed["supervisor"] = person.public_id

    page = signed_in(me).post(f"{MINE}member/", typed)

    assert page.status_code == 422
    assert page.context["form"].errors == {field: [words]}


def test_who_hides_their_entry_is_not_offered_as_a_supervisor():
    make_supervisor(name="Grace Lindqvist"), make_supervisor(name="Hidden Person", listed=False)

    page = signed_in(make_member()).get(f"{MINE}member/")

    assert "Grace Lindqvist" in page.text
    assert "Hidden Person" not in page.text


def test_nobody_names_a_crowd_of_strangers_in_a_day():
    client = signed_in(make_member())
    said = {"name": "Olu Adeyemi", "began_on_month": "9", "began_on_year": "2025"}

    for number in range(11):
        page = client.post(f"{MINE}outside/", said | {"email": f"olu{number}@practice.example"})

    assert page.status_code == 422
    assert "You have named several supervisors today." in page.text
    assert Supervision.objects.count() == 10


def test_showing_hiding_and_ending_by_their_buttons():
    named = make_supervision(make_member())
    client, address = signed_in(named.member), f"{MINE}{named.public_id}/"

    shown = client.post(f"{address}show/", follow=True)
    assert fresh(named).shows_pathway is True
    assert "sees your next steps and time limits." in shown.text
    client.post(f"{address}hide/")
    assert fresh(named).shows_pathway is False
    ended = client.post(f"{address}end/", follow=True)

    assert fresh(named).ended_on == timezone.localdate()
    assert "Before" in ended.text


@pytest.mark.parametrize("deed", ["show", "hide", "end", "delete"])
def test_nobody_changes_somebody_elses_supervision(deed):
    named = make_supervision(make_member())

    for person in (make_member(), named.supervisor):
        assert signed_in(person).post(f"{MINE}{named.public_id}/{deed}/").status_code == 404

    assert fresh(named).ended_on is None


def test_asking_again_by_its_button_sends_one_message_and_hides_the_button():
    case = asked()
    client = signed_in(case.member)
    assert "Ask again" in client.get(MINE).text

    page = client.post(f"/pathway/ask-again/{case.public_id}/", follow=True)
    client.post(f"/pathway/ask-again/{case.public_id}/")

    assert "A message is on its way to Olu Adeyemi." in page.text
    assert "has been asked today" in page.text
    assert Message.objects.filter(name="members/word_asked").count() == 1


def test_nobody_asks_again_about_somebody_elses_fact():
    case = asked()

    assert signed_in(make_member()).post(f"/pathway/ask-again/{case.public_id}/").status_code == 404


def test_the_list_of_my_supervisors_costs_the_same_with_one_and_with_thirty():
    me = make_member()

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert signed_in(me).get(MINE).status_code == 200
        return len(found)

    asked(make_supervision(me))
    one = queries()
    for number in range(29):
        outside = {"outside": make_outside_supervisor()} if number % 2 else {}
        asked(make_supervision(me, **outside, ended_on=None if number % 3 else date(2025, 1, 1)))

    assert queries() == one


# My supervisees


def shown_to(supervisor, **fields):
    member = make_member(**fields)
    return make_supervision(member, supervisor=supervisor, shows_pathway=True)


def test_a_supervisor_sees_the_next_step_progress_and_time_limits_of_who_allows_it():
    supervisor = make_supervisor()
    named = shown_to(supervisor, name="Amara Okafor")
    make_evidence(named.member, EvidenceKind.ROLE_PLAY, verified=True)
    case = {"case_state": CaseState.COMPLETED, "sessions": 16, "ended_on": date(2025, 3, 1)}
    make_evidence(named.member, EvidenceKind.TRAINING_CASE, verified=True, happened_on=date(2024, 9, 1), **case)

    page = signed_in(supervisor).get(THEIRS)

    (found,) = page.context["supervisees"]
    assert (found.named.member, found.pathway.standing) == (named.member, Standing.TRAINING_CASES.label)
    assert found.pathway.next.heading in page.text
    for words in ("Amara Okafor", "1 of 2 cases", "Last day:", "What their route asks for"):
        assert words in page.text


def test_nobody_else_is_shown_and_nothing_once_it_is_switched_off_ended_or_left():
    supervisor, other = make_supervisor(), make_supervisor()
    shown_to(supervisor, name="Shown Person")
    shown_to(other, name="Somebody Elses")
    make_supervision(make_member(name="Not Shown"), supervisor=supervisor)
    ended = shown_to(supervisor, name="Has Ended")
    supervision.end(ended, ended.member.user, timezone.now())
    shown_to(supervisor, name="Has Left", left_on=date(2025, 1, 1))
    shown_to(supervisor, name="Is Suspended", suspended_on=date(2025, 1, 1))

    text = signed_in(supervisor).get(THEIRS).text

    assert "Shown Person" in text
    for name in ("Somebody Elses", "Not Shown", "Has Ended", "Has Left", "Is Suspended"):
        assert name not in text


def test_who_is_no_supervisor_any_more_sees_nobody():
    supervisor = make_supervisor()
    case = asked(shown_to(supervisor, name="Amara Okafor"))
    Member.objects.filter(pk=supervisor.pk).update(standing=Standing.ACCREDITED)

    text = signed_in(supervisor).get(THEIRS).text

    assert "This page is for DIT supervisors" in text
    assert case.member.name not in text


def test_a_supervisor_with_nobody_reads_how_people_come_to_be_here():
    text = signed_in(make_supervisor()).get(THEIRS).text

    assert "Nothing at the moment." in text
    assert "Nobody shows you their pathway yet." in text


def test_a_supervisor_confirms_with_one_click():
    case = asked(make_supervision(make_member(name="Amara Okafor")))
    client = signed_in(case.supervision.supervisor)
    assert "Amara Okafor: Training case A" in client.get(THEIRS).text

    page = client.post(f"{THEIRS}{case.public_id}/", {"answer": "yes"}, follow=True)

    case = fresh(case)
    assert (case.verified_by, case.verified_against) == (case.supervision.supervisor.user, Against.SUPERVISOR_WORD)
    assert "You confirmed it: Amara Okafor, Training case A." in page.text
    assert "Nothing at the moment." in page.text


def test_a_supervisor_says_no_with_one_click():
    case = asked(make_supervision(make_member()))

    signed_in(case.supervision.supervisor).post(f"{THEIRS}{case.public_id}/", {"answer": "no"})

    assert fresh(case).set_aside_why == "supervisor"


def test_a_second_click_says_that_it_is_answered():
    case = asked(make_supervision(make_member()))
    client = signed_in(case.supervision.supervisor)
    client.post(f"{THEIRS}{case.public_id}/", {"answer": "yes"})

    page = client.post(f"{THEIRS}{case.public_id}/", {"answer": "no"}, follow=True)

    assert supervision.Refusal.DECIDED.label in page.text
    assert fresh(case).set_aside_on is None


def test_nobody_answers_for_another_supervisor_and_nobody_without_an_answer():
    case = asked(make_supervision(make_member()))

    for person in (make_supervisor(), case.member, make_member()):
        assert signed_in(person).post(f"{THEIRS}{case.public_id}/", {"answer": "yes"}).status_code == 404
    assert signed_in(case.supervision.supervisor).post(f"{THEIRS}{case.public_id}/").status_code == 404

    assert fresh(case).verified_on is None


@pytest.mark.whole
def test_the_page_of_a_supervisor_costs_the_same_with_one_supervisee_and_with_thirty():
    supervisor = make_supervisor()
    client = signed_in(supervisor)

    def add():
        named = shown_to(supervisor)
        make_evidence(named.member, EvidenceKind.ROLE_PLAY, verified=True)
        make_evidence(named.member, EvidenceKind.SUPERVISION, verified=True)
        asked(named)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(THEIRS).status_code == 200
        return len(found)

    add()
    queries()  # the first visit also notes the session
    one = queries()
    for _ in range(29):
        add()

    assert queries() == one


def test_only_supervisors_have_a_link_to_their_supervisees_at_home_with_what_waits():
    case = asked(make_supervision(make_member()))

    theirs = signed_in(case.supervision.supervisor).get("/").text

    assert re.search(r"1 to confirm", theirs)
    assert THEIRS in theirs
    assert THEIRS not in signed_in(case.member).get("/").text


# The coordinators' desk


@pytest.fixture
def desk():
    user, client = make_coordinator(), Client()
    client.force_login(user)
    show_second_step(client, user)
    return client


DESK = "/admin/members/outsidesupervisor/"


def test_those_who_wait_to_be_found_come_first_with_what_they_have_said(desk):
    known = {"confirmed_on": date(2025, 1, 1), "confirmed_by_name": "C", "confirmed_against": Against.BPC_LIST}
    make_outside_supervisor(name="Ada Known", **known)
    case = asked()
    supervision.give_word(case, timezone.now())

    text = desk.get(DESK).text

    assert text.index("Olu Adeyemi") < text.index("Ada Known")
    for words in ("Amara Okafor", "not yet", "1 fact", "January 2025, BPC list"):
        assert words in text


def test_finding_them_on_a_list_says_how_many_facts_count_now(desk):
    case = asked()
    supervision.give_word(case, timezone.now())
    address = f"{DESK}{case.supervision.outside_id}/confirm/"

    assert "Amara Okafor: Training case A" in desk.get(address).text
    page = desk.post(address, {"against": "bpc_list"}, follow=True)

    assert fresh(case).verified_by_name == "Olu Adeyemi"
    assert "Olu Adeyemi is confirmed. 1 fact that they confirmed counts now." in page.text


@pytest.mark.parametrize("against", ["", "colleague", "certificate"])
def test_a_coordinator_has_to_say_on_which_list(desk, against):
    outside = make_outside_supervisor()

    page = desk.post(f"{DESK}{outside.pk}/confirm/", {"against": against})

    assert page.status_code == 422
    assert fresh(outside).confirmed_on is None


def test_confirming_twice_is_refused_with_a_reason(desk):
    outside = make_outside_supervisor()
    address = f"{DESK}{outside.pk}/confirm/"
    desk.post(address, {"against": "bpc_list"})

    assert supervision.Refusal.CONFIRMED.label in desk.get(address).text
    assert supervision.Refusal.CONFIRMED.label in desk.post(address, {"against": "bpc_list"}, follow=True).text


def test_a_coordinator_corrects_the_name_and_nothing_else(desk):
    named = make_supervision(make_member(), outside=make_outside_supervisor(name="Olu Ade"), outside_name="O. Ade")
    before = desk.get(f"{DESK}{named.outside_id}/confirm/").text
    said = {"name": "Olu Adeyemi", "email": "other@practice.example", "confirmed_on": "2025-01-01"}

    answer = desk.post(f"{DESK}{named.outside_id}/change/", said)

    outside = fresh(named.outside)
    assert answer.status_code == 302
    assert "as “O. Ade”" in before
    assert fresh(named).name == "Olu Adeyemi"
    assert (outside.name, outside.email, outside.confirmed_on) == ("Olu Adeyemi", named.outside.email, None)


def test_the_list_of_outside_supervisors_costs_the_same_with_one_and_with_thirty(desk):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert desk.get(DESK).status_code == 200
        return len(found)

    asked()
    queries()  # the first visit also notes the session
    one = queries()
    for _ in range(29):
        asked()

    assert queries() == one


def test_nobody_answers_for_their_own_evidence_whoevers_mail_they_read():
    item = asked()

    answers = [signed_in(item.member).get(link_to(item)), signed_in(item.member).post(link_to(item), {"answer": "yes"})]

    item.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert (item.said_on, item.verified_on) == (None, None)
