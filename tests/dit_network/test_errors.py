"""Each error page says what happened and what to do, and needs no more than is still there."""

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import include, path

from dit_network import errors
from members import eligibility
from members.access import NotEligible

HOW_TO_JOIN = "Read who can join and how"
ERRORS = {
    "refused": NotEligible(eligibility.Refusal.LEFT),
    "shut": PermissionDenied(),
    "missing": Http404("Member 17"),
    "bad": BadRequest("half a request"),
    "broken": ZeroDivisionError("secret"),
}


@login_not_required
def fail(request: HttpRequest, how: str) -> None:
    raise ERRORS[how]


@login_not_required
def too_many(request: HttpRequest):
    return render(request, "429.html", status=429)


urlpatterns = [path("fail/<str:how>/", fail), path("too-many/", too_many), path("", include("dit_network.urls"))]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def words_of(address, **options):
    client = Client(raise_request_exception=False, **options)
    response = client.get(address)
    return response.status_code, " ".join(response.content.decode().split())


def test_a_refusal_gives_its_reason():
    status, words = words_of("/fail/refused/")

    assert status == 403
    assert "You have left the network." in words
    assert HOW_TO_JOIN in words


def test_a_refusal_without_a_reason_still_says_something():
    status, words = words_of("/fail/shut/")

    assert status == 403
    assert "this page is for other people" in words
    assert HOW_TO_JOIN not in words  # it is not about joining: members read this too


def test_a_page_that_is_not_there_does_not_say_what_was_looked_for():
    status, words = words_of("/fail/missing/")

    assert status == 404
    assert "Page not found" in words
    assert "17" not in words


def test_a_bad_request_changes_nothing_and_says_so():
    status, words = words_of("/fail/bad/")

    assert status == 400
    assert "Nothing has been changed" in words
    assert "half a request" not in words


def test_a_host_that_is_not_ours_gets_the_page_though_nobody_was_looked_up():
    status, words = words_of("/", headers={"host": "evil.example"})

    assert status == 400
    assert "We could not read that request" in words


def test_too_many_tries_say_how_long_to_wait():
    assert "Wait 15 minutes" in words_of("/too-many/")[1]


def test_a_form_without_its_token_says_how_to_send_it_again():
    client = Client(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "ada@trust.example"})

    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


def test_our_own_fault_is_said_without_database_request_or_context(django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        response = errors.server_error(request)

    words = response.content.decode()
    assert response.status_code == 500
    assert "This is our fault, not yours" in words
    assert settings.NETWORK_NAME in words
    assert "call Samaritans" in words


def test_our_own_fault_tells_nobody_what_it_was():
    status, words = words_of("/fail/broken/")

    assert (status, "secret" in words, "Traceback" in words) == (500, False, False)


@pytest.mark.parametrize(
    "address", ["/fail/refused/", "/fail/missing/", "/fail/bad/", "/fail/broken/", "/too-many/", "/nowhere/"]
)
def test_every_error_page_has_a_title_one_heading_and_where_to_turn(address):
    words = words_of(address)[1]

    assert words.count("<h1") == 1
    assert f"– {settings.NETWORK_NAME}</title>" in words
    assert "999" in words
