"""The site as a demonstration, with a mail folder of the test's own."""

import pytest


@pytest.fixture
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.dit_network.demo.site"
    settings.EMAIL_BACKEND = "dit_network.demo.mail.Backend"
    settings.DEMO_MAIL = tmp_path / "mail"
    return settings
