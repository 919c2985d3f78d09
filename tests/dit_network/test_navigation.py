"""Everyone sees the links that are theirs, and which one they are in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts.models import User
from dit_network import navigation
from members.models.history import OfficeKind
from tests.factories import make_applicant, make_officer, make_user

pytestmark = pytest.mark.django_db


def labels(**person):
    return [link.label for link in navigation.links(**person)]


def shown(path, user):
    request = RequestFactory().get(path)
    if user:
        request.user = user
    return navigation.shown(request).links


def test_a_visitor_sees_the_public_pages():
    assert labels(signed_in=False, is_staff=False) == [
        "Home",
        "About DIT",
        "The network",
        "When and where",
        "Training routes",
        "Contacts",
        "How to join",
    ]


def test_someone_signed_in_sees_what_the_network_does():
    assert labels(signed_in=True, is_staff=False) == ["Home", "Meetings", "Directory", "Notices"]


def test_a_coordinator_sees_their_desk_too():
    own = labels(signed_in=True, is_staff=True, has_row=True)

    assert own == ["Home", "My pathway", "Meetings", "Directory", "Notices", "Coordinators’ desk"]


@pytest.mark.parametrize(
    ("office", "sees"),
    [
        (OfficeKind.SERVICE_LEAD, ["Home", "Counts"]),
        (OfficeKind.AUDITOR, ["Home", "Coordinators’ desk"]),
        (OfficeKind.COORDINATOR, ["Home", "Coordinators’ desk"]),
    ],
)
def test_whoever_has_an_office_and_is_no_member_sees_only_links_to_what_opens(client, settings, office, sees):
    settings.DEMO = True
    user = make_officer(office)
    client.force_login(user)

    found = shown("/", user)

    assert [link["label"] for link in found] == sees
    assert {client.get(link["address"], follow=True).status_code for link in found} == {200}
    page = client.get("/account/").content.decode()
    assert ("Everything about me" in page, "My profile" in page) == (True, False)


def test_who_has_a_pathway_finds_it():
    own = labels(signed_in=True, is_staff=False, has_row=True)

    assert own == ["Home", "My pathway", "Meetings", "Directory", "Notices"]


def test_the_pathway_is_shown_to_whoever_has_a_row():
    found = [[link["label"] for link in shown("/", user)] for user in (make_applicant().user, make_user())]

    assert ["My pathway" in labels for labels in found] == [True, False]


@pytest.mark.parametrize("user", [AnonymousUser(), User(email="ada@trust.example"), User(is_staff=True)])
def test_every_link_has_an_address(user):
    person = {"signed_in": user.is_authenticated, "is_staff": user.is_staff}

    assert [link["label"] for link in shown("/", user)] == labels(**person)


def test_the_link_of_the_page_one_is_in_is_marked_and_home_only_when_one_is_there():
    member = User(email="ada@trust.example")

    assert [link["label"] for link in shown("/", member) if link["here"]] == ["Home"]
    assert [link["label"] for link in shown("/meetings/2026-05-14/", member) if link["here"]] == ["Meetings"]
    assert [link["label"] for link in shown("/minutes/2026-05-14/", member) if link["here"]] == ["Meetings"]
    assert [link["label"] for link in shown("/meetings/notices/", member) if link["here"]] == ["Notices"]


def test_a_request_refused_before_anybody_was_looked_up_is_a_visitors():
    assert [link["label"] for link in shown("/", None)] == labels(signed_in=False, is_staff=False)
