"""Write a message to one person. Whatever leaves the network, sign-in codes apart, starts here."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

from . import html
from .models import Kind, Message, MessageQuerySet, State, full_key

if TYPE_CHECKING:
    from accounts.models import User


def write(
    name: str,
    *,
    to: str,
    key: str,
    now: datetime,
    user: "User | None" = None,
    about: str = "",
    kind: str = Kind.SERVICE,
    headers: Mapping[str, str] | None = None,
    reply_to: str = "",
    context: Mapping[str, object] | None = None,
) -> Message:
    """Write one message into the outbox, once per key, within the caller's transaction.

    `name` is "<app>/<message>": the words live once, in `templates/<app>/messages/<message>.txt`; its first line is
    the subject, and the HTML is made from the text, with a button where a line that ends in a colon stands above
    `{{ public_address }}/...`. `reply_to` is the one address that an answer goes to instead of ours.
    """
    words = draft(
        name, to=to, now=now, user=user, about=about, kind=kind, headers=headers, reply_to=reply_to, context=context
    )
    return store(words, key)


def store(words: Mapping[str, object], key: str) -> Message:
    """Put a draft into the outbox, once per key."""
    message, _ = Message.objects.get_or_create(key=full_key(str(words["name"]), key), defaults=dict(words))
    return message


def draft(
    name: str,
    *,
    to: str,
    now: datetime,
    user: "User | None" = None,
    about: str = "",
    kind: str = Kind.SERVICE,
    headers: Mapping[str, str] | None = None,
    reply_to: str = "",
    context: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Render a message without storing it: for `write`, for previews, and for filling many rows at once."""
    subject, text = words_of(name, context or {})
    return {
        "name": name,
        "message_id": new_message_id(),
        "kind": kind,
        "about": about,
        "user": user,
        "recipient": to,
        "subject": subject,
        "text": html.unmarked(text).strip() + "\n",
        "html": html.page(subject, text),
        "headers": list_headers(kind, headers or {}) | ({"Reply-To": reply_to} if reply_to else {}),
        "created_at": now,
        "next_attempt_at": now,
    }


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
    """Let those that failed start afresh, under the same Message-ID."""
    return messages.failed().update(state=State.WAITING, next_attempt_at=now, attempts=0)


def list_headers(kind: str, headers: Mapping[str, str]) -> dict[str, str]:
    """Only news is a mailing list, and only its List-* headers are a writer's to set. Raises ValueError."""
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
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain}>"
