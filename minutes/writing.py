"""Minutes as they are written: begun from agenda and attendance, saved as typed, never over somebody else's text."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from meetings import places
from meetings.models import Meeting
from meetings.words import Choice, Presence
from members.gate import may_see
from members.models import Member
from members.names import name_of
from members.switches import Audience

from .models import AgendaItem, Minutes

if TYPE_CHECKING:
    from accounts.models import User
    from members.rights.traces import Traces

BY_ERASURE = "The erasure of a former member"
NO_ATTENDANCE = "In the room:\nOnline:"


class Conflict(Exception):
    """Somebody saved another text meanwhile: `theirs` is it, `yours` what was not saved (con-21)."""

    def __init__(self, theirs: Minutes, yours: str) -> None:
        super().__init__(f"{theirs.changed_by_name} saved another text meanwhile.")
        self.theirs, self.yours = theirs, yours


@transaction.atomic
def keep(meeting: Meeting, text: str, seen: int, by: "User", now: datetime) -> Minutes:
    """Save the text if it was written on top of version `seen`; 0 is before the first.

    The same text again changes nothing, whichever version was seen. Raises Conflict.
    """
    text = "\n".join(line.rstrip() for line in text.splitlines())
    places.lock(meeting)
    minutes = Minutes.objects.select_for_update(no_key=True).filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes(meeting=meeting, version=0)
    elif minutes.text == text:
        return minutes
    if minutes.version != seen:
        raise Conflict(minutes, text)
    minutes.text, minutes.version = text, seen + 1
    minutes.changed_at, minutes.changed_by_name = now, name_of(by)
    minutes.save()
    return minutes


def overtake(traces: "Traces", now: datetime) -> int:
    """What names somebody who is erased now is another text than before, for whoever has it open: else the page, which
    saves by itself, would put the name back."""
    naming = Minutes.objects.filter(text__iregex=traces.in_database)
    naming.update(version=F("version") + 1, changed_at=now, changed_by_name=BY_ERASURE)
    return 0  # the sweep counts what it takes out


def current(meeting: Meeting) -> Minutes:
    """The minutes as they stand; before anybody wrote, a beginning that is not saved, as version 0."""
    return Minutes.objects.filter(meeting=meeting).first() or Minutes(
        meeting=meeting, text=beginning(meeting), version=0
    )


def beginning(meeting: Meeting) -> str:
    """What minutes begin with: who was there, and a heading for each item of the agenda."""
    items = AgendaItem.objects.filter(meeting=meeting).on_the_agenda()
    headings = [f"# {number}. {item.title}" for number, item in enumerate(items, start=1)]
    return "\n".join(["# Present", "", *present(meeting), "", *(f"{heading}\n\n" for heading in headings)]).rstrip()


def present(meeting: Meeting) -> list[str]:
    """Numbers, and the names of those who show members that they come to meetings; apologies are who said no."""
    rows = list(meeting.attendance.select_related("member"))
    sent_no = [row.member for row in meeting.rsvps.filter(choice=Choice.NO).select_related("member")]
    sorry = f"Apologies: {in_words(sent_no)}"
    if not rows:
        return [*NO_ATTENDANCE.split("\n"), sorry]
    found = []
    for mode, where in ((Presence.ROOM, "In the room"), (Presence.ONLINE, "Online")):
        people = [row.member for row in rows if row.mode == mode]
        found += [f"{where}: {in_words(people)}"] if people else []
    return [*found, sorry]


def in_words(people: Iterable[Member | None]) -> str:
    """Say "5: Ada Example, Ben Example and 3 others"."""
    everybody = list(people)
    named = sorted(member.name for member in everybody if member and may_see(Audience.MEMBERS, member, "coming"))
    if not named:
        return f"{len(everybody) or 'none'}"
    others = len(everybody) - len(named)
    rest = f" and {others} other{'' if others == 1 else 's'}" if others else ""
    return f"{len(everybody)}: {', '.join(named)}{rest}"
