"""How often somebody may try, and what does not lift the limit."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.accounts.ways import (
    CODE,
    PASSWORD,
    SIGN_IN,
    SIGN_UP,
    app_code,
    authenticator_app,
    is_signed_in,
    last_code,
    post,
    sign_in_by_code,
    sign_in_by_password,
)
from tests.factories import make_user

REFUSED = "There have been too many tries"
EVERYWHERE = [f"203.0.113.{number}" for number in range(1, 250)]


def guess(email: str, number: int = 1, **headers: str) -> list[bool]:
    """Guess a password so often, each time as a new browser; say which tries were still looked at."""
    looked_at = []
    for _ in range(number):
        response = post_as(Client(), {"login": email, "password": "wrong"}, **headers)
        looked_at.append(REFUSED not in response.content.decode())
    return looked_at


def post_as(client: Client, data: dict[str, str], **meta: str):
    return client.post(reverse(SIGN_IN), data, **meta)


def test_five_wrong_passwords_for_one_person_are_enough(time_machine):
    email = make_user().email

    assert guess(email, 7) == [True] * 5 + [False] * 2


def test_the_right_password_is_refused_too_once_there_were_too_many_wrong_ones(client):
    user = make_user(password=PASSWORD)
    guess(user.email, 5)

    sign_in_by_password(client, user.email)

    assert not is_signed_in(client)


def test_whoever_is_guessed_at_still_gets_in_by_code(client):
    user = make_user(password=PASSWORD)
    guess(user.email, 10)

    sign_in_by_code(client, user.email)

    assert is_signed_in(client)


@pytest.mark.whole
def test_waits_grow_ten_tries_in_an_hour_and_thirty_in_a_day(time_machine):
    time_machine.move_to("2026-05-14 00:00:00+00:00", tick=False)
    email, looked_at = make_user().email, []

    for _ in range(4):
        for minutes in (6, 6, 48):
            looked_at.append(sum(guess(email, 5)))
            time_machine.shift(minutes * 60)
    time_machine.shift(20 * 60 * 60)

    assert looked_at == [5, 5, 0] * 3 + [0, 0, 0]
    assert guess(email) == [True]


def test_neither_headers_case_spaces_nor_a_second_address_lift_the_limit():
    user = make_user(email="ada@trust.example")
    EmailAddress.objects.create(user=user, email="ada@personal.example", verified=True)
    guess("ada@trust.example", 5)

    again = [
        guess("ADA@trust.example"),
        guess(" ada@trust.example "),
        guess("ada@personal.example"),
        guess("ada@trust.example", HTTP_X_FORWARDED_FOR="198.51.100.7"),
        guess("ada@trust.example", HTTP_X_REAL_IP="198.51.100.7"),
        guess("ada@trust.example", HTTP_HOST="localhost:1234"),
        guess("ada@trust.example", REMOTE_ADDR="198.51.100.7"),
        guess("ada@trust.example", HTTP_USER_AGENT="another"),
    ]

    assert again == [[False]] * 8


@pytest.mark.whole
def test_one_network_address_may_be_wrong_about_twenty_people_in_five_minutes_and_sixty_in_an_hour(time_machine):
    time_machine.move_to("2026-05-14 12:00:00+00:00", tick=False)
    looked_at = []

    for round_of_tries in range(6):
        tries = [guess(f"person{round_of_tries}-{number}@trust.example") for number in range(25)]
        looked_at.append(sum(sum(each) for each in tries))
        time_machine.shift(6 * 60)

    assert looked_at == [20, 20, 20, 0, 0, 0]


def test_a_header_does_not_lift_the_limit_of_a_network_address():
    for number in range(20):
        guess(f"person{number}@trust.example", HTTP_X_FORWARDED_FOR=EVERYWHERE[number])

    assert guess("another@trust.example", HTTP_X_FORWARDED_FOR="198.51.100.7") == [False]


def test_behind_one_trusted_proxy_only_what_the_proxy_added_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        guess(f"person{number}@trust.example", HTTP_X_FORWARDED_FOR=f"{EVERYWHERE[number]}, 198.51.100.7")

    assert guess("another@trust.example", HTTP_X_FORWARDED_FOR="192.0.2.1, 198.51.100.7") == [False]
    assert guess("another@trust.example", HTTP_X_FORWARDED_FOR="198.51.100.7, 192.0.2.1") == [True]


def test_signing_in_oneself_lifts_nothing_for_others(client):
    mine = make_user(password=PASSWORD)
    for number in range(20):
        guess(f"person{number}@trust.example")

    sign_in_by_password(client, mine.email)
    sign_in_by_code(client, mine.email)

    assert guess("another@trust.example") == [False]


def test_ones_own_second_factor_lifts_nothing_for_others(client):
    mine = make_user()
    secret = authenticator_app(mine)
    for number in range(20):
        guess(f"person{number}@trust.example")
    sign_in_by_code(client, mine.email)

    post(client, "mfa_authenticate", code=app_code(secret))

    assert is_signed_in(client)
    assert guess("another@trust.example") == [False]


def test_setting_ones_own_password_anew_lifts_nothing_for_others(client):
    mine = make_user(password=PASSWORD)
    for number in range(20):
        guess(f"person{number}@trust.example")
    post(client, "account_reset_password", email=mine.email)
    post(client, "account_confirm_password_reset_code", code=last_code())

    response = post(client, "account_complete_password_reset", password1="another long sentence")

    assert response["Location"] == reverse("account_password_reset_completed")
    assert guess("another@trust.example") == [False]


def test_a_person_who_signs_in_rightly_many_times_is_not_slowed_down():
    user = make_user(password=PASSWORD)
    clients = [Client() for _ in range(25)]

    for client in clients:
        sign_in_by_password(client, user.email)

    assert all(is_signed_in(client) for client in clients)


def test_five_wrong_codes_of_the_second_step_are_enough(client):
    user = make_user()
    secret = authenticator_app(user)
    sign_in_by_code(client, user.email)
    for _ in range(5):
        post(client, "mfa_authenticate", code="000000")

    response = post(client, "mfa_authenticate", code=app_code(secret))

    assert REFUSED in response.content.decode()
    assert not is_signed_in(client)


def test_one_address_gets_five_codes_in_a_quarter_of_an_hour_by_whatever_page():
    user = make_user()
    for number in range(4):
        post(Client(), SIGN_IN, login=user.email)
        post(Client(), SIGN_UP, email=user.email)
        post(Client(), "account_request_login_code", email=f" {user.email.upper()}", REMOTE_ADDR=EVERYWHERE[number])

    assert len(mail.outbox) == 5


def test_an_unknown_address_is_refused_codes_just_as_a_known_one(client):
    make_user(email="known@trust.example")
    answers = []

    for email in ("known@trust.example", "unknown@trust.example"):
        responses = [post(Client(), SIGN_IN, login=email) for _ in range(7)]
        answers.append([(each.status_code, REFUSED in each.content.decode()) for each in responses])

    assert answers[0] == answers[1]
    assert answers[0][-1] == (200, True)


@pytest.mark.whole
def test_one_network_address_makes_us_send_sixty_mails_in_an_hour_and_no_more():
    for number in range(70):
        post(Client(), SIGN_UP, email=f"person{number}@trust.example")

    assert len(mail.outbox) == 60


def test_codes_cannot_be_guessed_by_asking_for_one_after_the_other():
    email, tries = make_user().email, 0

    for _ in range(12):
        client = Client()
        post(client, SIGN_IN, login=email)
        for _ in range(4):
            tries += post(client, CODE, code="0000-0000").status_code == 200

    assert tries <= 10
