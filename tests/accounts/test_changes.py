"""Changing how one signs in: who one is is asked again, the people concerned are told, passwords are good ones."""

from smtplib import SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.urls import reverse

from accounts import addresses
from accounts.models import User
from tests.accounts.ways import (
    PASSWORD,
    app_code,
    authenticator_app,
    has_app,
    last_code,
    post,
    sign_in_by_code,
    sign_in_by_password,
    subjects,
)
from tests.factories import make_user

LONG = "nine grey kettles by a slow river " * 5
NEW = "two rivers and a kettle"


def signed_in(client, **fields) -> User:
    user = make_user(**fields)
    sign_in_by_code(client, user.email)
    return user


def confirm(client) -> None:
    """Show again who one is, by a code."""
    post(client, "account_confirm_by_code")
    post(client, "account_confirm_by_code", code=last_code())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("account_email", {"action_add": "yes", "email": "home@personal.example"}),
        ("account_email", {"action_primary": "yes", "email": "second@personal.example"}),
        ("account_email", {"action_remove": "yes", "email": "second@personal.example"}),
        ("account_set_password", {"password1": NEW}),
    ],
)
def test_whoever_signs_in_by_code_shows_by_another_one_who_they_are_before_a_change(client, name, data):
    user = signed_in(client)
    EmailAddress.objects.create(user=user, email="second@personal.example", verified=True)
    mail.outbox.clear()

    response = post(client, name, **data)

    assert response["Location"].startswith(reverse("account_confirm_by_code"))
    assert addresses.recovery(user) == ["second@personal.example"]
    assert not User.objects.get(pk=user.pk).has_usable_password()
    assert mail.outbox == []


def test_whoever_has_a_password_is_asked_for_it_before_a_change(client):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)

    response = post(client, "account_email", action_add="yes", email="home@personal.example")

    assert response["Location"].startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn"])
def test_whoever_has_a_password_is_asked_for_it_before_adding_a_factor(client, name):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)

    assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))


def test_a_fresh_sign_in_by_code_is_enough_for_a_first_factor_for_ten_minutes(client, time_machine):
    time_machine.move_to("2026-05-14 12:00:00+00:00", tick=False)
    signed_in(client)

    assert client.get(reverse("mfa_activate_totp")).status_code == 200

    time_machine.shift(10 * 60)
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_confirm_by_code"))


def test_an_address_is_added_once_its_code_is_typed_and_the_main_address_is_told(client):
    user = signed_in(client)
    confirm(client)
    post(client, "account_email", action_add="yes", email="home@personal.example")
    assert addresses.recovery(user) == []

    post(client, "account_email_verification_sent", code=last_code())

    assert addresses.recovery(user) == ["home@personal.example"]
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == ([user.email], "An address was added to your account")
    assert "home@personal.example was added" in mail.outbox[-1].body


def test_what_was_asked_for_is_done_once_it_is_confirmed(client):
    user = signed_in(client)
    asked = post(client, "account_email", action_add="yes", email="home@personal.example")
    client.post(asked["Location"])

    done = client.post(asked["Location"], {"code": last_code(), "next": reverse("account_email")})

    assert done["Location"] == reverse("account_email_verification_sent")
    assert (mail.outbox[-1].to, addresses.recovery(user)) == (["home@personal.example"], [])


def test_an_address_of_somebody_else_is_added_to_nobody(client):
    other = make_user()
    user = signed_in(client)
    confirm(client)
    post(client, "account_email", action_add="yes", email=other.email)

    response = post(client, "account_email_verification_sent", code=last_code())

    assert "Somebody else signs in with this address" in response.content.decode()
    assert addresses.recovery(user) == []


def test_a_new_main_address_is_told_to_the_old_one_and_to_the_new_one(client):
    user = signed_in(client)
    EmailAddress.objects.create(user=user, email="home@personal.example", verified=True)
    confirm(client)

    post(client, "account_email", action_primary="yes", email="home@personal.example")

    told = [(message.to, message.subject) for message in mail.outbox[-2:]]
    assert told == [([each], "Your main address was changed") for each in (user.email, "home@personal.example")]
    assert User.objects.get(pk=user.pk).email == "home@personal.example"
    assert addresses.recovery(user) == [user.email]


def test_whoever_lost_their_mailbox_makes_the_recovery_address_their_main_one_without_reading_the_old_one(
    client,
):
    user = make_user()
    EmailAddress.objects.create(user=user, email="home@personal.example", verified=True)
    sign_in_by_code(client, "home@personal.example")
    change = {"action_primary": "yes", "email": "home@personal.example"}

    asked = post(client, "account_email", **change)
    client.post(asked["Location"])
    codes_went_to = [message.to for message in mail.outbox]
    client.post(asked["Location"], {"code": last_code()})
    post(client, "account_email", **change)

    assert codes_went_to == [["home@personal.example"]] * 2
    assert User.objects.get(pk=user.pk).email == "home@personal.example"
    assert addresses.recovery(user) == [user.email]


@pytest.mark.parametrize(
    ("to", "went"),
    [("home@personal.example", True), ("thief@evil.example", False), ("unproved@personal.example", False)],
)
def test_a_code_to_confirm_goes_to_any_address_of_ones_own_and_to_no_other(client, to, went):
    user = signed_in(client)
    EmailAddress.objects.create(user=user, email="home@personal.example", verified=True)
    EmailAddress.objects.create(user=user, email="unproved@personal.example", verified=False)

    post(client, "account_confirm_by_code", to=to)

    assert mail.outbox[-1].to == [to if went else user.email]


def test_the_main_address_cannot_be_removed(client):
    user = signed_in(client)
    confirm(client)

    post(client, "account_email", action_remove="yes", email=user.email)

    assert EmailAddress.objects.filter(user=user, email=user.email).exists()


