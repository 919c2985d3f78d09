"""The door of the admin: the same sign-in for all, coordinators only, and only after a second step."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from tests.accounts.ways import (
    CODE,
    PASSWORD,
    app_code,
    authenticator_app,
    has_app,
    is_signed_in,
    last_code,
    post,
    sign_in_by_code,
    sign_in_by_password,
)
from tests.factories import make_user

ADMIN = "/admin/"


def test_the_admin_is_entered_through_the_same_sign_in_page_as_everything_else(client):
    response = client.get(ADMIN, follow=True)

    assert response.redirect_chain[-1] == ("/accounts/login/?next=/admin/", 302)


def test_the_admins_own_sign_in_page_signs_nobody_in(client):
    user = make_user(is_staff=True, password=PASSWORD)

    response = client.post("/admin/login/", {"username": user.email, "password": PASSWORD})

    assert response["Location"] == "/accounts/login/?next=/admin/"
    assert not is_signed_in(client)


def test_a_member_at_the_admin_is_told_whose_it_is(client):
    sign_in_by_code(client, make_user().email)

    response = client.get(ADMIN)

    assert response.status_code == 403
    assert "These pages are for the network&#x27;s coordinators" in response.content.decode()


def test_a_coordinator_without_a_second_step_is_led_to_setting_one_up(client):
    sign_in_by_code(client, make_user(is_staff=True).email)

    response = client.get(ADMIN, follow=True)

    assert response.redirect_chain == [(reverse("account_second_factor"), 302)]
    assert "Set up an authenticator app" in response.content.decode()


def test_recovery_codes_alone_are_no_second_step(client):
    user = make_user(is_staff=True)
    RecoveryCodes.activate(user)
    sign_in_by_code(client, user.email)

    assert client.get(ADMIN)["Location"] == reverse("account_second_factor")


@pytest.mark.parametrize("way_in", [sign_in_by_code, sign_in_by_password])
def test_a_coordinator_who_has_shown_the_second_step_opens_the_admin(client, way_in):
    user = make_user(is_staff=True, password=PASSWORD)
    secret = authenticator_app(user)
    way_in(client, user.email)

    response = post(client, "mfa_authenticate", code=app_code(secret))

    assert response.status_code == 302
    assert client.get(ADMIN).status_code == 200


def test_a_session_older_than_the_second_step_is_asked_for_it_and_led_back(client):
    user = make_user(is_staff=True)
    sign_in_by_code(client, user.email)
    secret = authenticator_app(user)

    asked = client.get(ADMIN)
    response = client.post(asked["Location"], {"code": app_code(secret)})

    assert asked["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fadmin%2F"
    assert response["Location"] == ADMIN
    assert client.get(ADMIN).status_code == 200


def test_a_code_of_the_second_step_works_once():
    user = make_user()
    secret = authenticator_app(user)
    here, there, code = Client(), Client(), app_code(secret)
    for client in (here, there):
        sign_in_by_code(client, user.email)
        post(client, "mfa_authenticate", code=code)

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_a_recovery_code_works_once():
    user = make_user()
    authenticator_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    here, there = Client(), Client()
    for client in (here, there):
        sign_in_by_code(client, user.email)
        post(client, "mfa_authenticate", code=code)

    assert (is_signed_in(here), is_signed_in(there)) == (True, False)


def test_setting_a_new_password_does_not_step_round_the_second_step(client):
    user = make_user(is_staff=True, password=PASSWORD)
    authenticator_app(user)
    post(client, "account_reset_password", email=user.email)
    post(client, "account_confirm_password_reset_code", code=last_code())

    post(client, "account_complete_password_reset", password1="another long sentence")

    assert not is_signed_in(client)
    response = client.post("/accounts/login/", {"login": user.email, "password": "another long sentence"})
    assert response["Location"] == reverse("mfa_authenticate")


def test_a_demonstration_asks_no_second_step_and_says_so(client, settings):
    settings.DEMO = True
    sign_in_by_code(client, make_user(is_staff=True).email)

    page = client.get(ADMIN)

    assert page.status_code == 200
    assert "Demonstration: no second step is asked here" in page.content.decode()


def test_a_real_network_does_not_say_that_it_is_a_demonstration(client):
    user = make_user(is_staff=True)
    secret = authenticator_app(user)
    sign_in_by_code(client, user.email)
    post(client, "mfa_authenticate", code=app_code(secret))

    assert "Demonstration" not in client.get(ADMIN).content.decode()


@pytest.mark.parametrize("path", ["/admin/jsi18n/", "/admin/no/such/page/", "/admin/autocomplete/"])
def test_every_address_of_the_admin_has_the_door(client, path):
    sign_in_by_code(client, make_user(is_staff=True).email)

    assert client.get(path)["Location"] == reverse("account_second_factor")


def test_a_coordinator_who_is_one_no_longer_is_shut_out_at_the_next_request(client):
    user = make_user(is_staff=True)
    secret = authenticator_app(user)
    sign_in_by_code(client, user.email)
    post(client, "mfa_authenticate", code=app_code(secret))
    user.is_staff = False
    user.save(update_fields=["is_staff"])

    assert client.get(ADMIN).status_code == 403


def test_passwords_are_changed_where_people_are_told_of_it(client):
    user = make_user(is_staff=True, password=PASSWORD)
    sign_in_by_password(client, user.email)

    assert client.get("/admin/password_change/")["Location"] == reverse("account_change_password")


def test_signing_out_of_the_admin_signs_out_of_everything(client):
    sign_in_by_code(client, make_user(is_staff=True).email)

    response = client.post(reverse("admin:logout"))

    assert response["Location"] == "/"
    assert not is_signed_in(client)


def test_an_authenticator_app_is_set_up_with_the_key_that_the_page_shows(client):
    user = make_user()
    sign_in_by_code(client, user.email)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    response = post(client, "mfa_activate_totp", code=app_code(secret))

    assert page.context["form"].secret_in_fours.replace(" ", "") == secret
    assert page.context["form"].secret_in_fours in page.content.decode()
    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert has_app(user)


def test_the_second_step_comes_after_every_way_in_but_a_code_alone_is_not_asked_twice(client):
    user = make_user()
    secret = authenticator_app(user)
    response = sign_in_by_code(client, user.email)

    assert response["Location"] == reverse("mfa_authenticate")
    assert post(client, "mfa_authenticate", code=app_code(secret))["Location"] == "/account/"
    assert post(client, CODE, code="0000-0000").status_code == 302


def test_whoever_has_just_set_up_an_app_has_shown_it_and_opens_the_admin(client):
    sign_in_by_code(client, make_user(is_staff=True).email)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    response = post(client, "mfa_activate_totp", code=app_code(secret))

    assert client.get(response["Location"]).status_code == 200
    assert client.get(ADMIN).status_code == 200


def test_a_wrong_code_at_setting_up_shows_nothing(client):
    sign_in_by_code(client, make_user(is_staff=True).email)
    client.get(reverse("mfa_activate_totp"))

    post(client, "mfa_activate_totp", code="000000")

    assert client.get(ADMIN)["Location"] == reverse("account_second_factor")
