"""What stands on the page of a meeting below its answers; apps above this one add their own in `AppConfig.ready()`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from members.models import Member

from .models import Meeting


class Section(NamedTuple):
    """A piece of the page: its template, what that needs under the name `section`, and whether it goes first."""

    template: str
    needs: Mapping[str, object]
    is_first: bool = False


# Each is asked once for every page, and gives None where it has nothing to say.
on_meeting_page: list[Callable[[Meeting, Member, datetime], Section | None]] = []
# The same for the page behind the link of a message, which anybody may read to whom the message was forwarded. Its
# templates get `opened` (tapping.Opened) too, whose seal each form sends back.
on_tap_page: list[Callable[[Meeting, Member, datetime], Section | None]] = []


def sections(meeting: Meeting, member: Member, now: datetime) -> list[Section]:
    """The pieces for this meeting as this member sees it: the first ones, then the others, each as they were added."""
    found = [found for section in on_meeting_page if (found := section(meeting, member, now))]
    return sorted(found, key=lambda section: not section.is_first)


def tap_sections(meeting: Meeting, member: Member, now: datetime) -> list[Section]:
    """The pieces for whoever came by the link of a message."""
    return [found for section in on_tap_page if (found := section(meeting, member, now))]
