"""The pages for whoever helps at a meeting: on the page of the meeting for whom has the duty, on the desk for all."""

from datetime import datetime

from django.urls import reverse

from members.models import Member

from .access import AT_THE_DOOR
from .attendance import OPENS_BEFORE, refusal
from .desk import Page, Part
from .models import Meeting
from .sections import Section
from .words import Status


def for_helpers(meeting: Meeting, member: Member, now: datetime) -> Section | None:
    """The ways to the door, the sheet and the attendance, for whoever writes down who is there."""
    if meeting.status != Status.PUBLISHED or meeting.closed_at:
        return None
    duties = [role.get_duty_display() for role in meeting.roles.filter(member=member, duty__in=AT_THE_DOOR)]
    early = refusal(meeting, now)
    return Section("meetings/for_helpers.html", {"duties": duties, "early": early}, not early) if duties else None


def sheet(meeting: Meeting, now: datetime) -> Page | None:
    return page(meeting, "Sign-in sheet", "sheet", Part.THAT_DAY) if not meeting.closed_at else None


def door(meeting: Meeting, now: datetime) -> Page | None:
    is_next = meeting.starts_at - OPENS_BEFORE <= now
    return page(meeting, "Door", "door", Part.THAT_DAY, is_next) if now < meeting.ends_at else None


def attendance(meeting: Meeting, now: datetime) -> Page | None:
    is_next = now >= meeting.ends_at and not meeting.closed_at
    return page(meeting, "Attendance", "attendance", Part.AFTERWARDS, is_next) if now >= meeting.starts_at else None


def page(meeting: Meeting, label: str, name: str, part: Part, is_next: bool = False) -> Page | None:
    """A button to one of these pages, for a meeting that takes place."""
    if meeting.status != Status.PUBLISHED:
        return None
    return Page(label, reverse(f"meetings:{name}", args=[meeting.slug]), part, is_next)
