"""From words that all read to one message a person: with their own links and calendar, and nobody else's address."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from look.ical import as_bytes
from members.models import Member
from members.models.member import MemberQuerySet
from outbox import post, stopping, topics
from outbox.models import Message, MessageQuerySet, State, full_key

from . import links
from .invitations.carrying import OF_A_READER, Calendars, Reader
from .models import Invitation, Meeting, Preferences

WITH_LINKS = ("text", "html")
BATCH = 1000


def to_member(
    name: str,
    member: Member,
    key: str,
    now: datetime,
    *,
    app: str = "meetings",
    invites_to: Meeting | None = None,
    **further: Any,
) -> None:
    """Write to a member, if they have an address that they verified; to their calendar too if it `invites_to`."""
    row = Member.objects.reachable().filter(pk=member.pk).values_list(*OF_A_READER).first()
    if row is None:
        return
    reader = Reader(*row)
    draft = post.draft(f"{app}/{name}", to=reader.address, user=member.user, now=now, **further)
    part = Calendars(invites_to, [member.pk], now).part(reader) if invites_to else None
    if part:
        draft |= {"sender": part.sender, "calendar": part.calendar}
    message = post.store(with_own_links(draft, reader), key)
    if part and message.message_id == draft["message_id"]:
        part.on(message).save()


def to_each(
    words_with: Callable[[str], Mapping[str, Any]],
    to: MemberQuerySet | list[Reader],
    key: str,
    not_before: datetime,
    personal: Mapping[int, str],
    calendars: Calendars | None = None,
) -> None:
    """The same words to each person who wants such mail: made once, and anew for those with `personal` words.

    Readers go by the address that they are given with, such as that under which somebody was invited.
    """

    def made(own: str) -> dict[str, Any]:
        words = {name: value for name, value in words_with(own).items() if name != "user"}
        return words | {"next_attempt_at": not_before}

    shared = made("")
    readers = iter(to) if isinstance(to, list) else readers_among(wanting(to, shared["topic"]))
    while some := list(islice(readers, BATCH)):
        parts = [calendars.part(reader) if calendars else None for reader in some]
        written = [copy(made(personal[one.member]) if one.member in personal else shared, key, one) for one in some]
        for message, part in zip(written, parts, strict=True):
            if part:
                message.sender, message.calendar = part.sender, part.calendar
        Message.objects.bulk_create(written)
        Invitation.objects.bulk_create(part.on(to) for to, part in zip(written, parts, strict=True) if part)


def readers_among(members: MemberQuerySet) -> Iterator[Reader]:
    return map(Reader._make, members.values_list(*OF_A_READER))


def wanting(members: MemberQuerySet, topic: str) -> MemberQuerySet:
    """Without those who switched this sort of mail off."""
    return members.exclude(user__in=topics.not_wanting(topic).values("user")) if topic else members


def copy(draft: Mapping[str, Any], key: str, reader: Reader) -> Message:
    key = full_key(str(draft["name"]), f"{key}:{reader.member}")
    own = {"key": key, "message_id": post.new_message_id(), "user_id": reader.user, "recipient": reader.address}
    return Message(**{**stopping.personal(with_own_links(draft, reader), reader.user or 0), **own})


def with_own_links(draft: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """The draft with this person's own names where marks stand."""
    return {**draft, **own_words(draft, reader.member, reader.generation)}


def own_words(draft: Mapping[str, Any], member: int, generation: int | None) -> dict[str, str]:
    return {part: links.personal(draft[part], member, generation or 0) for part in WITH_LINKS}


def reword(held: MessageQuerySet, draft: Mapping[str, Any]) -> None:
    """Give messages that have not left these words instead, each with its reader's own links."""
    readers = held.values_list("pk", "user__member", "user__member__preferences__links_generation")
    reworded = [
        Message(pk=pk, state=State.WAITING, subject=draft["subject"], **own_words(draft, member, generation))
        for pk, member, generation in readers
    ]
    Message.objects.bulk_update(reworded, ["state", "subject", *WITH_LINKS], batch_size=500)


def renew(member: Member, generation: int) -> None:
    """Give messages to a member that have not left the links of their new generation, in the calendar part too."""
    waiting = list(Message.objects.waiting().filter(user=member.user_id) if member.user_id else [])
    for message in waiting:
        for part in WITH_LINKS:
            setattr(message, part, links.renewed(getattr(message, part), member.pk, generation))
        lines = links.renewed(message.calendar.replace("\r\n ", ""), member.pk, generation).splitlines()
        message.calendar = as_bytes(lines).decode()
    Message.objects.bulk_update(waiting, [*WITH_LINKS, "calendar"], batch_size=500)


def generation_of(member: Member) -> int:
    """Which generation of this member's links is good."""
    found = Preferences.objects.filter(member=member).values_list("links_generation", flat=True).first()
    return found or 0
