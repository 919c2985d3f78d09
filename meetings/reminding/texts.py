"""The words of reminders and nudges: made once for all who stand alike with a meeting."""

from datetime import datetime
from typing import Any

from outbox import html, post

from .. import asking, messages
from ..mail_topics import NUDGES, REMINDERS
from ..models import Meeting, Venue
from ..words import Choice, Mode, Place
from .people import Standing
from .slots import Kind, Slot

# What a visitor needs on the way there, in this order.
ON_THE_WAY = ("address", "postcode", "floor", "by_road", "by_tram_or_bus", "parking", "step_free", "sign_in")


def draft(slot: Slot, standing: Standing, own: str, now: datetime, *, test: bool = False) -> dict[str, Any]:
    """One message for everybody who stands like this, with `own` words for one person."""
    meeting = slot.meeting
    context = {
        "meeting": meeting,
        "is_week": slot.kind == Kind.WEEK,
        "is_last": slot.kind == Kind.SECOND,
        "standing": standing,
        "way": on_the_way(meeting.venue) if goes_there(meeting, standing) and slot.kind == Kind.WEEK else [],
        "joins": joins(meeting, standing),
        "personal": own,
        "test": test,
        **(asking_in_a_test(meeting) if test else asking.context(meeting)),
        **messages.facts(meeting),
    }
    topic = "" if test else (NUDGES if slot.is_nudge else REMINDERS)
    about = "" if test else messages.about(meeting)
    not_after = None if test else slot.until
    words = post.draft(slot.name, to="", now=now, about=about, topic=topic, not_after=not_after, context=context)
    return {name: value for name, value in words.items() if name != "user"}


def asking_in_a_test(meeting: Meeting) -> dict[str, object]:
    """The same buttons, which lead to the page of the meeting: nobody answers through a test."""
    page = html.address(meeting.get_absolute_url())
    answers = [(choice.label, page) for choice in asking.choices(meeting)]
    return {"answer_address": page, "stands_address": page, "answers": answers}


def goes_there(meeting: Meeting, standing: Standing) -> bool:
    return meeting.mode != Mode.ONLINE and standing.place != Place.ONLINE and standing.choice != Choice.ONLINE


def joins(meeting: Meeting, standing: Standing) -> str:
    """The link to join, for whoever comes online."""
    return meeting.join_link if standing.place == Place.ONLINE else ""


def on_the_way(venue: Venue | None) -> list[tuple[str, str]]:
    """How to get there, label by label; what no coordinator filled in is left out."""
    if venue is None:
        return []
    found = [(label(name), " ".join(str(getattr(venue, name)).split())) for name in ON_THE_WAY]
    return [(name, value) for name, value in found if value]


def label(field: str) -> str:
    name = str(Venue._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
    return name[:1].upper() + name[1:]
