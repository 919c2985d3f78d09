"""Approving and publishing minutes: a version is kept each time, and those concerned are told after ten minutes."""

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone

from look import words
from meetings import places
from meetings.copies import wanting
from meetings.models import Meeting
from meetings.reminding import weekly
from meetings.undoing import HOLD
from meetings.words import Status
from members.folding import fold
from members.models import Member
from members.models.member import MemberQuerySet
from members.names import name_of
from outbox import post

from . import carrying, messages
from .models import Action, Minutes, MinutesVersion, Resolution

if TYPE_CHECKING:
    from accounts.models import User


class Refusal(models.TextChoices):
    """Why minutes are not published, or not taken back."""

    EMPTY = "empty", "There is nothing to publish yet. Write the minutes first."
    NOT_OVER = "not_over", "The meeting is not over yet. Publish its minutes afterwards."
    CANCELLED = "cancelled", "This meeting is cancelled, so it has no minutes."
    SAME = "same", "These minutes are published as they are. Nothing has changed since."
    CHANGED = "changed", "Somebody changed the minutes after you looked at them. Read them again, then publish."
    NOT_PUBLISHED = "not_published", "These minutes are not published."
    TOLD = "told", "Ten minutes have passed and the messages have left. Correct the minutes and publish them again."


class Refused(Exception):
    """Nothing was published or taken back; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


def concerned(meeting: Meeting, now: datetime) -> MemberQuerySet:
    """Who is told: everyone eligible who was there, or who answered the meeting, whatever they said.

    Whoever gets one mail a week reads of it there.
    """
    people = wanting(Member.objects.eligible(timezone.localdate(now)).reachable(), messages.TOPIC.code)
    singly = people.exclude(pk__in=weekly.taking(people).values("pk"))
    return singly.filter(Q(pk__in=meeting.attendance.values("member")) | Q(pk__in=meeting.rsvps.values("member")))


def refusal(meeting: Meeting, minutes: Minutes | None, now: datetime) -> Refusal | None:
    """Say why these minutes cannot be published now, or None if they can."""
    if meeting.status == Status.CANCELLED:
        return Refusal.CANCELLED
    if meeting.ends_at > now:
        return Refusal.NOT_OVER
    if minutes is None or minutes.pk is None or not minutes.text.strip():
        return Refusal.EMPTY
    latest = minutes.versions.standing().first()
    return Refusal.SAME if latest and contents(minutes) == contents_of(latest) else None


def contents(minutes: Minutes) -> tuple[str, list[str], list[dict[str, str]]]:
    """What would be published now: the text, the decisions, the actions in words."""
    decisions = list(minutes.meeting.resolutions.values_list("text", flat=True))
    actions = minutes.meeting.actions.filter(dropped_at=None).select_related("owner")
    return minutes.text, decisions, [in_words(action) for action in actions]


def contents_of(version: MinutesVersion) -> tuple[str, list[str], list[dict[str, str]]]:
    return version.text, version.decisions, version.actions


def in_words(action: Action) -> dict[str, str]:
    """An action as a version keeps it; `who` finds its owner under whatever name they have and show later."""
    by_when = words.day(action.due_on) if action.due_on else ""
    name, who = (action.owner.name, action.owner.public_id) if action.owner else ("", "")
    return {"text": action.text, "owner": name, "due": by_when, "who": who}


@transaction.atomic
def publish(meeting: Meeting, seen: str, by: "User", now: datetime) -> MinutesVersion:
    """Keep the minutes as they were read, open them to members, carry over what was not reached. Raises Refused.

    `seen` is the wording that was approved; the messages leave when nobody can take it back any more.
    """
    carrying.lock_with_next(meeting, now)  # meetings first, everywhere
    minutes = locked(meeting)
    if reason := refusal(meeting, minutes, now):
        raise Refused(reason)
    assert minutes  # noqa: S101  no minutes are a refusal
    if wording(minutes) != seen:
        raise Refused(Refusal.CHANGED)
    version = keep(minutes, by, now)
    open_to_members(minutes, version)
    messages.minutes_published(version, concerned(meeting, now), now, HOLD)
    carrying.carry_over(meeting, now)
    return version


def keep(minutes: Minutes, by: "User", now: datetime) -> MinutesVersion:
    text, decisions, actions = contents(minutes)
    last = minutes.versions.standing().aggregate(last=Max("number"))["last"] or 0
    return MinutesVersion.objects.create(
        minutes=minutes,
        number=last + 1,
        text=text,
        decisions=decisions,
        actions=actions,
        approved_by=by,
        approved_by_name=name_of(by),
        published_at=now,
    )


def open_to_members(minutes: Minutes, version: MinutesVersion | None) -> None:
    """Let members read and find what this version says; without one, nothing."""
    minutes.published_at = version.published_at if version else None
    minutes.search_text = fold(version.text) if version else ""
    minutes.save(update_fields=["published_at", "search_text"])
    said = [*version.decisions, *(action["text"] for action in version.actions)] if version else []
    rows: list[Action | Resolution] = [*minutes.meeting.resolutions.all(), *minutes.meeting.actions.all()]
    for row in rows:
        row.search_text = fold(row.text) if row.text in said else ""
        row.save(update_fields=["search_text"])


@transaction.atomic
def take_back(meeting: Meeting, now: datetime) -> MinutesVersion:
    """Take back what was published less than ten minutes ago, before anybody is told of it. Raises Refused."""
    places.lock(meeting)
    minutes = locked(meeting)
    version = minutes.versions.standing().first() if minutes else None
    if minutes is None or version is None:
        raise Refused(Refusal.NOT_PUBLISHED)
    if now >= version.published_at + HOLD:
        raise Refused(Refusal.TOLD)
    post.withdraw(messages.written_for(version))
    version.taken_back_at = now
    version.save(update_fields=["taken_back_at"])
    open_to_members(minutes, minutes.versions.standing().first())
    return version


def locked(meeting: Meeting) -> Minutes | None:
    return Minutes.objects.select_for_update(no_key=True).filter(meeting=meeting).first()


def wording(minutes: Minutes) -> str:
    """Tell one state of the minutes from another, so that nobody approves what they have not read."""
    return sha256(repr(contents(minutes)).encode()).hexdigest()


def happened(since: datetime, until: datetime) -> list[weekly.News]:
    """For the mail of the week: the minutes that were published between two moments and stand."""
    published = MinutesVersion.objects.filter(taken_back_at=None, published_at__gte=since, published_at__lt=until)
    return [
        weekly.News(version.published_at, f"{version.minutes} are published", version.minutes.get_absolute_url())
        for version in published.select_related("minutes__meeting")
    ]
