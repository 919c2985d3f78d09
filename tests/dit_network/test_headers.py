"""What every answer says of itself, and what is refused at the door."""

import logging
from typing import NoReturn

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from dit_network.logs import Formatter
from dit_network.urls import urlpatterns as site_urls
from members.models import Member
from tests.factories import make_member

pytestmark = pytest.mark.django_db

PUBLIC, PERSONAL, MISSING = "/accounts/login/", "/profile/", "/no-such-page/"
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def member_client(client: Client) -> Client:
    client.force_login(make_member().user)
    return client


@pytest.mark.parametrize("address", [PUBLIC, PERSONAL, MISSING, "/healthz", "/admin/", "/%00"])
def test_every_answer_carries_the_whole_policy(client: Client, address: str):
    answer = client.get(address)

    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert {name: answer[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@override_settings(SECURE_SSL_REDIRECT=True)
def test_the_way_from_plain_http_to_the_encrypted_page_carries_the_policy_too(client: Client):
    answer = client.get(PUBLIC)

    assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{PUBLIC}")
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert (answer["X-Frame-Options"], "camera=()" in answer["Permissions-Policy"]) == ("DENY", True)


@pytest.mark.parametrize("address", [PUBLIC, PERSONAL, MISSING])
def test_no_answer_to_a_member_is_kept_or_listed(member_client: Client, address: str):
    answer = member_client.get(address)

    assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["X-Robots-Tag"] == "none"


def test_only_public_pages_are_for_search_engines(client: Client):
    assert "X-Robots-Tag" not in client.get(PUBLIC)
    assert [client.get(address)["X-Robots-Tag"] for address in (PERSONAL, MISSING, "/admin/")] == ["none"] * 3


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "PROPFIND"])
def test_methods_that_no_page_uses_are_refused(client: Client, method: str):
    answer = client.generic(method, PUBLIC)

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("address", [PUBLIC, PERSONAL, "/account/", MISSING, "/healthz"])
def test_head_answers_as_get_does_without_the_page(member_client: Client, address: str):
    get, head = member_client.get(address), member_client.head(address)

    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head["Content-Type"] == get["Content-Type"]


def test_a_nul_byte_is_refused_wherever_it_stands(client: Client):
    answers = [
        client.get("/directory/%00/"),
        client.get(PUBLIC + "?q=a%00b"),
        client.get(PUBLIC + "?a%00b=q"),
        client.post(PUBLIC, {"login": "a\0b"}),
        client.get(PUBLIC, headers={"cookie": r'sessionid="\000abcdefghij"'}),
    ]

    assert [answer.status_code for answer in answers] == [400] * 5


def test_a_form_that_cannot_be_read_is_refused(client: Client):
    broken = client.post(PUBLIC, b"--x\r\nnonsense", content_type="multipart/form-data; boundary=\x7f")
    unknown = client.post(PUBLIC, b"a=b", content_type="application/x-www-form-urlencoded; charset=latin-1")
    countless = client.post(PUBLIC, {f"f{number}": "" for number in range(1100)})

    assert [answer.status_code for answer in (broken, unknown, countless)] == [400] * 3


@given(query=st.binary(max_size=40), body=st.binary(max_size=80))
def test_nothing_typed_at_random_brings_a_page_down(query: bytes, body: bytes):
    client = Client()
    query_string = query.decode("latin-1").replace("\r", "").replace("\n", "")

    answers = [
        client.get(PUBLIC, QUERY_STRING=query_string),
        client.post(PUBLIC, body, content_type="application/x-www-form-urlencoded"),
        client.get("/directory/" + "".join(f"%{byte:02x}" for byte in query)),
    ]

    assert all(answer.status_code < 500 for answer in answers)


def break_down(*arguments: object) -> NoReturn:
    raise OperationalError("ada@trust.example")


@login_not_required
def come_second(request: HttpRequest) -> HttpResponse:
    if MEANWHILE:
        raise MEANWHILE.pop()
    return HttpResponse("as it is now")


class Written(HttpResponse):
    """As pages of the desk are: what somebody else took away is missed only when the page is written."""

    def render(self) -> HttpResponse:
        return come_second(HttpRequest())


@login_not_required
def write_second(request: HttpRequest) -> HttpResponse:
    return Written()


MEANWHILE: list[Exception] = []
OURS = [path("breaks/", login_not_required(break_down)), path("second/", come_second), path("written/", write_second)]
urlpatterns = [*OURS, *site_urls]
handler500 = "dit_network.errors.server_error"


@override_settings(ROOT_URLCONF="tests.dit_network.test_headers")
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_page_whose_database_does_not_answer_says_that_it_will_be_back(signed_in: bool):
    client = Client(raise_request_exception=False)
    if signed_in:
        client.force_login(make_member().user)

    with connection.execute_wrapper(break_down):
        answer = client.get("/breaks/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "ada@" not in answer.content.decode()


@override_settings(ROOT_URLCONF="tests.dit_network.test_headers")
@pytest.mark.parametrize("page", ["/second/", "/written/"])
@pytest.mark.parametrize("error", [Member.DoesNotExist(), IntegrityError("made already"), DatabaseError("gone")])
def test_a_page_that_somebody_came_before_is_asked_once_more_and_what_goes_wrong_twice_is_a_mistake(error, page):
    client, answers = Client(raise_request_exception=False), []

    for times in (1, 2):
        MEANWHILE[:] = [error] * times
        answers.append(client.get(page))

    assert ([each.status_code for each in answers], MEANWHILE) == ([200, 500], [])
    assert answers[0].content == b"as it is now"


def test_a_request_leaves_one_line_with_the_pattern_of_its_address(client: Client, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "dit_network.requests")

    client.get("/directory/abcd1234efgh/?q=Ada")

    [line] = [record for record in caplog.records if record.name == "dit_network.requests"]
    assert (line.method, line.route, line.status) == ("GET", "directory/<str:public_id>/", 302)
    assert "abcd1234efgh" not in Formatter().format(line)
