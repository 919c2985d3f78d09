"""A trainee gets a supervisor in two actions from home; the supervisor answers from the mail, signed out."""

import pytest
from playwright.sync_api import expect

from members.models import PlaceRequest
from outbox.models import Message
from tests.factories import make_member, make_offer, make_supervisor
from tests.journeys import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_two_actions_from_home_ask_and_one_press_in_the_mail_accepts(open_page, page, live_server, scripts):
    trainee = make_member(name="Amara Okafor")
    make_offer(make_supervisor(name="Grace Lindqvist"))
    make_offer(make_supervisor(name="Full House"), taken=1)
    home = open_page(trainee.user, java_script_enabled=scripts)
    home.goto("/")

    home.get_by_role("link", name="Find a supervisor with a place").click()
    home.get_by_role("button", name="Ask for this place with Grace Lindqvist").click()

    expect(home.get_by_text("is asked for a place")).to_be_visible()
    assert not scripts or axe.wrong(home) == []  # axe is a script itself
    text = Message.objects.get(name="members/place_asked").text
    link = text.partition("Answer the request:")[2].split()[0].partition("/supervision/")[2]
    page.goto(f"{live_server.url}/supervision/{link}")
    assert axe.wrong(page) == []
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="This request is accepted")).to_be_visible()
    assert PlaceRequest.objects.get().supervision.member == trainee
