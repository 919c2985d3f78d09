"""Put the messages of a slot into the outbox: each once, however many schedulers run, late or twice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from outbox.models import Message

from .. import messages, places
from ..copies import copy
from . import people, slots, texts
from .people import Person
from .slots import Kind, Slot

Draft = Callable[[Slot, people.Standing, str, datetime], Mapping[str, Any]]


def write_due(now: datetime) -> int:
    """Write what is due now and not written yet; gives how many there were."""
    due = [slot for slot in slots.of_all(now) if slot.is_open(now)]
    return sum(write(slot, now) for slot in due if people.missing(slot, now).exists())


@transaction.atomic
def write(slot: Slot, now: datetime) -> int:
    """Write to everybody concerned, in a number of questions that does not depend on how many they are.

    The meeting's lock keeps it from being cancelled, moved or answered meanwhile; the unique key keeps a second
    scheduler from writing again.
    """
    meeting = places.lock(slot.meeting)
    found = next((each for each in slots.of(meeting, slots.told_at([meeting])[meeting.pk]) if same(each, slot)), None)
    if found is None or not found.is_open(now):
        return 0
    copies = list(drawn_up(found, people.with_standing(found, people.missing(found, now)), now))
    Message.objects.bulk_create(copies, batch_size=1000, ignore_conflicts=True)
    return len(copies)


def same(one: Slot, other: Slot) -> bool:
    return (one.once, one.at) == (other.once, other.at)


def drawn_up(slot: Slot, addressees: Iterable[Person], now: datetime) -> Iterator[Message]:
    """A copy for each; words are made once for all who stand alike and have nothing of their own to read."""
    own_words = messages.words_besides(slot.meeting, now) if slot.kind == Kind.WEEK else {}
    drafts: dict[tuple[people.Standing, str], Mapping[str, Any]] = {}
    for person in addressees:
        alike = (person.standing, own_words.get(person.reader.member, ""))
        if alike not in drafts:
            drafts[alike] = texts.draft(slot, *alike, now)
        yield copy(drafts[alike], slot.once, person.reader)
