"""In a real browser: a code, an authenticator app before the admin opens, a passkey made and used, no script needed."""

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.accounts.ways import app_code, authenticator_app, last_code
from tests.factories import make_user
from tests.journeys import axe

pytestmark = pytest.mark.browser


def sign_in(page: Page, email: str, then: str = "/account/") -> None:
    """Ask for a code on the page, type it."""
    page.goto(f"/accounts/login/?next={then}")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    type_the_code(page)
    expect(page.get_by_role("heading", name="Enter your code")).to_have_count(0)


def type_the_code(page: Page) -> None:
    """Once it is asked for, its mail has left."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    page.get_by_label("Code").fill(last_code())
    page.get_by_role("button", name="Continue").click()


def plug_in_an_authenticator(page: Page) -> None:
    """Give the browser a device that keeps passkeys and asks nobody."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_a_passkey(page: Page) -> None:
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_newcomer_comes_in_with_an_address_and_its_code(open_page, scripts):
    page = open_page(java_script_enabled=scripts)
    page.goto("/accounts/signup/?next=/account/")
    page.get_by_label("E-mail address").fill("new@trust.example")
    page.get_by_role("button", name="Send me a code").click()

    type_the_code(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and security")
    expect(page.get_by_text("new@trust.example", exact=True)).to_be_visible()


def test_a_coordinator_sets_up_an_app_and_opens_the_desk_by_keyboard_alone(page):
    user = make_user(is_staff=True)
    sign_in(page, user.email, then="/admin/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Coordinators need a second step")
    page.get_by_role("button", name="Set up an authenticator app").press("Enter")
    key = page.locator("dd").first.inner_text().replace(" ", "")
    expect(page.get_by_role("img", name="A QR code that holds the key below")).to_be_visible()

    page.get_by_label("Code that the app shows").fill(app_code(key, at_least=10))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    page.goto("/admin/")

    assert page.url.endswith("/admin/")


def test_a_passkey_is_made_and_then_signs_in_on_its_own(page):
    user = make_user(is_staff=True)
    plug_in_an_authenticator(page)
    sign_in(page, user.email)
    add_a_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    mail.outbox.clear()

    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto("/admin/")

    assert page.url.endswith("/admin/")
    assert mail.outbox == []


def test_a_passkey_is_a_second_step_after_a_code(page):
    user = make_user()
    plug_in_an_authenticator(page)
    sign_in(page, user.email)
    add_a_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, user.email)

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and security")


def test_a_passkey_shows_again_who_one_is_before_a_change(page):
    plug_in_an_authenticator(page)
    sign_in(page, make_user().email)
    add_a_passkey(page)
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/recovery-codes/generate/")

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Make new recovery codes")


def test_a_passkey_that_fails_is_said_so_and_the_other_ways_stay(page):
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'AbortError')) }")

    page.get_by_role("button", name="Use a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey was not used")


def test_without_scripts_there_is_no_passkey_button_and_all_else_works(no_javascript):
    no_javascript.goto("/accounts/login/")

    expect(no_javascript.get_by_role("button", name="Use a passkey")).not_to_be_visible()
    expect(no_javascript.get_by_role("button", name="Send me a code")).to_be_visible()


PAGES = ["/account/", "/account/second-step/", "/account/confirm/", "/accounts/email/", "/accounts/sessions/"]
PAGES += ["/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/"]
PAGES += ["/accounts/logout/", "/accounts/password/set/", "/accounts/3rdparty/", "/admin/"]
VISITORS = ["/accounts/login/", "/accounts/signup/", "/accounts/login/code/", "/accounts/password/reset/"]


def test_axe_finds_nothing_on_the_way_in_nor_on_the_pages_of_ones_account(open_page):
    page, found = open_page(), []
    for address in VISITORS:
        page.goto(address)
        found += axe.wrong(page)
        page.get_by_role("button", name="Send me a code").click()
        expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
        found += axe.wrong(page)
    sign_in(page, make_user().email)
    for address in PAGES:
        page.goto(address)
        found += axe.wrong(page)

    assert found == []


def test_axe_finds_nothing_where_a_second_step_is_asked_for(open_page):
    user, page, found = make_user(), open_page(), []
    authenticator_app(user)
    sign_in(page, user.email)
    found += axe.wrong(page)
    page.get_by_label("Code").fill("1")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    found += axe.wrong(page)

    assert found == []
