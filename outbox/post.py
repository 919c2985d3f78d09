"""Write a message to one person. Whatever leaves the network, sign-in codes apart, starts here."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from functools import cache
from typing import TYPE_CHECKING, Any, Required, TypedDict, Unpack

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from . import html, stopping, topics
from .models import Kind, Message, MessageQuerySet, State, full_key

if TYPE_CHECKING:
    from accounts.models import User


class Given(TypedDict, total=False):
    """What a writer says of a message. `reply_to` is the one address that an answer goes to instead of ours."""

    to: Required[str]
    now: Required[datetime]
    user: "User | None"
    about: str
    kind: str
    topic: str
    not_after: datetime | None
    headers: Mapping[str, str] | None
    reply_to: str
    context: Mapping[str, object] | None


def write(name: str, *, key: str, **given: Unpack[Given]) -> Message:
    """Write one message into the outbox, once per key, within the caller's transaction.

    `name` is "<app>/<message>": the words live once, in `templates/<app>/messages/<message>.txt`; its first line is
    the subject, and the HTML is made from the text, with a button where a line that ends in a colon stands above
    `{{ public_address }}/...`.
    """
    return store(draft(name, **given), key)


def store(words: Mapping[str, object], key: str) -> Message:
    """Put a draft into the outbox, once per key."""
    message, _ = Message.objects.get_or_create(key=full_key(str(words["name"]), key), defaults=dict(words))
    return message


def draft(name: str, **given: Unpack[Given]) -> dict[str, Any]:
    """Render a message without storing it: for `write`, for previews, and for filling many rows at once.

    With a topic it can be switched off: its header and small print hold the reader's own address for that, or, without
    `user`, a mark for it (`stopping.personal`).
    """
    user, topic, now = given.get("user"), given.get("topic", ""), given["now"]
    context = {**small_print(topic, is_to_a_user=bool(user) or not given["to"]), **(given.get("context") or {})}
    subject, text = words_of(name, context)
    words = {
        "name": name,
        "message_id": new_message_id(),
        "kind": given.get("kind", Kind.SERVICE),
        "about": given.get("about", ""),
        "user": user,
        "recipient": given["to"],
        "topic": topic,
        "subject": subject,
        "text": html.unmarked(text).strip() + "\n",
        "html": html.page(subject, text),
        "headers": all_headers(given),
        "created_at": now,
        "next_attempt_at": now,
        "not_after": given.get("not_after"),
    }
    return stopping.personal(words, user.pk) if user else words


def all_headers(given: Given) -> dict[str, str]:
    """Those that a writer may set, and those of what can be switched off. Raises ValueError."""
    own = list_headers(given.get("kind", Kind.SERVICE), given.get("headers") or {})
    of_topic = stopping.headers(given["topic"]) if given.get("topic") else {}
    reply_to = {"Reply-To": given["reply_to"]} if given.get("reply_to") else {}
    return own | of_topic | reply_to


def small_print(topic: str, *, is_to_a_user: bool) -> dict[str, object]:
    """Where a reader with an account changes what they get, and how they stop this sort of mail."""
    if not is_to_a_user:
        return {}
    stop = html.address(reverse("outbox:stop", args=[stopping.marked(topic)])) if topic else ""
    known = topics.topic(topic)
    return {"mail_settings": html.address(reverse("outbox:mail")), "stop": stop, "topic": known and known.label}


def words_of(name: str, context: Mapping[str, object]) -> tuple[str, str]:
    """The subject, on one line, and the text with our own links still marked."""
    app, _, message = name.partition("/")
    words = render_to_string(f"{app}/messages/{message}.txt", {**network(), **context})
    subject, _, text = words.strip().partition("\n")
    return " ".join(html.unmarked(subject).split())[:200], text


def withdraw(messages: MessageQuerySet) -> int:
    """Keep those that have not left from leaving; one that a sender holds this very second may still go."""
    return messages.waiting().update(state=State.WITHDRAWN, claimed_until=None)


def send_again(messages: MessageQuerySet, now: datetime) -> int:
    """Let those that failed start afresh, under the same Message-ID, as long as their words are kept."""
    return messages.failed().filter(words_erased_at=None).update(state=State.WAITING, next_attempt_at=now, attempts=0)


def list_headers(kind: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Only news is a mailing list, and only its List-* headers are a writer's to set. Raises ValueError.

    What can be switched off gets its own from `stopping.headers`.
    """
    if wrong := [header for header in headers if kind != Kind.NEWS or not header.startswith("List-")]:
        raise ValueError(f"A {kind} message cannot carry {', '.join(wrong)}.")
    return dict(headers)


def network() -> dict[str, object]:
    """What every message may say of the network itself."""
    return {
        "network_name": settings.NETWORK_NAME,
        "public_address": html.address(),
        "controller_name": settings.CONTROLLER_NAME,
        "controller_contact": settings.CONTROLLER_CONTACT,
        "sender_address": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "reply_address": settings.REPLY_ADDRESS,
    }


def new_message_id() -> str:
    """A random Message-ID under the domain of our own From address, kept for life."""
    return f"<{secrets.token_hex(16)}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"


@cache
def domain_of(address: str) -> str:
    """Read once, not for each of thousands of messages."""
    return parseaddr(address)[1].rpartition("@")[2]
