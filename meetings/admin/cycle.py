"""The buttons above a meeting on the desk in the order of its cycle: before, on the day, afterwards."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from .. import desk
from ..desk import Page, Part
from ..models import Meeting
from ..words import Status
from .deeds import offered

TITLES = {
    Part.BEFORE: "Before",
    Part.THAT_DAY: "On the day",
    Part.AFTERWARDS: "Afterwards",
    Part.BESIDE: "The meeting itself",
}
# Deeds that are of no time stand with the meeting itself, away from what is pressed every day.
BESIDE = ("cancel", "bring-back")


def parts(meeting: Meeting, now: datetime) -> list[tuple[str, list[Page]]]:
    """All that a coordinator can press about a meeting; parts without a button are left out."""
    first, last = deeds(meeting, now)
    pages = [*first, *own_pages(meeting), *desk.pages(meeting, now), *as_members_do(meeting), *last]
    found = ((title, [page for page in pages if page.part == part]) for part, title in TITLES.items())
    return [(title, pages) for title, pages in found if pages]


def deeds(meeting: Meeting, now: datetime) -> tuple[list[Page], list[Page]]:
    """The deeds that stand first, and those that stand last."""
    first, last = [], []
    for name, deed in offered(meeting, now).items():
        href = reverse("admin:meetings_meeting_deed", args=[meeting.pk, name])
        if name in BESIDE:
            last.append(Page(deed.label, href, Part.BESIDE))
        else:
            first.append(Page(deed.label, href, Part.BEFORE, is_next(meeting, name, now)))
    return first, last


def is_next(meeting: Meeting, name: str, now: datetime) -> bool:
    """A draft asks to be published; a day to decide, to be decided on."""
    if name == "going-ahead":
        return meeting.decide_on is not None and meeting.decide_on <= timezone.localdate(now)
    return name in ("publish", "fill")


def own_pages(meeting: Meeting) -> list[Page]:
    titles = {"change": "Change the meeting", "who": "Who comes", "roles": "Who does what"}
    if meeting.status == Status.CANCELLED:
        del titles["roles"]
    return [
        Page(title, reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk]), Part.BEFORE)
        for name, title in titles.items()
    ]


def as_members_do(meeting: Meeting) -> list[Page]:
    return [] if meeting.status == Status.DRAFT else [Page("See it as members do", meeting.get_absolute_url())]
