"""Short signed names in links of messages: for one purpose, one row, good for so many days; nothing is stored.

Small letters and digits only, because some mail servers lower an address. What a name leads to decides by its own
state whether it still does something, so a link that was used, or whose row is gone, is harmless.
"""

import base64
import re
from collections.abc import Iterator
from datetime import date, timedelta
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

WHOLE = re.compile(r"([0-9]{1,18})-([0-9]{6,7})-([a-z2-7]{26})", re.ASCII)


def name(purpose: str, pk: int, on: date) -> str:
    """Sign which row it is about and the day on which it was written, in London."""
    return f"{pk}-{on.toordinal()}-{next(signatures(purpose, pk, on.toordinal()))}"


def read(purpose: str, text: str, on: date, valid_for: timedelta) -> int | None:
    """The primary key in a name; None if it was altered, is for another purpose, or has run out."""
    found = WHOLE.fullmatch(text.lower())
    if found is None:
        return None
    pk, day = int(found[1]), int(found[2])
    is_good = any(compare_digest(found[3], each) for each in signatures(purpose, pk, day))
    return pk if is_good and on.toordinal() - day <= valid_for.days else None


def claimed(text: str) -> int | None:
    """The primary key that a name claims, before anything is believed of it: for a purpose that the row knows."""
    found = WHOLE.fullmatch(text.lower())
    return int(found[1]) if found else None


def written_on(text: str) -> date:
    """The day in a name that has been read."""
    return date.fromordinal(int(text.split("-")[1]))


def signatures(purpose: str, pk: int, day: int) -> Iterator[str]:
    """128 bits for each secret key that counts, that of today first."""
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        digest = salted_hmac(f"members.links.{purpose}", f"{pk}.{day}", secret=key, algorithm="sha256").digest()
        yield base64.b32encode(digest[:16]).decode().rstrip("=").lower()
