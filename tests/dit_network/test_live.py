"""Parts of a page that update themselves never hold another page."""

import pytest
from django.utils import timezone

from tests.factories import make_meeting, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_whoever_is_signed_out_meanwhile_signs_in_on_a_whole_page(client):
    answer = client.get("/directory/?search=ada", headers=HTMX)

    assert (answer.status_code, answer["HX-Refresh"], answer.content) == (200, "true", b"")
    assert set(answer["Vary"].split(", ")) == {"Cookie", "HX-Request"}  # a plain request gets a page there
    assert "no-store" in answer["Cache-Control"]


def test_whoever_may_not_take_part_any_more_reads_why_on_a_whole_page(client):
    member = make_member(suspended_on=timezone.localdate())
    client.force_login(member.user)

    answer = client.get("/directory/", headers=HTMX)

    assert (answer.status_code, answer["HX-Refresh"]) == (403, "true")


def test_a_redirect_is_followed_by_the_whole_page_with_what_was_said(client):
    client.force_login(make_member().user)
    meeting = make_meeting()

    answer = client.post(f"/meetings/{meeting.slug}/answer/", {"answer": "nonsense"}, headers=HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (200, meeting.get_absolute_url())
    assert "dit-message--error" in client.get(meeting.get_absolute_url()).content.decode()


def test_a_plain_request_is_left_alone(client):
    answer = client.get("/directory/")

    assert (answer.status_code, answer.has_header("HX-Refresh")) == (302, False)
