"""The pages for whoever helps at a meeting: on the page of the meeting for whom has the duty, on the desk for all."""

from datetime import datetime

from django.urls import reverse

from members.models import Member

from .access import AT_THE_DOOR
from .attendance import refusal
from .desk import Page
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
    return page(meeting, "Sign-in sheet", "sheet") if not meeting.closed_at else None


def door(meeting: Meeting, now: datetime) -> Page | None:
    return page(meeting, "Door", "door") if now < meeting.ends_at else None


def attendance(meeting: Meeting, now: datetime) -> Page | None:
    return page(meeting, "Attendance", "attendance") if now >= meeting.starts_at else None


def page(meeting: Meeting, label: str, name: str) -> Page | None:
    """A button to one of these pages, for a meeting that takes place."""
    if meeting.status != Status.PUBLISHED:
        return None
    return Page(label, reverse(f"meetings:{name}", args=[meeting.slug]))
