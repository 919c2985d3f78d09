"""Write a message to one person. Whatever leaves the network, sign-in codes apart, starts here."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string

from . import html
from .models import Kind, Message

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
    context: Mapping[str, object] | None = None,
) -> Message:
    """Write one message into the outbox, once per key, within the caller's transaction.

    `name` is "<app>/<message>": the words live once, in `templates/<app>/messages/<message>.txt`; its first line is
    the subject, and the HTML is made from the text. Links are built from `PUBLIC_ADDRESS`.
    """
    message, _ = Message.objects.get_or_create(
        key=f"{name}:{key}", defaults=draft(name, to=to, now=now, user=user, about=about, kind=kind, context=context)
    )
    return message


def draft(
    name: str,
    *,
    to: str,
    now: datetime,
    user: "User | None" = None,
    about: str = "",
    kind: str = Kind.SERVICE,
    context: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Render a message without storing it: for `write`, for previews, and for filling many rows at once."""
    words = {**network(), **(context or {})}
    app, _, message = name.partition("/")
    subject, _, text = render_to_string(f"{app}/messages/{message}.txt", words).lstrip().partition("\n")
    text = text.strip() + "\n"
    return {
        "name": name,
        "message_id": new_message_id(),
        "kind": kind,
        "about": about,
        "user": user,
        "recipient": to,
        "subject": " ".join(subject.split())[:200],
        "text": text,
        "html": html.page(subject, text),
        "created_at": now,
        "next_attempt_at": now,
    }


def network() -> dict[str, object]:
    """What every message may say of the network itself."""
    return {
        "network_name": settings.NETWORK_NAME,
        "public_address": settings.PUBLIC_ADDRESS.rstrip("/"),
        "controller_contact": settings.CONTROLLER_CONTACT,
    }


def new_message_id() -> str:
    """A random Message-ID under the domain of our own From address, kept for life."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain}>"
