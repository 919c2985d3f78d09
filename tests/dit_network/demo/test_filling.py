"""Members who are filled in, many rows at a time, are what the verbs would have made of them."""

import re
from dataclasses import replace
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from dit_network.demo import crowd, filling, lives, members
from dit_network.demo.clock import Clock
from dit_network.demo.people import MEMBERS, Person
from members import answers, eligibility, offices
from members.models import Application, Consent, Decision, Evidence, Member, MemberChange, StandingChange
from outbox.models import Message

TODAY = date(2026, 11, 23)
TRAINED = Person(
    key="someone",
    name="Niamh O'Shaughnessy",
    email="niamh@talk-north.example",
    profession="counsellor",
    body="bacp",
    number="DEMO 1",
    organisation="Talk North",
    service="Bolton talking therapies",
    job_title="Therapist",
    area="greater-manchester",
    route="5day",
    trained=800,
    joined=600,
    interests="Groups",
    shows=("job_title", "organisation", "service", "interests", "coming"),
)
KINDS = {
    "trained": TRAINED,
    "training cases": replace(TRAINED, cases=700),
    "accredited": replace(TRAINED, cases=700, accredited=650),
    "supervisor": replace(TRAINED, trained=2000, accredited=1500, supervisor=900),
    "cases begun as a member": replace(TRAINED, cases=300),
    "all the way as a member": replace(TRAINED, cases=500, accredited=400, supervisor=90),
    "hidden, with an address at home": replace(TRAINED, listed=False, shows=(), home="niamh@home.example"),
    "of an employer not in the list": replace(TRAINED, organisation="A practice of their own"),
}

pytestmark = [pytest.mark.django_db, pytest.mark.whole]


@pytest.fixture
def door() -> members.Door:
    return members.Door(Clock(TODAY), lives.Lists.load(), seed=1)


@pytest.fixture
def coordinator(door) -> User:
    user = members.sign_up(MEMBERS[0], door)
    offices.appoint_at_set_up(user.email, "A test", door.clock.ago(900))
    return user


def rows(person: Person) -> dict[str, list[dict]]:
    """All rows of one person, without what must differ between two: numbers of rows, addresses, what is random."""
    member = Member.objects.get(user__email=person.email)
    own = {"user": member.user_id}
    mine = {"member": member}
    found = {
        User: User.objects.filter(pk=member.user_id),
        EmailAddress: EmailAddress.objects.filter(**own),
        Member: Member.objects.filter(pk=member.pk),
        Application: Application.objects.filter(**own),
        Decision: Decision.objects.filter(application__member=member),
        Evidence: Evidence.objects.filter(**mine),
        MemberChange: MemberChange.objects.filter(**mine),
        StandingChange: StandingChange.objects.filter(**mine),
        Consent: Consent.objects.filter(**mine),
        Message: Message.objects.filter(**own),
    }
    return {
        model.__name__: [plain(row, person) for row in rows.order_by("pk").values()] for model, rows in found.items()
    }


def plain(row: dict, person: Person) -> dict:
    own = {"id", "user_id", "member_id", "application_id", "recorded_by_id", "verified_in_id"}
    random = {"password", "public_id", "message_id", "accepted_by", "updated_at"}
    kept = {field: value for field, value in row.items() if field not in own | random}
    numbered = {field: re.sub(r":\d+(?=:|$)", ":own", kept[field]) for field in ("key", "about") if field in kept}
    return {**kept, **numbered} | {
        field: "own" for field, value in kept.items() if value and value in (person.email, person.home)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_one_filled_in_is_indistinguishable_from_one_who_came_through_the_door(kind, door, coordinator):
    one, home = KINDS[kind], KINDS[kind].home
    other = replace(one, email="other@dee-psychology.example", home=home and "other@home.example")
    members.join(one, members.sign_up(one, door), coordinator, door)
    for message in Message.objects.order_by("pk"):
        lives.left(message, door.seed).save()

    filling.write([other], door, coordinator)

    assert rows(other) == rows(one)


def test_everybody_filled_in_may_take_part_and_can_be_found(door, coordinator):
    filling.fill(door, coordinator, 40, say=lambda line: None)

    added = Member.objects.filter(user__isnull=False).exclude(user=coordinator)
    assert added.count() == 40
    assert all(eligibility.refusal(member, TODAY) is None for member in added)
    assert all(added.filter(listed=True).values_list("search_text", flat=True))


def test_a_crowd_has_every_kind_and_its_answers_are_such_as_an_application_takes(door):
    crowd_of_200 = list(crowd.people(200, seed=1))

    for person in crowd_of_200:
        application = Application(**lives.answers(person, door.clock, door.lists))
        assert answers.problems(application, lives.applied_at(person, door.clock).date()) == {}
    reached = {(bool(person.cases), bool(person.accredited), bool(person.supervisor)) for person in crowd_of_200}
    assert len(reached) == 4


def test_nobody_filled_in_can_sign_in_with_a_password(door, coordinator):
    filling.fill(door, coordinator, 5, say=lambda line: None)

    assert not any(user.has_usable_password() for user in User.objects.all())


def test_many_cost_few_queries(door, coordinator):
    people = list(crowd.people(400, seed=1))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        filling.write(people, door, coordinator)

    assert len(queries) < len(people)
