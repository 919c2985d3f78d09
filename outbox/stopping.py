"""Addresses that stop one sort of mail for one person without a login: in a mail's header and its small print.

Nothing is stored. A name is small letters and digits, short enough for the part of a mail address before the @.
"""

import base64
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import User

from . import topics

NAME = re.compile(r"stop-([0-9]{1,9})-([a-z]{1,12})-([a-z2-7]{20})", re.ASCII)
# Stands for somebody's own name until the copy of a message for that person is made.
MARK = f"stop{secrets.token_hex(12)}"
MARKED = re.compile(rf"{MARK}-([a-z]+)-")
PERSONAL = ("text", "html")
ONE_CLICK = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


@dataclass(frozen=True)
class Stop:
    """Who would stop which sort of mail."""

    user: User
    topic: topics.Topic

    @property
    def is_stopped(self) -> bool:
        return not topics.wants(self.user, self.topic.code)


def name(user: int, topic: str) -> str:
    """The name under which this person stops this sort of mail: at most 49 letters."""
    return f"stop-{user}-{topic}-{next(signatures(user, topic))}"


def read(text: str) -> Stop | None:
    """Whom and what a name is about; None if it is none of ours, or that person is gone."""
    found = NAME.fullmatch(text.lower())
    if not found or not any(compare_digest(found[3], each) for each in signatures(int(found[1]), found[2])):
        return None
    user, topic = User.objects.filter(pk=int(found[1])).first(), topics.topic(found[2])
    return Stop(user, topic) if user and topic else None


def stop(text: str, now: datetime) -> Stop | None:
    """Stop what a name says, as often as it is asked; for the one-click POST and for a mail to the address."""
    found = read(text)
    if found:
        topics.switch(found.user, found.topic.code, now, wanted=False)
    return found


def marked(topic: str) -> str:
    """What stands in a draft where each reader's own name will stand."""
    return f"{MARK}-{topic}-"


def headers(topic: str) -> dict[str, str]:
    """What mail programs make their own unsubscribe button of (RFC 2369, RFC 8058), still with the mark."""
    local, _, domain = settings.REPLY_ADDRESS.partition("@")
    page = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('outbox:stop', args=[marked(topic)])}"
    return {"List-Unsubscribe": f"<{page}>, <mailto:{local}+{marked(topic)}@{domain}>", **ONE_CLICK}


def personal(draft: Mapping[str, Any], user: int) -> dict[str, Any]:
    """The draft with this person's own name where the mark stands; signed once for all of it."""
    if not draft["topic"]:
        return dict(draft)
    mark, own = marked(draft["topic"]), name(user, draft["topic"])
    in_headers = {header: value.replace(mark, own) for header, value in draft["headers"].items()}
    return {**draft, **{part: draft[part].replace(mark, own) for part in PERSONAL}, "headers": in_headers}


def signatures(user: int, topic: str) -> Iterator[str]:
    """100 bits for each secret key that counts, that of today first."""
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        digest = salted_hmac("outbox.stopping", f"{user}.{topic}", secret=key, algorithm="sha256").digest()
        yield base64.b32encode(digest).decode()[:20].lower()
