"""What people promised: theirs until it is done, back with each invitation, and looked after by the coordinators."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q, QuerySet

from meetings.models import Meeting
from members.folding import fold
from members.gate import HIDDEN, names_for
from members.models import Member
from members.names import name_of
from members.rights.holding import FORMER

from . import messages
from .models import Action, MinutesVersion
from .models.minutes import ActionQuerySet

if TYPE_CHECKING:
    from accounts.models import User

# So long something done stays in sight of its owner, to be taken up again with one press.
SHOWN_WHEN_DONE = timedelta(days=1)


class Refusal(models.TextChoices):
    """Why an action is not changed."""

    NOT_ELIGIBLE = "not_eligible", "Choose somebody who may take part: no member who may has this name."
    DROPPED = "dropped", "This action was given up meanwhile."
    DONE = "done", "This action is done already."


class Refused(Exception):
    """Nothing was changed; `reason` says why."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.label)
        self.reason = reason


@transaction.atomic
def finish(action: Action, by: "User", now: datetime) -> Action:
    """Say that it is done; a second press changes nothing. Raises Refused."""
    action = locked(action)
    if action.dropped_at:
        raise Refused(Refusal.DROPPED)
    if action.done_at is None:
        action.done_at, action.done_by_name = now, name_of(by)
        action.save(update_fields=["done_at", "done_by_name"])
    return action


@transaction.atomic
def not_done(action: Action) -> Action:
    """Its owner says that it is not done after all; what was given up stays so. Raises Refused."""
    action = locked(action)
    if action.dropped_at:
        raise Refused(Refusal.DROPPED)
    action.done_at, action.done_by_name = None, ""
    action.save(update_fields=["done_at", "done_by_name"])
    return action


@transaction.atomic
def take_up_again(action: Action) -> Action:
    """Say that it is not done after all, or that it was given up too early."""
    action = locked(action)
    action.done_at, action.done_by_name, action.dropped_at = None, "", None
    action.save(update_fields=["done_at", "done_by_name", "dropped_at"])
    return action


@transaction.atomic
def drop(action: Action, now: datetime) -> Action:
    """Give an action up: nobody is asked for it any more. Raises Refused."""
    action = locked(action)
    if action.done_at:
        raise Refused(Refusal.DONE)
    if action.dropped_at is None:
        action.dropped_at = now
        action.save(update_fields=["dropped_at"])
    return action


@transaction.atomic
def give(action: Action, owner: Member | None, due_on: date | None, on: date) -> Action:
    """Let somebody else do it, or by another day. Raises Refused."""
    action = locked(action)
    if owner and owner.pk != action.owner_id and not Member.objects.eligible(on).filter(pk=owner.pk).exists():
        raise Refused(Refusal.NOT_ELIGIBLE)
    action.owner, action.due_on = owner, due_on
    action.save(update_fields=["owner", "due_on"])
    return action


def locked(action: Action) -> Action:
    return Action.objects.select_for_update(no_key=True).get(pk=action.pk)


def mine(member: Member, now: datetime) -> tuple[ActionQuerySet, QuerySet[Action]]:
    """What a member has promised, soonest first, and what they did a moment ago, to be undone with one press."""
    done = member.actions.filter(done_at__gt=now - SHOWN_WHEN_DONE).select_related("meeting").order_by("-done_at")
    return Action.objects.of(member).select_related("meeting"), done


def needing_an_owner(on: date) -> QuerySet[Action]:
    """What nobody will do: without an owner, or with one who may not take part any more."""
    gone = Q(owner=None) | ~Q(owner__in=Member.objects.eligible(on))
    return Action.objects.open().filter(gone)


def before(meeting: Meeting) -> list[Action]:
    """What is still to be done from earlier meetings, for the page of the next one, as far as members have read it.

    What was added or put otherwise since the minutes were published is not theirs yet.
    """
    earlier = Action.objects.open().filter(meeting__starts_at__lt=meeting.starts_at)
    published = earlier.filter(meeting__minutes__published_at__isnull=False).select_related("owner", "meeting")
    in_order = published.order_by(models.F("due_on").asc(nulls_last=True), "pk")
    return [action for action in in_order if action.search_text == fold(action.text)]


def as_read(version: MinutesVersion, viewer: Member, on: date) -> list[dict[str, str]]:
    """What a version says was promised, with the names of owners as this viewer may read them on a day."""
    said = {action["owner"] for action in version.actions}
    who = {action["who"] for action in version.actions if action.get("who")}
    owners = list(Member.objects.filter(Q(name__in=said) | Q(public_id__in=who)).order_by("-listed"))
    names = names_for(viewer, owners, on)
    shown = {key: names[owner.pk] for owner in owners for key in (owner.name, owner.public_id)}
    return [{**action, "owner": owner_in(action, shown)} for action in version.actions]


def owner_in(action: dict[str, str], shown: Mapping[str, str]) -> str:
    """An older version knows its owner by a name alone; if nobody is called so today, it may be one that is hidden."""
    if action.get("who"):
        return shown.get(action["who"], action["owner"])
    stands = not action["owner"] or action["owner"] == FORMER
    return action["owner"] if stands else shown.get(action["owner"], HIDDEN)


def on_invitation(meeting: Meeting, on: date) -> Mapping[int, str]:
    """What members have promised, whatever the meeting."""
    return in_week(on)


def in_week(on: date) -> Mapping[int, str]:
    """The words "You have promised: ..." for each member who has something to do, in one question."""
    found: dict[int, list[Action]] = {}
    soonest = models.F("due_on").asc(nulls_last=True)
    for action in Action.objects.open().filter(owner__isnull=False).order_by(soonest, "pk"):
        assert action.owner_id  # noqa: S101  asked for above
        found.setdefault(action.owner_id, []).append(action)
    return {owner: messages.promised(theirs, on) for owner, theirs in found.items()}
