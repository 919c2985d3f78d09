"""Coming in: by code, by password, claiming an account, and nobody learning who is known here."""

import re
from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from accounts import addresses
from accounts.models import User
from tests.accounts.ways import (
    CODE,
    PASSWORD,
    SIGN_IN,
    SIGN_UP,
    code_in,
    is_signed_in,
    last_code,
    post,
    sign_in_by_code,
    sign_in_by_password,
    subjects,
)
from tests.factories import make_user

pages_that_send_mail = pytest.mark.parametrize(
    ("page", "field"), [(SIGN_IN, "login"), (SIGN_UP, "email"), ("account_reset_password", "email")]
)


def test_a_newcomer_gives_an_address_and_its_code_and_is_signed_in_without_a_password(client):
    post(client, SIGN_UP, email="new@trust.example")

    response = post(client, CODE, code=last_code(), next="/account/")

    user = User.objects.get(email="new@trust.example")
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert is_signed_in(client)
    assert addresses.is_verified(user)
    assert not user.has_usable_password()


def test_a_code_sent_to_the_address_claims_an_account_that_a_coordinator_entered(client):
    user = addresses.enter("known@trust.example")

    sign_in_by_code(client, "known@trust.example")

    assert client.session["_auth_user_id"] == str(user.pk)
    assert addresses.is_verified(user)


def test_whoever_starts_anew_with_an_address_that_was_entered_claims_that_account(client):
    user = addresses.enter("known@trust.example")
    post(client, SIGN_UP, email="Known@trust.example ")

    post(client, CODE, code=last_code())

    assert client.session["_auth_user_id"] == str(user.pk)
    assert User.objects.filter(email="known@trust.example").count() == 1


def test_a_recovery_address_signs_in_to_the_same_account(client):
    user = make_user()
    EmailAddress.objects.create(user=user, email="home@personal.example", verified=True)

    sign_in_by_code(client, "home@personal.example")

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_password_signs_in_and_so_does_a_code_for_the_same_person(client):
    user = make_user(password=PASSWORD)

    sign_in_by_password(client, user.email)

    assert is_signed_in(client)


def test_pressing_the_password_button_without_a_password_asks_for_it_and_sends_no_code(client):
    response = post(client, SIGN_IN, login=make_user().email, by_password="yes")

    assert "Enter your password" in response.content.decode()
    assert mail.outbox == []


