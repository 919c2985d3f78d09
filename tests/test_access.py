"""Who may open what: every address of the site, as every person, looked at and posted to."""

import re
from datetime import date

import pytest
from django.urls import get_resolver
from django.utils import timezone

from meetings.models import Meeting, Notice
from meetings.words import Status
from members.models import Member
from tests.access import admin_rows, leaving, places, rows
from tests.access.outcomes import NOT_THERE, NOT_YOURS, Outcome, agrees, outcome_of, patterns, routes
from tests.access.people import Browser, Person, Visit
from tests.factories import make_meeting, make_member, make_notice

ROWS = {**rows.ROWS, **admin_rows.ROWS}
# What looking at a page may write: a visit, a session, a try against a limit, when a calendar was read, who looked.
NOTED_ON_LOOKING = {"django_session", "usersessions_usersession", "cache", "meetings_feed", "members_recordview"}
NOTED_ON_LOOKING |= {"members_export", "members_accessrequest"}  # that a list or a copy left

pytestmark = pytest.mark.django_db
# The whole table with everybody takes its time.
OFTEN = (Person.VISITOR,)
every_person = pytest.mark.parametrize(
    "person",
    [pytest.param(person, marks=[] if person in OFTEN else pytest.mark.whole, id=person.value) for person in Person],
)
most_doors = pytest.mark.parametrize(
    "person", [Person.VISITOR, Person.COORDINATING_MEMBER], ids=lambda person: person.value
)


def test_every_address_has_a_row_and_every_row_an_address():
    assert (set(routes()) - set(ROWS), set(ROWS) - set(routes())) == (set(), set())


@every_person
def test_every_address_answers_as_the_table_says_and_looking_changes_nothing(person):
    known, browser = places.fill(), Browser(person)
    addresses = {route: places.address(route, known) for route in ROWS}

    looked = {route: browser.visit("GET", address) for route, address in addresses.items()}
    posted = {route: browser.visit("POST", address) for route, address in addresses.items()}

    assert disagreements(looked, {route: row.get[person] for route, row in ROWS.items()}) == {}
    assert disagreements(posted, {route: row.post[person] for route, row in ROWS.items()}) == {}
    assert changes(looked) == {}
    if person == Person.COORDINATING_MEMBER:
        assert leaving.ways_out(looked) == leaving.is_recorded()
    if person == Person.AUDITOR:
        assert changes({route: visit for route, visit in posted.items() if route in admin_rows.ROWS}) == {}


@pytest.mark.whole
@most_doors
def test_asking_for_the_head_alone_is_answered_like_looking_and_changes_nothing(person):
    known, browser = places.fill(), Browser(person)

    asked = {route: browser.visit("HEAD", places.address(route, known)) for route in ROWS}

    assert disagreements(asked, {route: row.get[person] for route, row in ROWS.items()}) == {}
    assert changes(asked) == {}


@pytest.mark.whole
def test_nothing_can_be_posted_without_the_token_of_a_form():
    known, browser = places.fill(), Browser(Person.COORDINATING_MEMBER, enforce_csrf_checks=True)

    asking = [route for route, row in ROWS.items() if row.needs_token]
    posted = {route: browser.visit("POST", places.address(route, known)) for route in asking}

    assert disagreements(posted, dict.fromkeys(asking, NOT_YOURS)) == {}


def test_only_an_address_that_asks_for_a_token_of_its_own_takes_a_form_without_djangos():
    exempt = {route for route, found in patterns(get_resolver()) if getattr(found.callback, "csrf_exempt", False)}

    assert exempt == {route for route, row in ROWS.items() if not row.needs_token}


def test_the_public_pages_are_those_that_the_table_calls_public():
    public = {route for route, row in ROWS.items() if row.is_public}

    marked = {route for route, found in patterns(get_resolver()) if not getattr(found.callback, "login_required", True)}

    assert marked - {"admin/login/"} == public  # that one is shut like the rest of the admin: it has no door of its own


@pytest.mark.parametrize(
    ("person", "route"),
    [(Person.NEWCOMER, "join/status/"), (Person.VISITOR, "about-dit/"), (Person.COORDINATING_MEMBER, "admin/")],
)
def test_the_control_an_open_door_where_the_table_has_a_shut_one_is_found(person, route):
    known, browser = places.fill(), Browser(person)
    shut = next(row.get[person] for row in ROWS.values() if row.get[person] not in (200, NOT_THERE))

    found = disagreements({route: browser.visit("GET", places.address(route, known))}, {route: shut})

    assert found == {route: (200, shut)}


def test_no_file_of_the_code_lets_something_leave_that_the_list_does_not_know():
    assert leaving.files() == set(leaving.FILES)


NOT_FOR_MEMBERS = {
    "a member who hides their whole entry": lambda: make_member(listed=False),
    "a suspended member": lambda: make_member(suspended_on=date(2025, 1, 1)),
    "someone who left": lambda: make_member(left_on=date(2025, 1, 1)),
    "someone who has not joined": lambda: make_member(joined_on=None),
    "a meeting that is a draft": lambda: make_meeting(status=Status.DRAFT),
    "a notice that was not sent": lambda: make_notice(),
    "a notice to others": lambda: make_notice(sent_at=timezone.now(), audience="coming", meeting=make_meeting()),
}


@pytest.mark.parametrize("make", NOT_FOR_MEMBERS.values(), ids=NOT_FOR_MEMBERS)
def test_what_is_not_for_a_member_answers_like_what_does_not_exist(make):
    found = make()
    missing = {Member: "/directory/nobody/", Meeting: "/meetings/nothing/", Notice: "/meetings/notices/0/"}[type(found)]
    browser = Browser(Person.MEMBER)

    hidden, unknown = browser.ask("GET", found.get_absolute_url()), browser.ask("GET", missing)

    assert (hidden.status_code, unknown.status_code) == (NOT_THERE, NOT_THERE)
    assert without_token(hidden.text) == without_token(unknown.text)


@pytest.mark.parametrize("below", ["", "programme/", "meeting.ics"])
def test_no_page_below_a_draft_exists_for_a_member(below):
    draft, browser = make_meeting(status=Status.DRAFT), Browser(Person.MEMBER)

    assert browser.ask("GET", draft.get_absolute_url() + below).status_code == NOT_THERE
    assert browser.ask("POST", draft.get_absolute_url() + "answer/").status_code == NOT_THERE


def disagreements(visits: dict[str, Visit], expected: dict[str, Outcome]) -> dict[str, tuple[Outcome, Outcome]]:
    """What was answered, and what the table says, where they differ."""
    answers = {route: outcome_of(visit.answer) for route, visit in visits.items()}
    return {at: (answer, expected[at]) for at, answer in answers.items() if not agrees(answer, expected[at])}


def changes(visits: dict[str, Visit]) -> dict[str, frozenset[str]]:
    """The tables that were changed though somebody only looked."""
    return {route: visit.written for route, visit in visits.items() if not visit.written <= NOTED_ON_LOOKING}


def without_token(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html)
