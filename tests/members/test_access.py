"""Who opens what belongs to members: nobody signed out, nobody not eligible, and each is told why."""

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import notices
from members.eligibility import Refusal
from tests.factories import (
    make_applicant,
    make_application,
    make_coordinator,
    make_member,
    make_notice,
    make_user,
)

pytestmark = pytest.mark.django_db
GATED = ["members:directory", "members:member", "meetings:notices", "meetings:notice"]


def not_trained():
    member = make_member()
    member.evidence.all().delete()
    return member.user


NOT_ELIGIBLE = {
    "signed up": (make_user, Refusal.NOT_JOINED),
    "writes an application": (lambda: make_application().user, Refusal.NOT_JOINED),
    "waits for a decision": (lambda: make_applicant().user, Refusal.NOT_JOINED),
    "coordinates without membership": (make_coordinator, Refusal.NOT_JOINED),
    "left": (lambda: make_member(left_on=timezone.localdate()).user, Refusal.LEFT),
    "is suspended": (lambda: make_member(suspended_on=timezone.localdate()).user, Refusal.SUSPENDED),
    "has no verified training": (not_trained, Refusal.NOT_TRAINED),
}


@pytest.fixture
def addresses():
    """Where each gated page is: somebody listed, and a notice to everyone."""
    notice = make_notice()
    person = make_member(name="Somebody listed")
    notices.send(notice, make_user(), timezone.now(), seen=notices.wording(notice))
    return {
        "members:directory": reverse("members:directory"),
        "members:member": person.get_absolute_url(),
        "meetings:notices": reverse("meetings:notices"),
        "meetings:notice": notice.get_absolute_url(),
    }


@pytest.mark.parametrize("page", GATED)
def test_a_visitor_is_asked_to_sign_in(client, addresses, page):
    answer = client.get(addresses[page])

    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("page", GATED)
@pytest.mark.parametrize("kind", NOT_ELIGIBLE)
def test_whoever_may_not_take_part_is_told_why_and_sees_nobody(client, addresses, page, kind):
    make, reason = NOT_ELIGIBLE[kind]
    client.force_login(make())

    answer = client.get(addresses[page])

    assert answer.status_code == 403
    assert reason.label.replace("'", "&#x27;") in answer.content.decode()
    assert b"Somebody listed" not in answer.content


@pytest.mark.parametrize("page", GATED)
def test_a_member_is_let_in(client, addresses, page):
    client.force_login(make_member().user)

    assert client.get(addresses[page]).status_code == 200


def test_somebody_hidden_is_not_there_as_nobody_is(client):
    client.force_login(make_member().user)

    hidden = client.get(make_member(listed=False).get_absolute_url())
    nobody = client.get(reverse("members:member", args=["nobody"]))

    assert (hidden.status_code, nobody.status_code) == (404, 404)
    assert hidden.content.partition(b"<main")[2] == nobody.content.partition(b"<main")[2]


@pytest.mark.parametrize("page", [*GATED, "members:profile"])
def test_pages_that_only_show_take_no_post(client, addresses, page):
    client.force_login(make_member().user)

    assert client.post(addresses.get(page, reverse("members:profile"))).status_code == 405
