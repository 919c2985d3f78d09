"""Every page of signing in is one of ours: one heading, a title of its own, nothing inline, our own words."""

import importlib
import re

import pytest
from django.urls import URLPattern, URLResolver, reverse

from tests.accounts.ways import PASSWORD, authenticator_app, post, sign_in_by_code
from tests.factories import make_user

FOR_VISITORS = {
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_password_reset_completed",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}
WHILE_SIGNING_IN = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "mfa_authenticate",
}
FOR_THE_SIGNED_IN = {
    "account_settings",
    "account_second_factor",
    "account_confirm_by_code",
    "account_logout",
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "usersessions_list",
    "socialaccount_connections",
}
FOREIGN = re.compile(r"[Ll]og ?in\b|Two-Factor|Security Key|username|Primary|Unverified")
NO_PAGE = {"account_another_code", "mfa_login_webauthn", "mfa_download_recovery_codes", "socialaccount_signup"}


def names(patterns, found: set[str]) -> set[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names(pattern.url_patterns, found)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(pattern.name)
    return found


def test_every_address_of_signing_in_is_known_here():
    found = names(importlib.import_module("accounts.urls").urlpatterns, set())

    assert found == FOR_VISITORS | WHILE_SIGNING_IN | FOR_THE_SIGNED_IN | NO_PAGE


def problems(response) -> list[str]:
    """What is wrong with a page of ours."""
    html = response.content.decode()
    title = re.sub(r"\s+", " ", re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1]).strip()
    rules = {
        "one heading": html.count("<h1") == 1,
        "a title of its own": re.fullmatch(r"(Error: )?\w.+ – .+", title),
        "nothing inline": not re.search(r"<style|style=|\son\w+=|<script(?![^>]*(src=|application/json))", html),
        "our own words": not FOREIGN.search(without_tags(html)),
        "in our look": "dit-header" in html,
    }
    return [f"{title}: {rule}" for rule, kept in rules.items() if not kept]


def without_tags(html: str) -> str:
    return re.sub(r"<script.*?</script>|<[^>]+>", " ", html, flags=re.DOTALL)


@pytest.mark.parametrize("name", sorted(FOR_VISITORS))
def test_a_page_for_visitors_is_ours(client, name):
    response = client.get(reverse(name))

    assert (response.status_code in (200, 401), problems(response)) == (True, [])


@pytest.mark.parametrize("name", sorted(FOR_THE_SIGNED_IN))
def test_a_page_for_the_signed_in_leads_to_a_page_of_ours(client, name):
    user = make_user()
    sign_in_by_code(client, user.email)
    arguments = {"pk": 1} if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else {}

    response = client.get(reverse(name, kwargs=arguments), follow=True)

    assert (response.status_code in (200, 403, 404), problems(response)) == (True, [])


@pytest.mark.parametrize("name", sorted(FOR_THE_SIGNED_IN))
def test_a_page_for_the_signed_in_is_ours_for_someone_who_has_everything(client, name):
    user = make_user(password=PASSWORD)
    authenticator_app(user)
    client.force_login(user)
    arguments = {"pk": 1} if name in ("mfa_edit_webauthn", "mfa_remove_webauthn") else {}

    response = client.get(reverse(name, kwargs=arguments), follow=True)

    assert (response.status_code in (200, 404), problems(response)) == (True, [])


def test_the_pages_on_the_way_in_are_ours(client):
    user = make_user(password=PASSWORD)
    authenticator_app(user)
    seen = []

    post(client, "account_reset_password", email=user.email)
    seen.append(client.get(reverse("account_confirm_password_reset_code")))
    post(client, "account_login", login=user.email)
    seen.append(client.get(reverse("account_confirm_login_code")))
    seen.append(post(client, "account_confirm_login_code", code="1"))
    sign_in_by_code(client, user.email)
    seen.append(client.get(reverse("mfa_authenticate")))
    seen.append(post(client, "mfa_authenticate", code="1"))

    assert [response.status_code for response in seen] == [200] * 5
    assert [problem for response in seen for problem in problems(response)] == []
