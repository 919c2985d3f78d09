"""A robot that reads mail as scanners do: it opens every link of a message, again and again, and presses nothing."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import resolve

from outbox.models import Message

# What is noted on looking, of which no row is a fact about people or meetings: sessions and rate limits (the cache is
# no model). Of a private calendar it is noted when it was read and by which program.
NOTED = {"sessions.Session", "usersessions.UserSession"}
NOTED_IN = {"meetings.Feed": {"read_at", "read_by"}, "members.PathwayFeed": {"read_at", "read_by"}}
LINK = re.compile(r"""https?://[^\s"'<>]+""")


def links_of(messages: Iterable[Message]) -> list[str]:
    """Every address of ours in every part of these messages, each once: text, HTML, calendar and headers."""
    found: dict[str, None] = {}
    for message in messages:
        parts = [message.text, message.html, message.calendar.replace("\r\n ", ""), *message.headers.values()]
        for part in parts:
            found |= dict.fromkeys(link.replace("&amp;", "&").rstrip(".,)\\") for link in LINK.findall(part))
    own = settings.PUBLIC_ADDRESS.rstrip("/")
    return [link.removeprefix(own) for link in found if link.startswith(own)]


def scan(links: Iterable[str], times: int = 1) -> dict[str, set[int]]:
    """Ask for the head and the page of each link so often, and follow where they lead; gives how each answered."""
    client, answers = Client(), dict[str, set[int]]()
    for link in links:
        for ask in [client.head, client.get] * times:
            answers.setdefault(link, set()).add(ask(link, follow=True).status_code)
    return answers


def one_of_each_page(links: Iterable[str]) -> dict[str, str]:
    """One link to each page that needs no login, and to each answer that a link can ask for."""
    pages: dict[str, str] = {}
    for link in links:
        path, _, question = link.partition("?")
        page = resolve(path)
        if not getattr(page.func, "login_required", True):
            pages.setdefault(f"{page.view_name} {question}".strip(), link)
    return pages


def facts() -> Mapping[str, str]:
    """All that the database holds about people and meetings, table by table, as one print of its rows."""
    return {model._meta.label: digest(model) for model in apps.get_models() if model._meta.label not in NOTED}


def digest(model: type) -> str:
    left_out = NOTED_IN.get(model._meta.label, set())
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    rows = model._default_manager.order_by("pk").values_list(*columns)
    return sha256(repr([[as_bytes(value) for value in row] for row in rows]).encode()).hexdigest()


def as_bytes(value: object) -> object:
    """PostgreSQL gives binary columns as views, whose print tells where they lie and not what they hold."""
    return bytes(value) if isinstance(value, memoryview) else value