def without_what_differs_anyway(html: str, email: str) -> str:
    """A page without its anti-forgery token and the address that was typed."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(email, "ADDRESS")


@pages_that_send_mail
def test_nobody_learns_from_a_page_whether_an_address_is_known(client, page, field):
    known = make_user(email="known@trust.example")
    answers = []

    for email in (known.email, "unknown@trust.example"):
        client.cookies.clear()
        first = post(client, page, **{field: email})
        second = client.get(first["Location"])
        wrong = client.post(first["Location"], {"code": "0000-0000"})
        pages = [without_what_differs_anyway(each.content.decode(), email) for each in (second, wrong)]
        answers.append((first.status_code, first["Location"], second.status_code, wrong.status_code, pages))

    assert answers[0] == answers[1]
    assert len(mail.outbox) == 2


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    known = make_user(email="known@trust.example", password=PASSWORD)

    answers = [
        without_what_differs_anyway(post(client, SIGN_IN, login=email, password="wrong").content.decode(), email)
        for email in (known.email, "unknown@trust.example")
    ]

    assert answers[0] == answers[1]
    assert "do not match" in answers[0]


def test_another_code_is_sent_to_known_and_unknown_alike_and_ends_the_first(client):
    user = make_user()
    post(client, SIGN_IN, login=user.email)
    first = last_code()

    post(client, "account_another_code")

    second = last_code()
    assert post(client, CODE, code=first).status_code == 200
    assert post(client, CODE, code=second).status_code == 302


def test_an_unknown_address_that_asks_for_another_code_gets_its_mail_again(client):
    post(client, SIGN_IN, login="unknown@trust.example")

    post(client, "account_another_code")

    assert subjects() == ["You are not known here by this address"] * 2


def test_a_code_works_once(client):
    user = make_user()
    sign_in_by_code(client, user.email)
    code = last_code()
    client.logout()
    post(client, SIGN_IN, login=user.email)

    response = post(client, CODE, code=code)

    assert response.status_code == 200
    assert not is_signed_in(client)


def test_a_code_ends_after_ten_minutes(client, time_machine):
    time_machine.move_to("2026-05-14 12:00:00+00:00", tick=False)
    post(client, SIGN_IN, login=make_user().email)
    time_machine.shift(10 * 60 + 1)

    post(client, CODE, code=last_code())

    assert not is_signed_in(client)


def test_a_code_takes_three_tries(client):
    post(client, SIGN_IN, login=make_user().email)
    for _ in range(3):
        post(client, CODE, code="0000-0000")

    post(client, CODE, code=last_code())

    assert not is_signed_in(client)


def test_a_code_may_be_typed_with_spaces_or_without_its_dash(client):
    post(client, SIGN_IN, login=make_user().email)

    post(client, CODE, code=f" {last_code().replace('-', ' ')} ")

    assert is_signed_in(client)


def test_a_closed_account_opens_for_nobody_and_its_sessions_end_at_once(client):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)
    user.is_active = False
    user.save(update_fields=["is_active"])

    assert client.get(reverse("account_settings")).status_code == 302
    assert sign_in_by_password(client, user.email)["Location"] == reverse("account_inactive")


def test_signing_in_gives_the_session_a_new_name(client):
    user = make_user()
    post(client, SIGN_IN, login=user.email)
    before = client.session.session_key

    post(client, CODE, code=last_code())

    assert client.session.session_key != before


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "https:evil.example"],
)
def test_signing_in_leads_to_no_other_site(client, elsewhere, settings):
    settings.LOGIN_REDIRECT_URL = "/account/"

    response = sign_in_by_code(client, make_user().email, then=elsewhere)

    assert response["Location"] == "/account/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client):
    response = client.get("/account/")

    assert response["Location"] == "/accounts/login/?next=/account/"
    assert sign_in_by_code(client, make_user().email, then="/accounts/sessions/")["Location"] == "/accounts/sessions/"


def test_links_in_mail_come_from_the_public_address_whatever_the_request_says(client, settings):
    settings.PUBLIC_ADDRESS = "https://network.example"
    settings.ALLOWED_HOSTS = ["*"]

    client.post(reverse(SIGN_IN), {"login": "unknown@trust.example"}, headers={"host": "evil.example"})

    assert re.findall(r"https?://[^/\s]+", str(mail.outbox[-1].body)) == ["https://network.example"] * 3


def test_mail_has_our_sender_no_prefix_and_says_that_a_machine_sent_it(client, settings):
    settings.DEFAULT_FROM_EMAIL = "Our network <us@network.example>"

    post(client, SIGN_IN, login=make_user().email)

    message = mail.outbox[-1].message()
    assert (message["From"], message["Subject"]) == ("Our network <us@network.example>", "Your code to sign in")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@network.example>")


class Unreachable(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected


@pages_that_send_mail
@pytest.mark.parametrize("known", [True, False])
def test_a_mail_server_that_fails_is_said_so_with_a_way_to_try_again(client, settings, page, field, known):
    email = make_user().email if known else "unknown@trust.example"
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"

    response = post(client, page, **{field: email})

    assert response.status_code == 503
    assert "Wait a minute, then try again" in response.content.decode()


@pages_that_send_mail
def test_an_address_that_no_mail_can_have_is_a_mistake_in_the_form(client, page, field):
    answer = post(client, page, **{field: f"ada@{'ü' * 60}.example"})

    assert (answer.status_code, "Enter an e-mail address, such as" in answer.text) == (200, True)
    assert mail.outbox == []


def test_after_a_failed_mail_the_next_try_works(client, settings):
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    post(client, SIGN_UP, email="new@trust.example")
    settings.EMAIL_BACKEND = working

    post(client, SIGN_UP, email="new@trust.example")

    assert post(client, CODE, code=code_in(mail.outbox[-1])).status_code == 302


def test_a_session_with_the_mail_address_of_another_case_is_the_same_person():
    user = addresses.enter("Ada@Trust.Example")

    assert addresses.enter(" ada@trust.example ") == user
