"""From words that all read to one message a person: with their own links, and nobody else's address."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from members.models import Member
from members.models.member import MemberQuerySet
from outbox import post
from outbox.models import Message, full_key

from . import links
from .models import Preferences

WITH_LINKS = ("text", "html")


def to_member(name: str, member: Member, key: str, now: datetime, *, app: str = "meetings", **further: Any) -> None:
    """Write to a member, if they have an address that they verified."""
    if member.user and Member.objects.reachable().filter(pk=member.pk).exists():
        draft = post.draft(f"{app}/{name}", to=member.user.email, user=member.user, now=now, **further)
        post.store(with_own_links(draft, member.pk, generation_of(member)), key)


def to_each(
    words_with: Callable[[str], Mapping[str, Any]],
    members: MemberQuerySet,
    key: str,
    not_before: datetime,
    personal: Mapping[int, str],
) -> None:
    """The same words to each person: made once, and anew only for those with `personal` words of their own."""

    def made(own: str) -> dict[str, Any]:
        words = {name: value for name, value in words_with(own).items() if name != "user"}
        return words | {"next_attempt_at": not_before}

    shared = made("")
    people = members.values_list("pk", "user_id", "user__email", "preferences__links_generation")
    written = (copy(made(personal[row[0]]) if row[0] in personal else shared, key, *row) for row in people)
    Message.objects.bulk_create(written, batch_size=1000)


def copy(draft: Mapping[str, Any], key: str, member: int, user: int, address: str, generation: int | None) -> Message:
    key = full_key(str(draft["name"]), f"{key}:{member}")
    own = {"key": key, "message_id": post.new_message_id(), "user_id": user, "recipient": address}
    return Message(**{**with_own_links(draft, member, generation or 0), **own})


def with_own_links(draft: Mapping[str, Any], member: int, generation: int) -> dict[str, Any]:
    """The draft with this person's own names where marks stand."""
    return {**draft, **{part: links.personal(draft[part], member, generation) for part in WITH_LINKS}}


def generation_of(member: Member) -> int:
    """Which generation of this member's links is good."""
    found = Preferences.objects.filter(member=member).values_list("links_generation", flat=True).first()
    return found or 0
