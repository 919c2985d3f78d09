"""What a browser journey stands on: the system's Chromium, a page for anybody at any width, with or without JavaScript.

Mark a journey `browser`; `open_page(user, width=NARROW)` gives it a page of the live server, signed in as that user.
"""

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page

from accounts.models import User
from tests.conftest import CHROMIUM
from tests.journeys.axe import WIDE
from tests.journeys.installation import Installation, installation

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps an event loop in the thread of the test

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def open_page(live_server: Any, new_context: Callable) -> Iterator[Callable[..., Page]]:
    """Open pages as somebody or nobody; at the end no script has failed and none was refused by the policy."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_page(user: User | None = None, width: int = WIDE, **options: Any) -> Page:
        viewport = {"width": width, "height": 900}
        context = new_context(base_url=live_server.url, viewport=viewport, **options)
        if user:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    assert complaints == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A visitor's page, as wide as a desk."""
    return open_page()


@pytest.fixture
def no_javascript(open_page: Callable[..., Page]) -> Page:
    """A visitor's page in a browser that runs no scripts."""
    return open_page(java_script_enabled=False)


shared: list[tuple[ExitStack, Installation]] = []


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A real installation, for journeys marked `postgres`; they share it, so each brings its own people."""
    if not shared:
        stack = ExitStack()
        shared.append((stack, stack.enter_context(installation(tmp_path_factory.mktemp("installation")))))
    return shared[0][1]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """Take the installation down once no test wants it: its processes would slow all that follow."""
    try:
        return (yield)
    finally:
        if shared and "site" not in getattr(nextitem, "fixturenames", ()):
            shared.pop()[0].close()


def session_of(user: User, address: str) -> dict[str, str]:
    """The cookie of a fresh session of this user."""
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": address,
    }
