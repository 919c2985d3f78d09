"""The facts beside an application: they help, and decide nothing."""

from datetime import date

import pytest

from members import vetting
from members.models import Organisation
from tests.factories import make_complete_application, make_member, make_sent_application, make_user

ON = date(2026, 5, 14)
pytestmark = pytest.mark.django_db


def make_organisation(name="A trust", domains="trust.example", **fields):
    return Organisation.objects.create(name=name, mail_domains=domains, **fields)


def domain_of(email, **fields):
    fact = vetting.domain(make_complete_application(user=make_user(email=email), **fields), ON)
    return fact.good, fact.text


def test_an_address_at_the_organisation_they_named_reassures():
    organisation = make_organisation()

    assert domain_of("ada@mail.trust.example", organisation=organisation) == (True, "belongs to A trust")


def test_an_address_at_another_organisation_is_looked_at_twice():
    make_organisation()
    other = make_organisation("Another trust", "other.example")

    good, text = domain_of("ada@trust.example", organisation=other)

    assert (good, text) == (False, "belongs to A trust, but they say Another trust")


def test_an_old_domain_belongs_to_the_organisation_that_took_the_old_one_over():
    now = make_organisation("The new trust", "new.example")
    make_organisation("The old trust", "old.example", valid_to=date(2016, 12, 31), succeeded_by=now)

    assert domain_of("ada@old.example", organisation=now) == (True, "belongs to The new trust")


@pytest.mark.parametrize(("email", "good"), [("a@nhs.net", True), ("a@x.nhs.uk", True), ("a@evilnhs.uk", False)])
def test_an_nhs_domain_reassures_and_a_look_alike_does_not(email, good):
    assert domain_of(email, organisation=None, organisation_other="A service")[0] is good


def test_an_address_that_is_not_verified_is_looked_at_twice():
    application = make_complete_application()
    application.user.emailaddress_set.update(verified=False)

    assert vetting.address(application).good is False


def test_a_registration_links_to_the_public_register_and_says_when_it_was_looked_at():
    application = make_sent_application()
    fresh = vetting.registration(application)
    application.member.registration_checked_on = date(2026, 5, 14)

    checked = vetting.registration(application)

    assert (fresh.good, fresh.link) == (None, "https://www.hcpc-uk.org/check-the-register/")
    assert (checked.good, checked.text.endswith("checked on 14 May 2026")) == (True, True)


@pytest.mark.parametrize(
    ("twin", "why"),
    [
        ({"name": "Example Zoe"}, "same name"),
        ({"name": "Someone Else", "registration_number": "pyl555555"}, "same registration number"),
        ({"name": "Someone Else", "user": "zoe.example@other.example"}, "similar address"),
    ],
)
def test_who_may_be_the_same_person_is_named_with_the_reason(twin, why):
    user = make_user(email="zoe.example+dit@trust.example")
    application = make_sent_application(user=user, name="Zoë Example", registration_number="PYL555555")
    if "user" in twin:
        twin["user"] = make_user(email=twin["user"])
    twin = make_member(**{"body": application.body, **twin})
    make_member(name="Zoe Examplar", registration_number="PYL111111")

    assert vetting.twins(application) == [vetting.Twin(twin, why)]


def test_nobody_is_their_own_twin():
    assert vetting.twins(make_sent_application()) == []


def test_an_application_is_clean_when_nothing_asks_for_a_second_look():
    organisation = make_organisation()
    application = make_sent_application(user=make_user(email="zoe@trust.example"), organisation=organisation)
    before = vetting.is_clean(application, ON)
    make_member(name=application.name)

    assert (before, vetting.is_clean(application, ON)) == (True, False)
