"""Everything that leaves about agendas and minutes: one function each, the words in templates/minutes/messages/."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from look import words
from meetings.copies import to_each, to_member
from meetings.messages import about
from members.models.member import MemberQuerySet
from members.names import name_of
from outbox import post
from outbox.models import Message, MessageQuerySet, full_key
from outbox.topics import Topic

from .models import Action, AgendaItem, MinutesVersion

if TYPE_CHECKING:
    from accounts.models import User

PUBLISHED = "minutes/minutes_published"
TOPIC = Topic("minutes", "Minutes", "When the minutes of a meeting that you answered or came to are published.")


def item_declined(item: AgendaItem, why: str, now: datetime, by: "User") -> None:
    """To the proposer, only when the coordinator adds a word."""
    member = item.proposed_by
    if member is None:
        return
    subject = about(item.meeting) if item.meeting else ""
    context = {"item": item, "member": member, "why": why, "by": name_of(by)}
    to_member("item_declined", member, item.public_id, now, app="minutes", about=subject, context=context)


def minutes_published(version: MinutesVersion, members: MemberQuerySet, now: datetime, hold: timedelta) -> None:
    """One message to each, once for each version; they leave when the time to take it back is over."""
    meeting = version.minutes.meeting
    context = {"meeting": meeting, "version": version, "minutes": version.minutes}
    draft = post.draft(PUBLISHED, to="", now=now, about=about(meeting), topic=TOPIC.code, context=context)
    to_each(lambda _own: draft, members, f"{version.pk}", now + hold, {})


def written_for(version: MinutesVersion) -> MessageQuerySet:
    """All that was written when this version was published."""
    return Message.objects.filter(key__startswith=full_key(PUBLISHED, f"{version.pk}:"))


def promised(actions: list[Action], on: date) -> str:
    """What one member reads of their actions in an invitation."""
    return "\n".join(["You have promised:", "", *(f"- {in_words(action, on)}" for action in actions)])


def in_words(action: Action, on: date) -> str:
    """An action on one line, with its day, and whether that has passed."""
    if action.due_on is None:
        return action.text
    return f"{action.text} ({'was due by' if action.due_on < on else 'by'} {words.day(action.due_on)})"
