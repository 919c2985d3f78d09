"""A mail server for the tests that send for real."""

from collections.abc import Iterator

import pytest

from tests.outbox import mail_server


@pytest.fixture
def server(settings) -> Iterator[mail_server.MailServer]:
    """A mail server on this machine to which the site's mail goes."""
    with mail_server.running() as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running
