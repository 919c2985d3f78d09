"""What a coordinator does with a meeting besides editing it: the words of each deed, when it is offered, its verb."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from .. import going_ahead, line, planning
from ..models import Meeting
from ..words import Status

if TYPE_CHECKING:
    from accounts.models import User


class Deed(NamedTuple):
    """`offered` says when the button is shown; `verb` does it, or raises Refused, and gives the meeting."""

    label: str
    effect: str
    done: str
    offered: Callable[[Meeting, datetime], bool]
    verb: Callable[[Meeting, str, datetime, "User"], Meeting]
    asks_why: bool = False


def fill(meeting: Meeting, why: str, now: datetime, by: "User") -> Meeting:
    planning.fill(meeting, now, by=by)
    return meeting


DEEDS = {
    "publish": Deed(
        "Publish",
        "Everyone eligible is told of this meeting and can answer it. It stands on the public page with its time and "
        "site, without the room and without the link to join.",
        "is published",
        lambda meeting, now: meeting.status == Status.DRAFT and meeting.starts_at > now,
        lambda meeting, why, now, by: planning.publish(meeting, now, by=by),
    ),
    "going-ahead": Deed(
        "It goes ahead",
        "The question is answered, and nobody asks again. Members hear nothing: the meeting stays as it is.",
        "goes ahead",
        lambda meeting, now: (
            meeting.status == Status.PUBLISHED
            and meeting.minimum is not None
            and meeting.decided_at is None
            and meeting.starts_at > now
        ),
        lambda meeting, why, now, by: going_ahead.go_ahead(meeting, now, by=by),
    ),
    "cancel": Deed(
        "Cancel the meeting",
        "Everyone who was invited or is coming is told, with the reason. The answers stay on record.",
        "is cancelled",
        lambda meeting, now: meeting.status != Status.CANCELLED and meeting.starts_at > now,
        lambda meeting, why, now, by: planning.cancel(meeting, why, now, by=by),
        asks_why=True,
    ),
    "bring-back": Deed(
        "Let it take place after all",
        "Everyone eligible is asked anew. Whoever was coming has made other plans since, so their answer counts as "
        "“maybe” until they answer again.",
        "takes place after all",
        lambda meeting, now: meeting.status == Status.CANCELLED and meeting.starts_at > now,
        lambda meeting, why, now, by: planning.bring_back(meeting, now, by=by),
    ),
    "fill": Deed(
        "Fill free places",
        "Those who wait move up in their order, as far as there are places, and are told.",
        "has no free place left that someone waits for",
        lambda meeting, now: meeting.status == Status.PUBLISHED and bool(line.next_up(meeting, now)),
        fill,
    ),
}


def offered(meeting: Meeting, now: datetime) -> dict[str, Deed]:
    """The deeds that make sense for a meeting as it is."""
    return {name: deed for name, deed in DEEDS.items() if deed.offered(meeting, now)}
