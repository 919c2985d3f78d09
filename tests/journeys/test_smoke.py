"""The shortest journey: the site answers a browser, styled, without errors, on either database."""

import pytest

from tests.journeys import axe

pytestmark = [pytest.mark.browser, pytest.mark.smoke]


def test_a_visitor_opens_the_sign_in_page_and_axe_finds_nothing(page):
    page.goto("/accounts/login/")

    assert page.locator("h1").count() == 1
    assert axe.findings(page) == []
