"""What a coordinator has in hand of minutes and actions, for the page on which it goes to a successor."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from look import words
from meetings.handing_over import Belonging, Thing
from meetings.models import Meeting
from meetings.words import Duty
from members.models import Member

from . import actions, desk
from .models import Action

if TYPE_CHECKING:
    from accounts.models import User


def promised(user: "User", now: datetime) -> list[Thing]:
    found = Action.objects.open().filter(owner__user=user).select_related("meeting").order_by("pk")
    return [Thing(each.text, each.meeting.get_absolute_url(), due(each)) for each in found]


def due(action: Action) -> str:
    return f"by {words.day(action.due_on)}" if action.due_on else ""


def hand_promised(user: "User", successor: "User", by: "User", now: datetime) -> None:
    owner = Member.objects.get(user=successor)
    for action in Action.objects.open().filter(owner__user=user).order_by("pk"):
        actions.give(action, owner, action.due_on, timezone.localdate(now))


def unpublished(user: "User", now: datetime) -> list[Thing]:
    """Minutes that somebody takes of a meeting that is over, and that members have not seen yet."""
    theirs = Meeting.objects.filter(roles__duty=Duty.MINUTE_TAKER, roles__member__user=user)
    found = desk.unpublished(now).filter(pk__in=theirs)
    return [Thing(str(each), reverse("minutes:write", args=[each.slug]), words.day(each.starts_at)) for each in found]


BELONGINGS = [
    Belonging("Open actions", promised, hand_promised),
    Belonging("Minutes that are not published yet", unpublished),
]