def test_a_removed_address_is_told_and_signs_in_no_more(client):
    user = signed_in(client)
    EmailAddress.objects.create(user=user, email="home@personal.example", verified=True)
    confirm(client)

    post(client, "account_email", action_remove="yes", email="home@personal.example")

    assert mail.outbox[-1].subject == "An address was removed from your account"
    assert addresses.owner("home@personal.example") is None


def test_whoever_needs_no_password_may_set_one_and_is_told(client):
    user = signed_in(client)
    confirm(client)

    post(client, "account_set_password", password1=NEW)

    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert mail.outbox[-1].subject == "A password was set for your account"


def test_what_was_typed_as_a_password_is_kept_nowhere_while_we_ask_who_it_is(client):
    signed_in(client)

    post(client, "account_set_password", password1=NEW)

    assert NEW not in str(dict(client.session.items()))
    assert "kettle" not in str(dict(client.session.items()))


def test_changing_a_password_needs_the_present_one_and_is_told(client):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)

    wrong = post(client, "account_change_password", oldpassword="wrong", password1=NEW)
    right = post(client, "account_change_password", oldpassword=PASSWORD, password1=NEW)

    assert "That is not your present password" in wrong.content.decode()
    assert right["Location"] == reverse("account_settings")
    assert subjects() == ["Your password was changed"]


def test_a_password_set_with_a_code_is_told_and_ends_every_session(client):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)
    elsewhere = type(client)()
    post(elsewhere, "account_reset_password", email=user.email)
    post(elsewhere, "account_confirm_password_reset_code", code=last_code())

    post(elsewhere, "account_complete_password_reset", password1=NEW)

    assert mail.outbox[-1].subject == "Your password was changed"
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("elevenchars", False),
        ("twelve chars", True),
        ("international", False),
        ("Password1234!", False),
        ("2026liverpool", False),
        ("123456789012", False),
        ("aaaaaaaaaaaaaaaa", False),
        ("ada.example.2026", False),
        ("my AdaExample2026 kettle", False),
        ("93718264059182", True),
        ("   spaces at both ends   ", True),
        ("密码很长但是不难记住的句子", True),
        ("x" * 64 + "y" * 64, True),
    ],
)
def test_a_password_has_twelve_characters_of_any_kind_and_is_neither_common_nor_ones_address(client, password, taken):
    user = signed_in(client, email="ada.example.2026@trust.example")
    confirm(client)

    post(client, "account_set_password", password1=password)

    assert User.objects.get(pk=user.pk).check_password(password) == taken


def test_a_long_password_is_not_cut_short(client):
    user = signed_in(client)
    confirm(client)

    post(client, "account_set_password", password1=LONG + "y")

    assert not User.objects.get(pk=user.pk).check_password(LONG + "z")


@pytest.mark.django_db(transaction=True)
def test_adding_and_removing_an_authenticator_app_is_told(client):
    user = signed_in(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    mail.outbox.clear()

    post(client, "mfa_activate_totp", code=app_code(secret))
    post(client, "mfa_reauthenticate", code=app_code(secret))
    post(client, "mfa_deactivate_totp")

    assert not has_app(user)
    assert subjects() == [
        "An authenticator app was added to your account",
        "The authenticator app was removed from your account",
    ]


@pytest.mark.django_db(transaction=True)
def test_new_recovery_codes_are_told_and_end_the_old_ones(client):
    user = make_user()
    authenticator_app(user)
    first, second, third, *_ = RecoveryCodes.activate(user).get_unused_codes()
    sign_in_by_code(client, user.email)
    post(client, "mfa_authenticate", code=first)
    post(client, "mfa_reauthenticate", code=second)
    mail.outbox.clear()

    post(client, "mfa_generate_recovery_codes")

    assert subjects() == ["New recovery codes were made for your account"]
    assert third not in RecoveryCodes.activate(user).get_unused_codes()


def test_a_notice_says_when_with_what_and_what_to_do(client, time_machine, settings):
    time_machine.move_to("2026-05-14 13:30:00+00:00", tick=False)
    settings.PUBLIC_ADDRESS = "https://network.example"
    client = type(client)(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/150.0"})
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)

    post(client, "account_change_password", oldpassword=PASSWORD, password1=NEW)

    assert mail.outbox[-1].body == (
        "Hello,\n\n"
        "Your password was changed. Everywhere else that you were signed in was signed out.\n\n"
        "When: Thursday 14 May 2026, 2.30pm\n"
        "With: Firefox on Windows\n\n"
        "If this was you, there is nothing to do.\n\n"
        "If it was not, sign in at once, look at every setting, and sign out everywhere else:\n"
        "https://network.example/account/\n"
        "If you cannot sign in, write to data-protection@dit-northwest.example.\n\n"
        "DIT North-West Network\nhttps://network.example"
    )


class Unreachable(BaseEmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected


def test_a_change_stands_when_its_notice_cannot_be_sent_and_the_page_says_so(client, settings):
    user = make_user(password=PASSWORD)
    sign_in_by_password(client, user.email)
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"

    response = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW}, follow=True)

    assert User.objects.get(pk=user.pk).check_password(NEW)
    assert "we could not e-mail you to confirm it" in response.content.decode()


def test_a_code_to_confirm_ends_after_three_tries(client):
    signed_in(client)
    post(client, "account_confirm_by_code")
    for _ in range(3):
        post(client, "account_confirm_by_code", code="0000-0000")

    post(client, "account_confirm_by_code", code=last_code())

    assert post(client, "account_set_password", password1=NEW)["Location"].startswith(
        reverse("account_confirm_by_code")
    )
