"""The words of what will leave, as its readers will get it, for coordinators; and one as a test to oneself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from outbox import post, stopping
from outbox.models import Message

from .. import links
from . import ahead, people, texts, weekly
from .slots import Slot

if TYPE_CHECKING:
    from accounts.models import User

MOST = 12


@dataclass(frozen=True)
class Wording:
    """One wording of a message, and how many read it."""

    number: int
    draft: dict[str, Any]
    test: dict[str, Any]

    @property
    def subject(self) -> str:
        return str(self.draft["subject"])

    @property
    def text(self) -> str:
        """The words, with a word where each reader has a link of their own."""
        return links.MARKED.sub("own-link", stopping.MARKED.sub("own-link", self.draft["text"]))


def wordings(kind: str, which: str, now: datetime) -> list[Wording] | None:
    """Every wording of one departure, the one that most people read first; None if there is no such departure."""
    if kind == ahead.DIGEST:
        return next((of_week(week, found, now) for week, found in weeks(now) if named(week) == which), None)
    asked = (slot for slot in ahead.to_come(now, now + ahead.AHEAD) if (slot.kind, slot.meeting.slug) == (kind, which))
    return next((of_slot(slot, now) for slot in asked), None)


def weeks(now: datetime) -> Iterator[tuple[datetime, list[weekly.Week]]]:
    return ahead.weeks(now, now + ahead.AHEAD)


def named(week: datetime) -> str:
    return f"{timezone.localdate(week)}"


def of_slot(slot: Slot, now: datetime) -> list[Wording]:
    """Whoever stands alike reads the same, besides what they alone have promised."""
    standings = Counter(each.standing for each in people.with_standing(slot, people.missing(slot, now)))
    return [
        Wording(number, texts.draft(slot, standing, "", now), texts.draft(slot, standing, "", now, test=True))
        for standing, number in standings.most_common(MOST)
    ]


def of_week(week: datetime, found: list[weekly.Week], now: datetime) -> list[Wording]:
    """Each reads another mail, so the first few stand for all."""
    return [
        Wording(1, weekly.draft(each, week, now), weekly.draft(each, week, now, test=True)) for each in found[:MOST]
    ]


def send_test(wording: Wording, by: "User", now: datetime) -> Message:
    """Write this wording to a coordinator alone, once a minute however often they press: it is marked as a test, about
    nothing, and no scheduler counts it."""
    draft = {**wording.test, "user": by, "recipient": by.email}
    which = sha256(wording.test["text"].encode()).hexdigest()[:16]
    return post.store(draft, f"test:{by.pk}:{which}:{now:%Y-%m-%dT%H:%M}")
