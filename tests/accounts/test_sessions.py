"""When a session ends, where one is signed in, and ending the others."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sessions import MEMBER, STAFF, Ended, why_ended
from tests.accounts.ways import is_signed_in, last_code, post, sign_in_by_code
from tests.factories import make_user

NOON = datetime(2026, 5, 14, 12, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize("length", [MEMBER, STAFF])
def test_a_session_ends_without_a_visit_and_at_the_latest_some_time_after_signing_in(length):
    moment, idle, absolute = timedelta(seconds=1), length.idle, length.absolute

    assert why_ended(NOON, NOON, length, NOON + idle - moment) is None
    assert why_ended(NOON, NOON, length, NOON + idle) == Ended.IDLE
    assert why_ended(NOON, NOON + absolute - idle, length, NOON + absolute - moment) is None
    assert why_ended(NOON, NOON + absolute - moment, length, NOON + absolute) == Ended.ABSOLUTE


def visits(client: Client, time_machine, every: timedelta, number: int) -> int:
    """Visit so often at that distance; say how many visits were answered."""
    answered = 0
    for _ in range(number):
        time_machine.shift(every)
        answered += client.get("/account/").status_code == 200
    return answered


def test_a_member_who_comes_every_week_signs_in_again_after_thirty_days(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in_by_code(client, make_user().email)

    assert visits(client, time_machine, timedelta(days=7), 6) == 4


def test_a_member_who_stays_away_for_two_weeks_is_signed_out_on_the_server(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in_by_code(client, make_user().email)

    assert visits(client, time_machine, timedelta(days=14), 1) == 0
    assert not is_signed_in(client)


def test_a_coordinator_at_work_signs_in_again_after_twelve_hours(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in_by_code(client, make_user(is_staff=True).email)

    assert visits(client, time_machine, timedelta(hours=1), 15) == 11


def test_a_coordinator_who_does_nothing_for_two_hours_is_signed_out_and_told_why(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    sign_in_by_code(client, make_user(is_staff=True).email)
    time_machine.shift(timedelta(hours=2))

    response = client.get("/account/", follow=True)

    assert response.redirect_chain == [("/accounts/login/?next=/account/", 302)]
    assert Ended.IDLE.label in response.content.decode()


def test_signing_out_ends_the_session_on_the_server(client):
    sign_in_by_code(client, make_user().email)
    cookie = client.cookies["sessionid"].value
    post(client, "account_logout")

    client.cookies["sessionid"] = cookie

    assert client.get("/account/").status_code == 302


def test_opening_the_page_of_signing_out_signs_nobody_out(client):
    sign_in_by_code(client, make_user().email)

    client.get(reverse("account_logout"))

    assert is_signed_in(client)


def signed_in_twice() -> tuple[Client, Client]:
    user = make_user()
    here, there = (Client(headers={"user-agent": agent}) for agent in ("Firefox Windows", "Safari iPhone"))
    sign_in_by_code(here, user.email)
    sign_in_by_code(there, user.email)
    return here, there


def test_everyone_sees_where_they_are_signed_in():
    here, _ = signed_in_twice()

    page = here.get(reverse("usersessions_list")).content.decode()

    assert page.index("Firefox on Windows") < page.index("This one") < page.index("Safari on an iPhone")


def test_signing_out_everywhere_else_leaves_only_this_one():
    here, there = signed_in_twice()

    post(here, "usersessions_list")

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_setting_a_password_signs_out_everywhere_else():
    here, there = signed_in_twice()
    post(here, "account_confirm_by_code")
    post(here, "account_confirm_by_code", code=last_code())

    post(here, "account_set_password", password1="four words and then some")

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_what_a_browser_says_of_itself_is_never_repeated(client):
    client = Client(headers={"user-agent": "<b>Call 0800 1234</b>"})
    sign_in_by_code(client, make_user().email)

    page = client.get(reverse("usersessions_list")).content.decode()

    assert "an unknown browser" in page
    assert "0800" not in page
