"""Under DEMO anybody can be one of the invented people with one click; elsewhere there is no such door."""

import pytest
from django.test import Client
from django.urls import reverse

from dit_network.demo.people import ROLES
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SIGNED_IN = [role for role in ROLES.values() if role.email]


def test_there_is_everybody_whom_a_network_knows():
    assert list(ROLES) == [
        *("visitor", "applicant", "not-yet", "first-case", "trainee", "practitioner", "supervisor", "coordinator"),
        *("area-coordinator", "auditor", "service-lead", "leaving"),
    ]


def test_the_page_names_each_and_says_that_it_is_a_demonstration(demo, client):
    page = client.get(reverse("demo_people")).content.decode()

    assert all(words in page for role in ROLES.values() for words in (role.name, role.about, *role.tries))
    assert "This is a demonstration" in page


@pytest.mark.parametrize("role", SIGNED_IN, ids=lambda role: role.key)
def test_one_click_makes_you_one_of_them(demo, client, role):
    user = make_user(email=role.email)

    response = client.post(reverse("demo_sign_in", args=[role.key]))

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_visitor_is_nobody(demo, client):
    client.force_login(make_user())

    client.post(reverse("demo_sign_in", args=["visitor"]))

    assert "_auth_user_id" not in client.session


def test_a_link_signs_nobody_in(demo, client):
    make_user(email=ROLES["coordinator"].email)

    assert client.get(reverse("demo_sign_in", args=["coordinator"])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_another_site_signs_nobody_in(demo):
    make_user(email=ROLES["coordinator"].email)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("demo_sign_in", args=["coordinator"])).status_code == 403


@pytest.mark.parametrize("role", ["nobody", "coordinator"])
def test_there_is_no_door_for_somebody_who_is_not_there(demo, client, role):
    assert client.post(reverse("demo_sign_in", args=[role])).status_code == 404


def test_becoming_somebody_else_leaves_nothing_of_the_first(demo, client):
    first, second = (make_user(email=ROLES[key].email) for key in ("trainee", "supervisor"))
    client.post(reverse("demo_sign_in", args=["trainee"]))
    session = client.session.session_key

    client.post(reverse("demo_sign_in", args=["supervisor"]))

    assert client.session["_auth_user_id"] == str(second.pk) != str(first.pk)
    assert client.session.session_key != session
