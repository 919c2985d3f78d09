"""What was about to be said of a meeting and is no longer so: it does not leave (cal-I6)."""

from datetime import datetime

from outbox import post
from outbox.models import Message, MessageQuerySet, State

from . import messages
from .models import Meeting, Reversal
from .reminding import stale
from .words import Method


def supersede(reversal: Reversal, meeting: Meeting, now: datetime) -> tuple[MessageQuerySet, dict[str, str]]:
    """Withdraw what earlier deeds, and the clock, were about to say of a meeting, since it is no longer so (cal-I6).

    Gives the announcements among them, whose readers know nothing of the meeting yet, and the time and place that the
    others were last told, if that was before those deeds.
    """
    stale.of_meeting(meeting, now)
    earlier = Reversal.objects.filter(pk__in=reversal.before["earlier"]).order_by("pk")
    told: dict[str, str] = {}
    about_it = Message.objects.about(messages.about(meeting)).filter(name__in=messages.OVERTAKEN)
    about_it = about_it.exclude(invitation__method=Method.CANCEL)  # else a meeting brought back would stand there twice
    for other in reversed(earlier):
        if post.withdraw(about_it.filter(created_at=other.made_at, next_attempt_at__gt=now)):
            told = other.before["facts"].get(str(meeting.pk), told)
    announced = about_it.filter(
        name="meetings/meeting_published", state=State.WITHDRAWN, created_at__in=[other.made_at for other in earlier]
    )
    return announced, told


def supersede_link(reversal: Reversal, meeting: Meeting, now: datetime) -> None:
    """Withdraw what earlier deeds were about to say of the link to join, since there is another one now."""
    earlier = Reversal.objects.filter(pk__in=reversal.before["earlier"]).values("made_at")
    of_link = Message.objects.about(messages.about(meeting)).filter(name="meetings/join_link_changed")
    post.withdraw(of_link.filter(created_at__in=earlier, next_attempt_at__gt=now))
