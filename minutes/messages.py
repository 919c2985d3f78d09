"""Everything that leaves about agendas and minutes: one function each, the words in templates/minutes/messages/."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from look import words
from meetings.messages import about
from members.models import Member
from members.models.member import MemberQuerySet
from members.names import name_of
from outbox import post
from outbox.models import Message, full_key

from .models import Action, AgendaItem, MinutesVersion

if TYPE_CHECKING:
    from accounts.models import User

PUBLISHED = "minutes/minutes_published"


def item_declined(item: AgendaItem, why: str, now: datetime, by: "User") -> None:
    """To the proposer, only when the coordinator adds a word."""
    member = item.proposed_by
    if member is None or member.user is None or not Member.objects.reachable().filter(pk=member.pk).exists():
        return
    post.write(
        "minutes/item_declined",
        to=member.user.email,
        user=member.user,
        key=item.public_id,
        now=now,
        about=about(item.meeting) if item.meeting else "",
        context={"item": item, "member": member, "why": why, "by": name_of(by)},
    )


def minutes_published(version: MinutesVersion, members: MemberQuerySet, now: datetime, hold: timedelta) -> int:
    """One message to each, once for each version; they leave when the time to take it back is over."""
    meeting = version.minutes.meeting
    context = {"meeting": meeting, "version": version, "minutes": version.minutes}
    words = post.draft(PUBLISHED, to="", now=now, about=about(meeting), context=context)
    del words["user"]
    words["next_attempt_at"] = now + hold
    people = members.values_list("pk", "user_id", "user__email")
    written = [copy(words, version, *person) for person in people]
    Message.objects.bulk_create(written, batch_size=1000)
    return len(written)


def copy(words: dict[str, Any], version: MinutesVersion, member: int, user: int, address: str) -> Message:
    """The same words to one person, with nobody else's address."""
    own = {"key": key_of(version, member), "recipient": address, "user_id": user, "message_id": post.new_message_id()}
    return Message(**{**words, **own})


def key_of(version: MinutesVersion, member: int | str) -> str:
    return full_key(PUBLISHED, f"{version.pk}:{member}")


def promised(actions: list[Action], on: date) -> str:
    """What one member reads of their actions in an invitation."""
    return "\n".join(["You have promised:", "", *(f"- {in_words(action, on)}" for action in actions)])


def in_words(action: Action, on: date) -> str:
    """An action on one line, with its day, and whether that has passed."""
    if action.due_on is None:
        return action.text
    return f"{action.text} ({'was due by' if action.due_on < on else 'by'} {words.day(action.due_on)})"
