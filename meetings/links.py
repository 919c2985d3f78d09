"""Short signed names for one person at one meeting, each for one purpose: in links of messages, in reply addresses.

Nothing is stored. Each is small letters and digits only, because some mail servers lower an address. A member who
takes their links back gets a new generation, and every older name leads nowhere (cal-L3).
"""

import base64
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hmac import compare_digest

from django.conf import settings
from django.utils.crypto import salted_hmac

ANSWER, REPLY = "answer", "reply"
WHOLE = re.compile(r"([0-9a-z]{1,12})-([0-9a-z]{1,12})-([a-z2-7]{26})", re.ASCII)
# Stands for somebody's own name until the copy of a message for that person is made; nobody outside this process
# can know it, so no value that a person typed turns into a link.
MARK = f"mark{secrets.token_hex(12)}"
MARKED = re.compile(rf"{MARK}-(\d+)-")


@dataclass(frozen=True)
class Named:
    """Whom and what a name is about; good only if the signature is, for this person's generation."""

    meeting: int
    member: int
    signature: str

    def is_good(self, purpose: str, generation: int) -> bool:
        signed = signatures(purpose, self.meeting, self.member, generation)
        return any(compare_digest(self.signature, each) for each in signed)


def name(purpose: str, meeting: int, member: int, generation: int = 0) -> str:
    """The name of this person at this meeting for this purpose: under 53 letters."""
    signature = next(signatures(purpose, meeting, member, generation))
    return f"{base36(meeting)}-{base36(member)}-{signature}"


def read(text: str) -> Named | None:
    """What a name says, not yet whether it is good; None if it is none."""
    found = WHOLE.fullmatch(text.lower())
    return Named(int(found[1], 36), int(found[2], 36), found[3]) if found else None


def marked(meeting: int) -> str:
    """What stands in a draft where each reader's own name for this meeting will stand."""
    return f"{MARK}-{meeting}-"


def personal(text: str, member: int, generation: int) -> str:
    """The text for one person."""
    names = {meeting: name(ANSWER, int(meeting), member, generation) for meeting in set(MARKED.findall(text))}
    return MARKED.sub(lambda found: names[found[1]], text)


def renewed(text: str, member: int, generation: int) -> str:
    """The same text with this person's good names of this generation, where those of the one before it stand."""

    def new(found: re.Match[str]) -> str:
        named = read(found[0])
        is_theirs = named and named.member == member and named.is_good(ANSWER, generation - 1)
        return name(ANSWER, named.meeting, member, generation) if named and is_theirs else found[0]

    return WHOLE.sub(new, text)


def signatures(purpose: str, meeting: int, member: int, generation: int) -> Iterator[str]:
    """128 bits for each secret key that counts, that of today first."""
    value = f"{meeting}.{member}.{generation}"
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        digest = salted_hmac(f"meetings.links.{purpose}", value, secret=key, algorithm="sha256").digest()
        yield base64.b32encode(digest[:16]).decode().rstrip("=").lower()


def base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
