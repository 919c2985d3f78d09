"""The admin under the strict policy: its pages and pickers work without a complaint of the browser."""

import pytest
from django.contrib import admin
from django.urls import include, path, reverse
from playwright.sync_api import expect

from meetings.models import Meeting, Venue
from tests.factories import make_user, make_venue
from tests.journeys.axe import NARROW, WIDE

pytestmark = pytest.mark.browser

# Every picker of Django's in one place, whichever of them our own pages use at the time.
pickers = admin.AdminSite(name="pickers")
pickers.register(Venue, search_fields=["site"])
pickers.register(Meeting, autocomplete_fields=["venue"], date_hierarchy="starts_at", list_filter=["status"])
urlpatterns = [path("pickers/", pickers.urls), path("", include("dit_network.urls"))]


@pytest.fixture
def desk(open_page, settings):
    """Open the admin at any width as someone who may do everything; the second factor has its own journey."""
    settings.DEMO = True
    return lambda width=WIDE: open_page(make_user(is_staff=True, is_superuser=True), width)


def addresses():
    """Every list of the admin, and every form that adds a row."""
    for model in admin.site._registry:
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def test_every_list_and_form_opens_without_a_complaint(desk):
    page = desk()

    answers = {address: page.goto(address).status for address in ["/admin/", *addresses()]}

    assert {address: status for address, status in answers.items() if status not in (200, 403)} == {}


@pytest.mark.urls(__name__)
def test_a_day_is_picked_and_a_venue_is_found_by_typing(desk):
    make_venue(site="Seminar house", building="")
    page = desk()
    page.goto("/pickers/meetings/meeting/add/")

    page.locator("#calendarlink0").click()
    page.locator("#calendarbox0").get_by_role("link", name="Today").click()
    page.locator(".field-venue .select2-selection").click()
    page.locator(".select2-search__field").fill("seminar")
    page.get_by_role("option", name="Seminar house").click()

    expect(page.locator("#id_starts_at_0")).not_to_have_value("")
    expect(page.locator(".field-venue .select2-selection")).to_contain_text("Seminar house")


@pytest.mark.urls(__name__)
def test_a_form_in_a_window_of_its_own_works_too(desk):
    page = desk()
    page.goto("/pickers/meetings/meeting/add/")

    with page.expect_popup() as window:
        page.locator(".field-venue .add-related").click()

    expect(window.value.get_by_label("Site:")).to_be_visible()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_the_desk_has_the_name_of_the_network_and_no_sideways_scroll(desk, settings, width):
    page = desk(width)

    page.goto("/admin/")

    expect(page.locator("#site-name")).to_contain_text(f"{settings.NETWORK_NAME}: coordinators’ desk")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
